"""The frames a jailed process writes into its pipe: one byte of type, four of length (big-endian), the payload.

Written by something that may be hostile: the reading side trusts no byte of it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

HEADER: Final = struct.Struct(">BI")
TAIL: Final = struct.Struct(">32sQ")

RECORD: Final = ord("R")
BLOB: Final = ord("B")
MEMBER: Final = ord("M")
DATA: Final = ord("D")
END: Final = ord("E")
ABANDONED: Final = ord("A")
FAILURE: Final = ord("F")
DONE: Final = ord("Z")

LARGEST: Final = {
    RECORD: 4 * 1024**2,
    BLOB: 64 * 1024**2,
    MEMBER: 256 * 1024,
    DATA: 1024**2,
    END: TAIL.size,
    ABANDONED: 16 * 1024,
    FAILURE: 16 * 1024,
    DONE: 0,
}
"""The largest payload of each type of frame, in bytes."""


class Garbage(Exception):
    """The pipe held something no decoder of ours writes; says what, without the bytes."""


def frame(kind: int, payload: bytes = b"") -> bytes:
    """Give one frame."""
    return HEADER.pack(kind, len(payload)) + payload


class Frames:
    """Cuts a stream of hostile bytes into frames; raises Garbage for an unknown type or an impossible length.

    A DATA frame is handed on in pieces as it comes; every other frame is given whole.
    """

    __slots__ = ("_data_left", "_held")

    def __init__(self) -> None:
        """Begin with nothing held."""
        self._held = bytearray()
        self._data_left = 0

    def feed(self, data: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
        """Take the next bytes of the pipe and give the frames, and pieces of DATA, that they hold."""
        view = memoryview(data)
        while view:
            if self._data_left:
                piece, view = view[: self._data_left], view[self._data_left :]
                self._data_left -= len(piece)
                yield DATA, bytes(piece)
                continue
            wanted = self._wanted() - len(self._held)
            self._held += view[:wanted]
            view = view[wanted:]
            yield from self._whole()

    @property
    def empty(self) -> bool:
        """True when no part of a frame is held: the stream ended between frames."""
        return not self._held and not self._data_left

    def _wanted(self) -> int:
        """Give how many bytes the frame that is held needs, as far as is known."""
        if len(self._held) < HEADER.size:
            return HEADER.size
        return HEADER.size + int(HEADER.unpack_from(self._held)[1])

    def _whole(self) -> Iterator[tuple[int, bytes]]:
        """Give the frame that is held, once it is whole."""
        if len(self._held) < HEADER.size:
            return
        kind, length = HEADER.unpack_from(self._held)
        if length > LARGEST.get(kind, -1) or (kind == DATA and length == 0):
            raise Garbage("a frame of unknown type or impossible length")
        if kind == DATA:
            self._data_left = length
        elif len(self._held) == HEADER.size + length:
            yield kind, bytes(self._held[HEADER.size :])
        else:
            return
        self._held.clear()
