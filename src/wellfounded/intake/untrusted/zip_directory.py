"""The central directory of a zip: what it says of each member, without believing it.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3 (zip64).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from wellfounded.terms.decoding import Unreadable

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_TAIL: Final = 65_535 + _END.size
_NONE32: Final = 0xFFFFFFFF
_NONE16: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the central directory (or one local header, when there is no directory).

    `header` is where its local header stands, in bytes from the start of the file. `date` and
    `time` are DOS fields.
    """

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    header: int
    made_by: int
    attributes: int
    extra: bytes
    comment: bytes

    @property
    def encrypted(self) -> bool:
        """Whether the bytes are encrypted."""
        return bool(self.flags & 1)

    @property
    def unix_mode(self) -> int:
        """The Unix mode, 0 where the maker was no Unix."""
        return self.attributes >> 16 if self.made_by == 3 else 0

    @property
    def fields(self) -> dict[int, bytes]:
        """The extra fields by their identifier; the first of each."""
        return extra_fields(self.extra)


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory stands, how many members it claims, and what stands around
    it.

    `before` is the number of bytes before the first byte the offsets count from, `after` of those
    behind the end record.
    """

    start: int
    size: int
    count: int
    comment: bytes
    before: int
    after: int


def find_directory(file: BinaryIO, size: int) -> Directory | None:
    """Find the end record and with it the directory; None if the file holds no end record."""
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\5\6")
    while at >= 0:
        if len(tail) - at >= _END.size and (found := _directory(file, size, start + at, tail[at:])):
            return found
        at = tail.rfind(b"PK\5\6", 0, at)
    return None


def _directory(file: BinaryIO, size: int, at: int, record: bytes) -> Directory | None:
    _, _, _, _, count, length, offset, comment = _END.unpack_from(record)
    end = at
    if _NONE32 in (length, offset) or count == _NONE16:
        wide = _zip64(file, at)
        if wide is not None:
            count, length, offset, end = wide
    start = end - length
    if start < 0 or start < offset or (length and not _is_central(file, start)):
        return None
    words = record[_END.size : _END.size + comment]
    return Directory(
        start, length, count, words, start - offset, size - at - _END.size - len(words)
    )


def _zip64(file: BinaryIO, at: int) -> tuple[int, int, int, int] | None:
    """Give count, length, offset and where the zip64 end record stands."""
    if at < _LOCATOR.size:
        return None
    file.seek(at - _LOCATOR.size)
    mark, _, offset, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
    if mark != b"PK\6\7":
        return None
    for place in (offset, at - _LOCATOR.size - _END64.size):
        if not 0 <= place <= at - _END64.size:
            continue
        file.seek(place)
        fields = _END64.unpack(file.read(_END64.size))
        if fields[0] == b"PK\6\6":
            return fields[7], fields[8], fields[9], place
    return None


def _is_central(file: BinaryIO, start: int) -> bool:
    file.seek(start)
    return file.read(4) == b"PK\1\2"


def entries(file: BinaryIO, found: Directory) -> Iterator[Entry]:
    """Give each line of the directory; raises Unreadable `damaged` where a line cannot be read."""
    at, end = found.start, found.start + found.size
    while at < end:
        file.seek(at)
        head = file.read(_CENTRAL.size)
        if len(head) < _CENTRAL.size or head[:4] != b"PK\1\2":
            raise Unreadable("damaged", "the directory of the archive breaks off")
        field = _CENTRAL.unpack(head)
        lengths = field[12:15]
        words = file.read(sum(lengths))
        if len(words) < sum(lengths):
            raise Unreadable("damaged", "the directory of the archive breaks off")
        yield _entry(field, words, found.before)
        at += _CENTRAL.size + sum(lengths)


def _entry(field: tuple[int, ...], words: bytes, before: int) -> Entry:
    name_end = field[12]
    extra_end = name_end + field[13]
    extra = words[name_end:extra_end]
    size, packed, header = _wide(extra_fields(extra).get(1, b""), field[11], field[10], field[18])
    return Entry(
        name=words[:name_end],
        flags=field[5],
        method=field[6],
        time=field[7],
        date=field[8],
        crc=field[9],
        packed=packed,
        size=size,
        header=header + before,
        made_by=field[2],
        attributes=field[17],
        extra=extra,
        comment=words[extra_end:],
    )


def _wide(field: bytes, *values: int) -> tuple[int, ...]:
    """Give the values, those that say "see the zip64 field" taken from there in order."""
    wide = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
    return tuple(next(wide, value) if value == _NONE32 else value for value in values)


def extra_fields(extra: bytes) -> dict[int, bytes]:
    """Give the extra fields by their identifier; the first of each, as far as they can be read."""
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        identifier, length = struct.unpack_from("<2H", extra, at)
        fields.setdefault(identifier, extra[at + 4 : at + 4 + length])
        at += 4 + length
    return fields
