"""Block headers of an invented chain, with real work for the easy target they state."""

from __future__ import annotations

import hashlib
import struct
from itertools import count

_EASY = 0x207FFFFF


def header(root: bytes, time: int) -> bytes:
    """Give 80 bytes with this Merkle root and time, whose hash meets the target they state."""
    for nonce in count():
        raw = struct.pack("<I32s32sIII", 2, b"\x07" * 32, root, time, _EASY, nonce)
        if hashlib.sha256(hashlib.sha256(raw).digest()).digest()[-1] < 0x7F:
            return raw
    raise AssertionError


def as_text(blocks: dict[int, bytes]) -> str:
    """Give the lines of a file of headers."""
    return "".join(f"{height} {raw.hex()}\n" for height, raw in blocks.items())
