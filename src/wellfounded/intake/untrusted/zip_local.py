"""The local headers of a zip: where a member's bytes begin, and the members of a zip that lost
its directory.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from wellfounded.intake.untrusted.streaming import BLOCK
from wellfounded.intake.untrusted.zip_directory import Entry, extra_fields

_LOCAL = struct.Struct("<4s5H3L2H")
_NONE32: Final = 0xFFFFFFFF
_DESCRIBED_LATER: Final = 8


@dataclass(frozen=True, slots=True)
class Local:
    """A local header: the name as it stands here, and where the packed bytes begin."""

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    extra: bytes
    data: int


def local_header(file: BinaryIO, at: int) -> Local | None:
    """Read the local header at `at`; None if none stands there."""
    file.seek(at)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
        return None
    _, _, flags, method, time, date, crc, packed, size, name, extra = _LOCAL.unpack(head)
    words = file.read(name + extra)
    if len(words) < name + extra:
        return None
    fields = extra_fields(words[name:])
    if len(wide := fields.get(1, b"")) >= 16 and _NONE32 in (packed, size):
        size, packed = struct.unpack_from("<2Q", wide)
    data = at + _LOCAL.size + name + extra
    return Local(words[:name], flags, method, time, date, crc, packed, size, words[name:], data)


def remaining(file: BinaryIO, size: int) -> Iterator[Entry]:
    """Give the members whose local headers are still there, in the order they stand."""
    at = 0
    while (at := _find(file, at)) >= 0:
        found = local_header(file, at)
        if found is None:
            at += 4
            continue
        later = bool(found.flags & _DESCRIBED_LATER)
        packed = _until_next(file, found.data, size) if later else found.packed
        yield Entry(
            found.name,
            found.flags,
            found.method,
            found.time,
            found.date,
            0 if later else found.crc,
            min(packed, size - found.data),
            -1 if later else found.size,
            at,
            0,
            0,
            found.extra,
            b"",
        )
        at = found.data + min(packed, size - found.data)


def _until_next(file: BinaryIO, start: int, size: int) -> int:
    following = _find(file, start)
    return (following if following >= 0 else size) - start


def _find(file: BinaryIO, start: int) -> int:
    """Give where the next local header mark stands, -1 if nowhere."""
    file.seek(start)
    held, base = b"", start
    while block := file.read(BLOCK):
        held += block
        if (at := held.find(b"PK\3\4")) >= 0:
            return base + at
        base += max(0, len(held) - 3)
        held = held[-3:]
    return -1
