"""EXIF as it is written: every directory and tag of a TIFF structure, without interpretation.

Source: TIFF 6.0 section 2 (image file directories), CIPA DC-008 (Exif 3.0) section 4.6. Private
maker notes are named, not read: their form is each maker's own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL.ExifTags import GPSTAGS, TAGS

from wellfounded.extract.untrusted.tagtext import opaque, text_of

MAX_TAGS: Final = 2_000
MAX_VALUE_BYTES: Final = 65_536
_MAX_DIRECTORIES: Final = 32
_SHAPES: Final = {
    1: "B", 3: "H", 4: "I", 5: "II", 6: "b", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I",
}  # fmt: skip
_BYTES: Final = (2, 7)
_POINTERS: Final = {0x8769: "exif", 0x8825: "gps", 0xA005: "interop", 0x014A: "sub"}
_INTEROP: Final = {1: "InteropIndex", 2: "InteropVersion"}

Number = int | float | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its directory (ifd0, ifd1, exif, gps, interop, sub), number, name and value.

    `raw` are the bytes of an ASCII or UNDEFINED tag; `numbers` the values of any other, a
    rational as (numerator, denominator). `length` is the number of bytes or values the tag
    claims; longer ones than MAX_VALUE_BYTES are cut.
    """

    directory: str
    number: int
    name: str
    kind: int
    length: int
    raw: bytes = b""
    numbers: tuple[Number, ...] = ()

    @property
    def written(self) -> str:
        """The value as text: rationals as `n/d`, several values separated by spaces."""
        if self.name == "UserComment":
            return _comment(self.raw)
        if self.name.startswith("XP") and self.kind == 1:
            return text_of(
                bytes(int(n) for n in self._plain()).decode("utf-16-le", "replace").encode()
            )
        if self.kind == 2:
            return text_of(self.raw)
        if self.kind == 7:
            return (
                opaque(self.raw) if self.name != "MakerNote" else f"{self.length} bytes, not read"
            )
        shown = [_number(n) for n in self.numbers[:64]]
        more = f" ... ({self.length} values)" if self.length > 64 else ""
        return " ".join(shown) + more

    def _plain(self) -> list[int]:
        return [n for n in self.numbers if isinstance(n, int)]

    @property
    def whole(self) -> int | None:
        """The value, where it is a single whole number."""
        if len(self.numbers) == 1 and isinstance(self.numbers[0], int):
            return self.numbers[0]
        return None

    def ratios(self) -> list[float | None]:
        """Give each value as a number; None for a rational with denominator 0, which means
        unknown.
        """
        out: list[float | None] = []
        for n in self.numbers:
            if isinstance(n, tuple):
                out.append(n[0] / n[1] if n[1] else None)
            else:
                out.append(float(n))
        return out


def walk(file: BinaryIO, start: int = 0) -> Iterator[Tag]:
    """Give every tag of the TIFF structure at `start`, directory by directory, as far as it can
    be followed.

    Offsets outside the bytes, loops and unknown value types end that branch without an exception:
    callers see fewer tags.
    """
    file.seek(start)
    head = file.read(8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return
    waiting = [("ifd0", struct.unpack(order + "I", head[4:8])[0])]
    seen: set[int] = set()
    given = 0
    while waiting and len(seen) < _MAX_DIRECTORIES:
        directory, offset = waiting.pop(0)
        if offset in seen or offset < 8:
            continue
        seen.add(offset)
        tags, following = _directory(file, start, order, directory, offset)
        for tag in tags:
            given += 1
            if given > MAX_TAGS:
                return
            if tag.number in _POINTERS and directory != "gps":
                waiting += [(_POINTERS[tag.number], n) for n in tag.numbers if isinstance(n, int)]
            else:
                yield tag
        if directory.startswith("ifd") and following:
            waiting.append((f"ifd{int(directory[3:]) + 1}", following))


def _directory(
    file: BinaryIO, start: int, order: str, directory: str, offset: int
) -> tuple[list[Tag], int]:
    file.seek(start + offset)
    head = file.read(2)
    if len(head) < 2:
        return [], 0
    count = min(struct.unpack(order + "H", head)[0], MAX_TAGS)
    table = file.read(count * 12)
    last = file.read(4)
    tags = []
    for at in range(0, len(table) - 11, 12):
        tag = _tag(file, start, order, directory, table[at : at + 12])
        if tag is not None:
            tags.append(tag)
    return tags, struct.unpack(order + "I", last)[0] if len(last) == 4 else 0


def _tag(file: BinaryIO, start: int, order: str, directory: str, entry: bytes) -> Tag | None:
    number, kind, length = struct.unpack(order + "HHI", entry[:8])
    shape = "B" if kind in (*_BYTES, 129) else _SHAPES.get(kind)
    if shape is None:
        return None
    each = struct.calcsize(order + shape)
    wanted = min(length * each, MAX_VALUE_BYTES)
    if length * each <= 4:
        data = entry[8 : 8 + wanted]
    else:
        file.seek(start + struct.unpack(order + "I", entry[8:12])[0])
        data = file.read(wanted)
    name = _name(directory, number)
    if kind in (*_BYTES, 129):
        return Tag(directory, number, name, 2 if kind == 129 else kind, length, raw=data)
    numbers: list[Number] = []
    for values in struct.iter_unpack(order + shape, data[: len(data) // each * each]):
        numbers.append((values[0], values[1]) if len(values) == 2 else values[0])
    return Tag(directory, number, name, kind, length, numbers=tuple(numbers))


def _number(value: Number) -> str:
    if isinstance(value, tuple):
        return f"{value[0]}/{value[1]}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _name(directory: str, number: int) -> str:
    names = {"gps": GPSTAGS, "interop": _INTEROP}.get(directory, TAGS)
    return names.get(number, f"0x{number:04x}")


def _comment(raw: bytes) -> str:
    """Give a UserComment, whose first eight bytes name its character set (Exif 3.0, 4.6.6.3)."""
    kind, body = raw[:8], raw[8:]
    if kind.startswith(b"UNICODE"):
        order = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
        return text_of(body.decode(order, "replace").replace("\0", "").encode())
    if kind.startswith(b"JIS"):
        return text_of(body.decode("shift_jis", "replace").encode())
    return text_of(body)
