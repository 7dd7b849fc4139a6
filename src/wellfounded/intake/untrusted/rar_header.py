"""The headers of a RAR archive, versions 4 and 5: enough to name each member and find stored
bytes.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.intake.untrusted.zip_facts import dos_time
from wellfounded.terms.decoding import Source, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import utc

MARK_4: Final = b"Rar!\x1a\x07\x00"
MARK_5: Final = b"Rar!\x1a\x07\x01\x00"
_HEADER_BYTES: Final = 2 * 1024 * 1024
_NEXT: Final = "unpack it with a program that reads RAR and add what comes out"
_POINTERS: Final = {
    1: "symbolic-link",
    2: "symbolic-link",
    3: "junction",
    4: "hard-link",
    5: "copy",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """One member: `method` is 0 where its bytes are stored as they are; `modified` is as the
    header says, with Z if UTC.
    """

    name: bytes
    size: int
    packed: int
    data: int
    method: int
    crc: int | None
    modified: str
    folder: bool = False
    encrypted: bool = False
    split: bool = False
    points: str = ""
    link: bytes = b""
    unicode: str = ""


def blocks_of_rar5(source: Source, at: int) -> Iterator[Stored]:
    """Give each member of a RAR 5 archive whose first header stands at `at`."""
    while at < source.size:
        source.file.seek(at)
        head = source.file.read(8)
        size, used = _vint(head, 4)
        if not 0 < size <= _HEADER_BYTES:
            raise Unreadable("damaged", "the headers of the archive break off")
        source.file.seek(at + used)
        header = source.file.read(size)
        if len(header) < size:
            raise Unreadable("damaged", "the headers of the archive break off")
        fields = _Fields(header)
        kind, flags = fields.number(), fields.number()
        extra = fields.number() if flags & 1 else 0
        data = fields.number() if flags & 2 else 0
        start = at + used + size
        if kind == 4:
            what = "the list of its members is protected by a password"
            raise Unreadable("needs-password", what, next=_NEXT)
        if kind == 2:
            yield _file5(fields, header[size - extra :] if extra else b"", flags, data, start)
        if kind == 5:
            return
        at = start + data


def _file5(fields: _Fields, extra: bytes, flags: int, packed: int, start: int) -> Stored:
    what = fields.number()
    size, _attributes = fields.number(), fields.number()
    modified = _unix(fields.fixed(4)) if what & 2 else ""
    crc = fields.fixed(4) if what & 4 else None
    method = fields.number() >> 7 & 7
    fields.number()
    name = fields.take(fields.number())
    encrypted, points, link = _extra5(extra)
    return Stored(
        name,
        size,
        packed,
        start,
        method,
        crc,
        modified,
        bool(what & 1),
        encrypted,
        bool(flags & 0x18),
        points,
        link,
    )


def _extra5(extra: bytes) -> tuple[bool, str, bytes]:
    """Give whether the member is encrypted, and how and where it points if it is no file of its
    own.
    """
    fields = _Fields(extra)
    encrypted, points, link = False, "", b""
    while fields.left:
        record = _Fields(fields.take(fields.number()))
        kind = record.number()
        if kind == 1:
            encrypted = True
        elif kind == 5:
            points = _POINTERS.get(record.number(), "link")
            record.number()
            link = record.take(record.number())
    return encrypted, points, link


def blocks_of_rar4(source: Source, at: int) -> Iterator[Stored]:
    """Give each member of an archive of RAR 1.5 to 4 whose first header stands at `at`."""
    while at + 7 <= source.size:
        source.file.seek(at)
        _, kind, flags, size = struct.unpack("<HBHH", source.file.read(7))
        if size < 7:
            raise Unreadable("damaged", "the headers of the archive break off")
        header = source.file.read(size - 7)
        if kind == 0x73 and flags & 0x80:
            what = "the list of its members is protected by a password"
            raise Unreadable("needs-password", what, next=_NEXT)
        if kind == 0x7B:
            return
        added = 0
        if kind == 0x74 and len(header) >= 25:
            stored = _file4(header, flags, at + size)
            added = stored.packed
            yield stored
        elif flags & 0x8000 and len(header) >= 4:
            added = int.from_bytes(header[:4], "little")
        at += size + added


def _file4(header: bytes, flags: int, start: int) -> Stored:
    packed, size, host, crc, when, _, method, length, attributes = struct.unpack_from(
        "<LLBLLBBHL", header
    )
    at = 25
    if flags & 0x100 and len(header) >= 33:
        packed += int.from_bytes(header[25:29], "little") << 32
        size += int.from_bytes(header[29:33], "little") << 32
        at = 33
    name = header[at : at + length]
    symbolic = host == 3 and stat.S_ISLNK(attributes)
    return Stored(
        name,
        size,
        packed,
        start,
        method - 0x30 if method >= 0x30 else method,
        crc,
        dos_time(when >> 16, when & 0xFFFF),
        flags & 0xE0 == 0xE0,
        bool(flags & 4),
        bool(flags & 3),
        "symbolic-link" if symbolic else "",
        unicode=_unicode4(*name.split(b"\0", 1)) if b"\0" in name else "",
    )


def _unicode4(plain: bytes, packed: bytes) -> str:
    """Read the Unicode form of a name, which is packed against its plain form (RAR 3)."""
    out = bytearray()
    fields = _Fields(packed)
    high = fields.fixed(1)
    flags = bits = 0
    while fields.left:
        if not bits:
            flags, bits = fields.fixed(1), 8
        bits -= 2
        match flags >> bits & 3:
            case 0:
                out += bytes((fields.fixed(1), 0))
            case 1:
                out += bytes((fields.fixed(1), high))
            case 2:
                out += fields.take(2)
            case _:
                out += _run4(plain, len(out) // 2, fields, high)
    return out[: len(out) // 2 * 2].decode("utf-16-le", "replace")


def _run4(plain: bytes, at: int, fields: _Fields, high: int) -> bytes:
    """Give letters taken over from the plain form, shifted where the length says so."""
    length = fields.fixed(1)
    shift = fields.fixed(1) if length & 0x80 else 0
    taken = plain[at : at + (length & 0x7F) + 2]
    upper = high if length & 0x80 else 0
    return b"".join(bytes(((letter + shift) & 0xFF, upper)) for letter in taken)


class _Fields:
    """The fields of one header, read from front to back; past its end they are 0 and empty."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are not read yet."""
        return len(self._data) - self._at

    def number(self) -> int:
        """Read a number of variable length."""
        value, self._at = _vint(self._data, self._at)
        return value

    def fixed(self, size: int) -> int:
        """Read a little-endian number of fixed length."""
        return int.from_bytes(self.take(size), "little")

    def take(self, size: int) -> bytes:
        """Read bytes."""
        data = self._data[self._at : self._at + size]
        self._at = min(len(self._data), self._at + size)
        return data


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """Read seven bits a byte, low first; give the value and where it ends."""
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
        if not byte & 0x80:
            break
    return value, at


def _unix(seconds: int) -> str:
    try:
        return utc(seconds * 1_000_000).local + "Z"
    except (OverflowError, Mistaken):
        return ""
