"""The frames a jailed process writes into its pipe: one byte of type, four of length (big-endian), the payload.

Written by something that may be hostile: the reading side trusts no byte of it.
"""

from __future__ import annotations

import struct
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
    """Cuts a stream of hostile bytes into frames; raises Garbage for an unknown type or an impossible length."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        """Begin with nothing held."""
        self._held = bytearray()

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Take the next bytes of the pipe and give the frames that are now whole."""
        held = self._held
        held += data
        found: list[tuple[int, bytes]] = []
        at, end = 0, len(held)
        while end - at >= HEADER.size:
            kind, length = HEADER.unpack_from(held, at)
            if length > LARGEST.get(kind, -1):
                raise Garbage("a frame of unknown type or impossible length")
            if end - at - HEADER.size < length:
                break
            at += HEADER.size
            with memoryview(held) as view:
                found.append((kind, bytes(view[at : at + length])))
            at += length
        del held[:at]
        return found

    @property
    def empty(self) -> bool:
        """True when no part of a frame is held: the stream ended between frames."""
        return not self._held
