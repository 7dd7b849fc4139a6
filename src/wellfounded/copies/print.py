"""A print: named arrays that stand for an item when it is compared with others (docs/formats/print.md).

The bytes come out of the jail: `unpack` takes nothing on trust and copies nothing.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.terms.errors import Refused

Array = NDArray[Any]
Arrays = Mapping[str, Array]

MAGIC: Final = b"wfprint1"
MOST_ARRAYS: Final = 64
MOST_AXES: Final = 4

_TYPES: Final = ("u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f4")
_HEAD: Final = struct.Struct("<8sI4x")
_ENTRY: Final = struct.Struct("<32sBB6x4QQ")
_ALIGNED: Final = 64
_NAME: Final = re.compile(rb"[a-z][a-z0-9_]{0,30}")


def pack(arrays: Arrays) -> bytes:
    """Give the bytes of a print: same arrays, same bytes. Raises Refused `print` for what a print cannot hold."""
    if len(arrays) > MOST_ARRAYS:
        raise _refused(f"more than {MOST_ARRAYS} arrays")
    at = _aligned(_HEAD.size + len(arrays) * _ENTRY.size)
    table, data = [], []
    for name, array in sorted(arrays.items()):
        code = array.dtype.str[1:]
        if code not in _TYPES or array.ndim > MOST_AXES or not _NAME.fullmatch(name.encode()):
            raise _refused(f"array {name!r} of type {array.dtype} and {array.ndim} axes")
        raw = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
        shape = (*array.shape, *(1,) * (MOST_AXES - array.ndim))
        table.append(_ENTRY.pack(name.encode(), _TYPES.index(code) + 1, array.ndim, *shape, at))
        data.append(raw + bytes(_aligned(len(raw)) - len(raw)))
        at += len(data[-1])
    head = _HEAD.pack(MAGIC, len(arrays)) + b"".join(table)
    return b"".join((head, bytes(_aligned(len(head)) - len(head)), *data))


def unpack(data: bytes | memoryview) -> dict[str, Array]:
    """Give the arrays of a print, read-only views of `data` (bytes, or the view of a mapped file).

    Raises Refused `print` for anything `pack` would not have written: a foreign type, a place outside or out of order, a
    number that is none. The filling between arrays is not looked at.
    """
    view = memoryview(data)
    if len(view) < _HEAD.size:
        raise _refused("shorter than its head")
    magic, count = _HEAD.unpack_from(view)
    start = _HEAD.size + count * _ENTRY.size
    if magic != MAGIC or count > MOST_ARRAYS or bytes(view[12:16]) != bytes(4):
        raise _refused("not a print of this version")
    if len(view) < _aligned(start):
        raise _refused("shorter than its table")
    found: dict[str, Array] = {}
    at, last = _aligned(start), b""
    for n in range(count):
        name, array, size = _array(view, _HEAD.size + n * _ENTRY.size, at)
        if name <= last:
            raise _refused("names out of order")
        found[name.decode("ascii")] = array
        at, last = at + _aligned(size), name
    if at != len(view):
        raise _refused("longer or shorter than its arrays")
    return found


def _array(view: memoryview, entry: int, at: int) -> tuple[bytes, Array, int]:
    """Give one array that must begin at `at`, with its name and size."""
    raw_name, code, axes, *numbers = _ENTRY.unpack_from(view, entry)
    shape, place = numbers[:MOST_AXES], numbers[MOST_AXES]
    name = raw_name.rstrip(b"\0")
    if not _NAME.fullmatch(name) or not 1 <= code <= len(_TYPES) or axes > MOST_AXES:
        raise _refused("an impossible array")
    if any(bytes(view[entry + 34 : entry + 40])) or any(n != 1 for n in shape[axes:]):
        raise _refused("an impossible array")
    kind = np.dtype("<" + _TYPES[code - 1])
    count = math.prod(shape[:axes])  # whole numbers of Python: cannot run over
    size = count * kind.itemsize
    if place != at or at + _aligned(size) > len(view):
        raise _refused("an array outside the print")
    array = np.frombuffer(view, kind, count, at).reshape(shape[:axes])
    if kind.kind == "f" and not np.isfinite(array).all():
        raise _refused("a number that is none")
    array.flags.writeable = False
    return name, array, size


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _refused(why: str) -> Refused:
    return Refused("print", "these bytes are not a print", why=why)
