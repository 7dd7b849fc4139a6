"""7z archives: members streamed out in the order stored, solid blocks unpacked once, nothing
written to a path.

The library's own extraction makes paths of names and refuses archives whose names are hostile,
which would lose their members; so only its header reading and its decompressors are used here.
"""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final

import py7zr
from py7zr.compressor import SupportedMethods
from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError

from wellfounded.intake.untrusted.names import NAME_BYTES, SHOWN_CHARS, plain
from wellfounded.intake.untrusted.streaming import BLOCK, Broken, Closed, Members
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.moment import utc
from wellfounded.terms.record import Fact, RawName

_1601_TO_1970: Final = 11_644_473_600_000_000
_ERRORS: Final = (
    ArchiveError,
    AssertionError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
_NEXT: Final = "give the password with: unlock"


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Stream every member out."""
    password = str(settings.get("password", "")) or None
    archive = _open(source, password)
    out.record(Fact("archive.members", len(archive.files)))
    reading = _Reading(source, out, archive, password)
    for member in archive.files:
        if member.emptystream:
            reading.without_bytes(member)
    for folder in _folders(archive):
        reading.block(folder)


def _open(source: Source, password: str | None) -> Any:
    source.file.seek(0)
    try:
        return py7zr.SevenZipFile(source.file, password=password)
    except PasswordRequired as exc:
        what = "the list of its members is protected by a password"
        raise Unreadable("needs-password", what, next=_NEXT) from exc
    except UnsupportedCompressionMethodError as exc:
        raise Unreadable("unsupported", "packed in a way this version does not unpack") from exc
    except _ERRORS as exc:
        if password:
            what = "the list of its members cannot be read with the password given"
            raise Unreadable("needs-password", what, next=_NEXT) from exc
        raise Unreadable("damaged", f"the archive's header cannot be read ({exc})") from exc


def _folders(archive: Any) -> list[Any]:
    streams = getattr(archive.header, "main_streams", None)
    unpacking = getattr(streams, "unpackinfo", None)
    return [] if unpacking is None else list(unpacking.folders)


class _Reading:
    """The reading of one archive; a folder here is a block of members packed together."""

    def __init__(self, source: Source, out: Emitter, archive: Any, password: str | None) -> None:
        self.source = source
        self.out = out
        self.archive = archive
        self.password = password
        self.members = Members(source, out)
        self.at = archive.afterheader
        self.stream = 0

    def without_bytes(self, member: Any) -> None:
        """Hand over an empty file; a folder is a fact."""
        name = _name(member)
        if member.is_directory:
            self.out.record(Fact("archive.folder", name.shown))
        else:
            self.members.stream(name, iter(()), 0, _facts(member))

    def block(self, folder: Any) -> None:
        """Hand over the members of one block, in order; one that does not come whole ends the
        block.
        """
        block = self._next_block(folder)
        ended = self._why_locked(block)
        for member in block.members:
            name = _name(member)
            if ended is not None:
                code, what = ended
                self.members.fail(name, code, what, next=_NEXT if code == "needs-password" else "")
                continue
            self.members.stream(name, block.bytes_of(member), block.packed, _facts(member))
            if not block.passed and not block.closed:
                what = "it is packed in one block with the member before it, which was not read to its end"
                ended = ("damaged" if block.broken else "over-limit", what)

    def _next_block(self, folder: Any) -> _Block:
        sizes = self.archive.header.main_streams.packinfo.packsizes
        count = sum(coder.get("numinstreams", 1) for coder in folder.coders) - len(folder.bindpairs)
        packed = sum(sizes[self.stream : self.stream + count])
        start = self.at
        self.at += packed
        self.stream += count
        return _Block(self.source, folder, start, packed)

    def _why_locked(self, block: _Block) -> tuple[str, str] | None:
        """Give why an encrypted block stays closed: its first member is unpacked once to try
        the password.
        """
        if not block.encrypted or not block.members:
            return None
        if not self.password:
            return "needs-password", "it is protected by a password"
        try:
            for _ in block.bytes_of(block.members[0]):
                pass
        except Closed:
            return None
        except Broken:
            return "needs-password", "the password given does not open it, or it is damaged"
        block.restart()
        return None


class _Block:
    """Members packed together: their bytes come one after the other out of one unpacker."""

    def __init__(self, source: Source, folder: Any, start: int, packed: int) -> None:
        self.file = source.file
        self.members = list(folder.files or ())
        self.packed = packed
        self.encrypted = bool(SupportedMethods.needs_password(folder.coders))
        self.passed = True
        self.broken = False
        self.closed = False
        self._folder = folder
        self._start = start
        self._at = start
        self._unpacker: Any = None

    def restart(self) -> None:
        """Go back to the first member."""
        self._unpacker, self._at, self.passed, self.broken = None, self._start, True, False

    def bytes_of(self, member: Any) -> Iterator[bytes]:
        """Give the bytes of the next member; `passed` is True again once all of them are taken."""
        self.passed = False
        left, crc = member.uncompressed, 0
        try:
            while left > 0:
                chunk = self._next(min(left, BLOCK))
                left -= len(chunk)
                crc = zlib.crc32(chunk, crc)
                if chunk:
                    yield chunk
        except Closed:
            self.closed = True
            raise
        except Broken:
            self.broken = True
            raise
        self.passed = True
        if member.crc32 is not None and crc != member.crc32:
            raise Broken("its bytes do not agree with their checksum")

    def _next(self, size: int) -> bytes:
        try:
            if self._unpacker is None:
                self._unpacker = self._folder.get_decompressor(self.packed, reset=True)
            self.file.seek(self._at)
            chunk: bytes = self._unpacker.decompress(self.file, size)
        except UnsupportedCompressionMethodError as exc:
            raise Closed("packed in a way this version does not unpack; 7-Zip may") from exc
        except (*_ERRORS, PasswordRequired) as exc:
            raise Broken(f"its packed bytes cannot be unpacked ({type(exc).__name__})") from exc
        before, self._at = self._at, self.file.tell()
        if not chunk and self._at == before:
            raise Broken("its packed bytes end early")
        return chunk


def _name(member: Any) -> RawName:
    """Give the name as stored, which is UTF-16."""
    shown = plain(str(member.filename))
    raw = str(member.filename).encode("utf-16-le", "surrogatepass")[:NAME_BYTES]
    return RawName(raw, shown[:SHOWN_CHARS], "utf-16-le")


def _facts(member: Any) -> tuple[tuple[str, str], ...]:
    facts = {}
    if (written := member.lastwritetime) is not None:
        try:
            facts["modified_utc"] = utc(int(written) // 10 - _1601_TO_1970).local + "Z"
        except OverflowError:
            facts["modified_written"] = str(int(written))
    if (mode := member.posix_mode) is not None:
        facts["mode"] = f"{mode:o}"
    if member.is_symlink:
        facts["link"] = "symbolic"
    return tuple(sorted(facts.items()))
