"""Zip archives: every member streamed out under its raw name, duplicates and all; nothing is
ever written to a path.

Attacks this meets: names with `../`, absolute names and NUL (kept as bytes, never a path), two
members of one name (both kept), a local header that disagrees with the directory (said), members
that share bytes (Fifield's quoted bomb: the second is refused), expansion past the ratio (that
member is abandoned, the next are read), a directory that breaks off or is gone (what can be found
is read), wrong checksums (the member is kept, and said to be damaged).
"""

from __future__ import annotations

import bisect
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, Final

from wellfounded.intake.untrusted import wacz
from wellfounded.intake.untrusted.inflate import unpack
from wellfounded.intake.untrusted.names import guess, received
from wellfounded.intake.untrusted.streaming import BLOCK, Broken, Members
from wellfounded.intake.untrusted.zip_cipher import decrypted, has_crc, real_method
from wellfounded.intake.untrusted.zip_directory import (
    Directory,
    Entry,
    entries,
    find_directory,
)
from wellfounded.intake.untrusted.zip_facts import facts_of
from wellfounded.intake.untrusted.zip_local import local_header, remaining
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact, Failure, RawName

METHODS: Final = {
    0: "stored",
    8: "deflate",
    9: "deflate64",
    12: "bzip2",
    14: "lzma",
    93: "zstd",
    95: "xz",
}
_NAME_SAMPLE: Final = 2000
_LINK_BYTES: Final = 4096
_EMPTY_PACKED: Final = 2  # bytes that deflate makes of nothing, which some writers give folders
_UTF8: Final = 0x800


@dataclass(slots=True)
class _Extents:
    """Which bytes of the file members have used so far, as sorted half-open spans."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def claim(self, start: int, end: int) -> bool:
        """Take a span; False if another member has any of it."""
        at = bisect.bisect_right(self.starts, start)
        if (at and self.ends[at - 1] > start) or (at < len(self.starts) and self.starts[at] < end):
            return False
        self.starts.insert(at, start)
        self.ends.insert(at, end)
        return True


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Stream every member out; what the directory says of itself becomes facts."""
    found = find_directory(source.file, source.size)
    if found is None:
        _read_without_directory(source, out, settings)
        return
    _state(out, found)
    charset = guess(_names(source, found), dos=True)
    reading = _Reading(source, out, settings, charset)
    count = 0
    for entry in entries(source.file, found):
        count += 1
        reading.member(entry)
    if count != found.count & 0xFFFFFFFF and count & 0xFFFF != found.count:
        what = f"the archive's end says {found.count} members, its directory lists {count}"
        out.record(Failure("read", "damaged", what))
    wacz.judge(source, out)


def _read_without_directory(source: Source, out: Emitter, settings: Settings) -> None:
    charset = guess(
        (e.name for e in islice(remaining(source.file, source.size), _NAME_SAMPLE)), dos=True
    )
    reading = _Reading(source, out, settings, charset)
    for entry in remaining(source.file, source.size):
        reading.member(entry)
    raise Unreadable(
        "damaged",
        "the archive has no directory at its end; the members still found are kept",
        next="ask for a whole copy",
    )


def _names(source: Source, found: Directory) -> Iterator[bytes]:
    try:
        for entry in islice(entries(source.file, found), _NAME_SAMPLE):
            if not entry.flags & _UTF8:
                yield entry.name
    except Unreadable:
        return


def _state(out: Emitter, found: Directory) -> None:
    out.record(Fact("archive.members", found.count))
    if found.comment:
        shown = received(found.comment, guess([found.comment], dos=True)).shown
        out.record(Fact("archive.comment", shown))
    if found.before:
        out.record(Fact("zip.bytes-before", found.before))
    if found.after:
        out.record(Fact("zip.bytes-after", found.after))


class _Reading:
    """The reading of one archive, member by member."""

    def __init__(self, source: Source, out: Emitter, settings: Settings, charset: str) -> None:
        self.source = source
        self.out = out
        self.password = str(settings.get("password", ""))
        self.charset = charset
        self.members = Members(source, out)
        self.extents = _Extents()

    def member(self, entry: Entry) -> None:
        """Hand over one member, or say why not."""
        file = self.source.file
        name = received(entry.name, "utf-8" if entry.flags & _UTF8 else self.charset)
        local = local_header(file, entry.header) if entry.header < self.source.size else None
        if local is None:
            self.members.fail(name, "damaged", "no member stands where the directory says")
            return
        facts = facts_of(entry, self.charset)
        if local.name != entry.name:
            facts["name_in_header"] = received(local.name, self.charset).shown
        if not self.extents.claim(entry.header, local.data + entry.packed):
            what = "it shares its bytes with another member, as archives made to overfill do"
            self.members.fail(name, "refused", what)
            return
        if entry.name.endswith(b"/") and not entry.size and entry.packed <= _EMPTY_PACKED:
            self.out.record(Fact("archive.folder", name.shown))
            return
        chunks = self._plain(entry, local.data)
        if stat.S_ISLNK(entry.unix_mode) and entry.size <= _LINK_BYTES:
            self._link(name, chunks, facts)
            return
        self.members.stream(name, chunks, entry.packed, tuple(sorted(facts.items())))

    def _plain(self, entry: Entry, at: int) -> Iterator[bytes]:
        packed: Iterator[bytes] = _chunks(self.source.file, at, entry.packed)
        if entry.encrypted:
            packed = decrypted(entry, packed, self.password)
        method = real_method(entry)
        kind = METHODS.get(method, f"method {method}")
        return _checked(unpack(kind, packed, entry.size), entry)

    def _link(self, name: RawName, chunks: Iterable[bytes], facts: dict[str, str]) -> None:
        """A symbolic link is said, never followed; its target is also streamed, as the bytes it
        is.
        """
        facts["link"] = "symbolic"
        self.members.stream(name, chunks, _LINK_BYTES, tuple(sorted(facts.items())))


def _chunks(file: BinaryIO, at: int, size: int) -> Iterator[bytes]:
    left = size
    while left > 0:
        file.seek(at)
        block = file.read(min(BLOCK, left))
        if not block:
            raise Broken("its packed bytes end early")
        yield block
        at += len(block)
        left -= len(block)


def _checked(chunks: Iterable[bytes], entry: Entry) -> Iterator[bytes]:
    crc, size = 0, 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        size += len(chunk)
        yield chunk
    if entry.size < 0:
        return
    if size != entry.size:
        raise Broken(f"it has {size} bytes where the archive says {entry.size}")
    if crc != entry.crc and has_crc(entry):
        raise Broken("its bytes do not agree with their checksum")
