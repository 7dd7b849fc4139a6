"""PNG structure: text chunks, the EXIF and provenance chunks, and what stands after the end of
the picture.

Source: PNG third edition (W3C), sections 5 and 11; C2PA section 11.3 (`caBX`).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from wellfounded.extract.untrusted.tagtext import short, text_of

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS: Final = 100_000
_KEPT_BYTES: Final = 4 * 1024 * 1024
_KEPT: Final = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"caBX", b"tIME")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its type, the size it claims, where its data end in the file, and its data if it
    is one we read.
    """

    kind: bytes
    size: int
    end: int
    data: bytes


def chunks(file: BinaryIO) -> Iterator[Chunk]:
    """Give the chunks up to IEND, or to where the structure breaks."""
    position = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head)
        data = file.read(min(size, _KEPT_BYTES)) if kind in _KEPT else b""
        position += 12 + size
        yield Chunk(kind, size, position, data)
        if kind == b"IEND":
            return


def text(chunk: Chunk) -> tuple[str, str] | None:
    """Give keyword and text of a text chunk, at most a fixed length of it; None for any other or
    a broken one.
    """
    keyword, mark, body = chunk.data.partition(b"\0")
    if not mark:
        return None
    if chunk.kind == b"tEXt":
        return _pair(keyword, body.decode("latin-1"))
    if chunk.kind == b"zTXt":
        return _pair(keyword, _inflate(body[1:]).decode("latin-1"))
    if chunk.kind != b"iTXt" or len(body) < 2:
        return None
    packed = body[0] == 1
    parts = body[2:].split(b"\0", 2)
    if len(parts) != 3:
        return None
    raw = _inflate(parts[2]) if packed else parts[2]
    return _pair(keyword, raw.decode("utf-8", "backslashreplace"))


def _pair(keyword: bytes, value: str) -> tuple[str, str]:
    return text_of(keyword), value if keyword.startswith(b"XML:") else short(value)


def _inflate(data: bytes) -> bytes:
    """Inflate at most a fixed number of bytes: a text chunk may be a bomb."""
    try:
        return zlib.decompressobj().decompress(data, _KEPT_BYTES)
    except zlib.error:
        return b""


def time(chunk: Chunk) -> str:
    """Give a tIME chunk as ISO 8601 in UTC, as the specification has it (section 11.3.4.1); empty
    if broken.
    """
    if len(chunk.data) != 7:
        return ""
    return "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(
        *struct.unpack(">HBBBBB", chunk.data)
    )
