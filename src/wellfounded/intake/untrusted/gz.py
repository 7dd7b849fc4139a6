"""Files packed by gzip, bzip2, xz or zstd: the bytes within become a member; a tar within is
read in passing.

Attacks this meets: streams without end (the member is abandoned at the ratio), several streams one
after the other (all read), bytes behind the last stream (counted), a wrong checksum or an early end
(kept, and said to be damaged).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from wellfounded.intake.untrusted import tar
from wellfounded.intake.untrusted.inflate import Deflate, drain, maker
from wellfounded.intake.untrusted.names import guess, plain, received, unnamed
from wellfounded.intake.untrusted.streaming import (
    BLOCK,
    Broken,
    Members,
    Share,
)
from wellfounded.intake.untrusted.tar_header import BLOCK as TAR_BLOCK
from wellfounded.intake.untrusted.tar_header import parse
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.moment import utc
from wellfounded.terms.record import Fact, RawName

MARKS: Final = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x5d\x00\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_ENDINGS: Final = (".gz", ".bz2", ".xz", ".lzma", ".zst", ".z")
_TARS: Final = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Unpack the file; a tar within is read member by member, anything else is one member."""
    source.file.seek(0)
    head = source.file.read(8)
    kind = next((kind for mark, kind in MARKS if head.startswith(mark)), None)
    if kind is None:
        raise Unreadable("unsupported", "not packed in a way this version unpacks")
    out.record(Fact("archive.compression", kind))
    packed = _Packed(source.file, kind)
    name = _inner_name(source.name)
    if kind == "gzip":
        name = _gzip_facts(source, out) or name
    stream = _Stream(packed.chunks(), Share(source.size, source.limits.ratio))
    start = stream.peek(TAR_BLOCK)
    if parse(start) is not None:
        out.record(Fact("archive.inside", "tar"))
        tar.read_stream(source, out, stream)
    else:
        facts = (("packed_by", kind),)
        Members(source, out).stream(name, stream.rest(), source.size, facts)
    if packed.behind:
        out.record(Fact("archive.bytes-after", packed.behind))


class _Packed:
    """The unpacked bytes of one stream after the other; `behind` counts bytes that begin no
    further stream.
    """

    def __init__(self, file: BinaryIO, kind: str) -> None:
        self.file = file
        self.kind = kind
        self.mark = next(mark for mark, of in MARKS if of == kind)
        self.behind = 0
        self._held = b""

    def chunks(self) -> Iterator[bytes]:
        """Give the unpacked bytes; raises Broken where they end early or cannot be unpacked."""
        self.file.seek(0)
        first = True
        while self._more(len(self.mark)):
            if not first and not self._held.startswith(self.mark):
                break
            first = False
            yield from self._gzip() if self.kind == "gzip" else self._one()
        while self._held:
            self.behind += len(self._held)
            self._held = self.file.read(BLOCK)

    def _one(self) -> Iterator[bytes]:
        unpacker = maker(self.kind)()
        yield from drain(unpacker, self._source())
        self._held = unpacker.unused_data + self._held

    def _gzip(self) -> Iterator[bytes]:
        """One gzip stream (RFC 1952); the checksum is ours to compare, so that no byte before
        it is lost.
        """
        self._pass_header()
        unpacker = Deflate()
        crc, size = 0, 0
        for piece in drain(unpacker, self._source()):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            yield piece
        self._held = unpacker.unused_data + self._held
        if not self._more(8):
            raise Broken("its packed bytes end early")
        trailer, self._held = self._held[:8], self._held[8:]
        if int.from_bytes(trailer[:4], "little") != crc:
            raise Broken("its bytes do not agree with their checksum")
        if int.from_bytes(trailer[4:], "little") != size & 0xFFFFFFFF:
            raise Broken("its length is not the one stated")

    def _pass_header(self) -> None:
        self._more(10)
        flags = self._held[3] if len(self._held) > 3 else 0
        self._held = self._held[10:]
        if flags & 4 and self._more(2):
            length = int.from_bytes(self._held[:2], "little") + 2
            self._more(length)
            self._held = self._held[length:]
        for flag in (8, 16):
            if flags & flag:
                self._pass_text()
        if flags & 2:
            self._more(2)
            self._held = self._held[2:]

    def _pass_text(self) -> None:
        while b"\0" not in self._held:
            self._held = self.file.read(BLOCK)
            if not self._held:
                raise Broken("its header breaks off")
        self._held = self._held.split(b"\0", 1)[1]

    def _more(self, size: int) -> bool:
        while len(self._held) < size:
            block = self.file.read(BLOCK)
            if not block:
                return False
            self._held += block
        return True

    def _source(self) -> Iterator[bytes]:
        held, self._held = self._held, b""
        if held:
            yield held
        while block := self.file.read(BLOCK):
            yield block


class _Stream:
    """Unpacked bytes read forward, counted against the share of the whole file."""

    def __init__(self, chunks: Iterator[bytes], share: Share) -> None:
        self._chunks = chunks
        self._share = share
        self._held = bytearray()
        self._broken: Broken | None = None

    def peek(self, size: int) -> bytes:
        """Give the first bytes without taking them."""
        self._fill(size)
        return bytes(self._held[:size])

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes; raises Broken once the bytes before the break are taken."""
        self._fill(size)
        data = bytes(self._held[:size])
        del self._held[:size]
        self._share.take(len(data))
        if not data and size and self._broken is not None:
            raise self._broken
        return data

    def rest(self) -> Iterator[bytes]:
        """Give everything from here on in pieces; the caller counts them."""
        while data := self.peek(BLOCK):
            del self._held[: len(data)]
            yield data
        if self._broken is not None:
            raise self._broken

    def _fill(self, size: int) -> None:
        while len(self._held) < size and self._broken is None:
            try:
                piece = next(self._chunks, None)
            except Broken as exc:
                self._broken = exc
                return
            if piece is None:
                return
            self._held += piece


def _gzip_facts(source: Source, out: Emitter) -> RawName | None:
    """Say what the gzip header says: name, time (UTC), comment."""
    source.file.seek(0)
    head = source.file.read(4096)
    if len(head) < 10:
        return None
    flags, seconds = head[3], int.from_bytes(head[4:8], "little")
    if seconds:
        when = utc(seconds * 1_000_000)
        out.record(Fact("archive.modified", when.local + "Z", when=when))
    at = 10
    if flags & 4:
        at += 2 + int.from_bytes(head[10:12], "little")
    name = None
    for flag in (8, 16):
        if not flags & flag or b"\0" not in head[at:]:
            continue
        text = head[at:].split(b"\0", 1)[0]
        at += len(text) + 1
        shown = received(text, guess([text]))
        if flag == 8:
            name = shown
        else:
            out.record(Fact("archive.comment", shown.shown))
    return name


def _inner_name(name: str) -> RawName:
    lower = name.lower()
    for ending in _ENDINGS:
        if lower.endswith(ending):
            return unnamed(plain(name[: -len(ending)]))
    for ending, inner in _TARS.items():
        if lower.endswith(ending):
            return unnamed(plain(name[: -len(ending)]) + inner)
    return unnamed("contents")
