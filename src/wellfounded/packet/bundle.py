"""Many files handed to the jail as one: a plan, then each file at an offset that a page of memory begins at.

8 bytes   length of the head, big-endian
head      JSON: the plan, and offset and size of each file
files     each from a multiple of 4,096
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import BinaryIO, Final, Generic, TypeVar

import msgspec

from wellfounded.terms.errors import Refused

_ALIGNED: Final = 4096
_CHUNK: Final = 1 << 20
_LARGEST_HEAD: Final = 64 << 20
_T = TypeVar("_T")


class _Head(msgspec.Struct, Generic[_T], frozen=True):
    plan: _T
    files: tuple[tuple[int, int], ...]


def write(out: BinaryIO, plan: object, files: Sequence[BinaryIO], sizes: Sequence[int]) -> None:
    """Write a bundle of `files`, read from where they stand, `sizes` bytes each."""
    places = _places(0, sizes)
    length = len(msgspec.json.encode(_Head(plan, tuple(places))))
    while True:  # the offsets stand in the head, which is before them
        places = _places(8 + length, sizes)
        head = msgspec.json.encode(_Head(plan, tuple(places)))
        if len(head) == length:
            break
        length = len(head)
    out.write(length.to_bytes(8, "big") + head)
    for file, (offset, size) in zip(files, places, strict=True):
        out.write(bytes(offset - out.tell()))
        _copy(file, out, size)
    out.flush()


def _places(start: int, sizes: Sequence[int]) -> list[tuple[int, int]]:
    found = []
    for size in sizes:
        start = -(-start // _ALIGNED) * _ALIGNED
        found.append((start, size))
        start += size
    return found


def _copy(file: BinaryIO, out: BinaryIO, size: int) -> None:
    left = size
    while left:
        data = file.read(min(left, _CHUNK))
        if not data:
            raise Refused("bundle-short", "a file ended before its size")
        out.write(data)
        left -= len(data)


class Bundle(Generic[_T]):
    """A bundle opened for reading."""

    def __init__(self, fd: int, plan: type[_T]) -> None:
        """Read the head; raises Refused `bundle-form`."""
        self._fd = fd
        length = int.from_bytes(os.pread(fd, 8, 0), "big")
        if length > _LARGEST_HEAD:
            raise Refused("bundle-form", "the head of the bundle is too long")
        try:
            head = msgspec.json.decode(os.pread(fd, length, 8), type=_Head[plan])  # type: ignore[valid-type]
        except (msgspec.DecodeError, msgspec.ValidationError) as exc:
            raise Refused("bundle-form", "that is no bundle", why=str(exc)) from exc
        self.plan: _T = head.plan
        self.files = head.files

    def file(self, number: int) -> BinaryIO:
        """Give one file, seekable; only what is read of it is in memory."""
        offset, size = self.files[number]
        return io.BufferedReader(_Slice(self._fd, offset, size), 1 << 16)


class _Slice(io.RawIOBase):
    """A part of an open file, as a file."""

    def __init__(self, fd: int, offset: int, size: int) -> None:
        super().__init__()
        self._fd, self._offset, self._size, self._at = fd, offset, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        room = max(0, min(len(buffer), self._size - self._at))
        data = os.pread(self._fd, room, self._offset + self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
