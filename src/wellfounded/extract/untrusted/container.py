"""The box structure of MP4, QuickTime and HEIF files: a walk over headers that reads no media data.

Source: ISO/IEC 14496-12 (ISO-BMFF) section 4.2, QuickTime File Format. Boxes are followed by
seeking, so a file of many gigabytes costs a few reads; a structure that points outside its parent
ends there and is reported as cut.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

MAX_BOXES: Final = 100_000
MAX_DEPTH: Final = 12
_PARENTS: Final = frozenset(
    (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"udta", b"moof", b"traf", b"dinf",
    b"gmhd", b"mvex",
     b"ilst", b"meta")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its type, the path of types above it, where it begins, where its body begins and
    where it ends (bytes).

    `cut` says that the box claims to reach beyond its parent or the file; `end` is then where it
    really ends.
    """

    kind: bytes
    path: tuple[bytes, ...]
    offset: int
    body: int
    end: int
    cut: bool
    uuid: bytes = b""

    @property
    def size(self) -> int:
        """The bytes of the body that are there."""
        return max(self.end - self.body, 0)

    def read(self, file: BinaryIO, limit: int = 65_536, skip: int = 0) -> bytes:
        """Give at most `limit` bytes of the body after the first `skip`."""
        file.seek(self.body + skip)
        return file.read(max(min(limit, self.size - skip), 0))


def walk(file: BinaryIO, size: int) -> Iterator[Box]:
    """Give every box, parents before children, in file order; stops after MAX_BOXES."""
    left = [MAX_BOXES]
    yield from _children(file, 0, size, (), left)


def _children(
    file: BinaryIO, start: int, end: int, path: tuple[bytes, ...], left: list[int]
) -> Iterator[Box]:
    position = start
    while position + 8 <= end and left[0] > 0:
        box = _header(file, position, end, path)
        if box is None:
            return
        left[0] -= 1
        yield box
        if box.kind in _PARENTS and len(path) < MAX_DEPTH:
            inner = box.body + _skip(file, box)
            yield from _children(file, inner, box.end, (*path, box.kind), left)
        elif path[-1:] == (b"ilst",):
            yield from _children(file, box.body, box.end, (*path, box.kind), left)
        position = box.end


def _header(file: BinaryIO, position: int, end: int, path: tuple[bytes, ...]) -> Box | None:
    file.seek(position)
    head = file.read(32)
    if len(head) < 8:
        return None
    size, kind = struct.unpack(">I4s", head[:8])
    body = 8
    if size == 1 and len(head) >= 16:
        size, body = struct.unpack(">Q", head[8:16])[0], 16
    elif size == 0:
        if (
            path
        ):  # In a list of user data a zero ends the list (QuickTime File Format, User Data Atoms).
            return None
        size = end - position
    if size < body:
        return None
    uuid = head[body : body + 16] if kind == b"uuid" else b""
    stop = position + size
    return Box(kind, path, position, position + body, min(stop, end), stop > end, uuid)


def _skip(file: BinaryIO, box: Box) -> int:
    """Give the bytes before the first child: a `meta` box is a full box in ISO files and a plain
    one in QuickTime.
    """
    if box.kind != b"meta":
        return 0
    head = box.read(file, 8)
    return 0 if head[4:8] in (b"hdlr", b"keys", b"ilst", b"mhdr") else 4
