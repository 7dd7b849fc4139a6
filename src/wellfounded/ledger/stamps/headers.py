"""Block headers a reader has from elsewhere: 80 bytes each, and what an OpenTimestamps proof needs of one.

Two forms are read. Binary: the header of block h at byte 80 h, as Electrum and other light clients keep them. Text: lines of a height,
a blank and 160 hex digits, as `bitcoin-cli getblockheader HASH false` gives them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from wellfounded.terms.errors import Mistaken

SIZE = 80
_LINE = re.compile(r"(\d{1,9}) ([0-9a-f]{160})", re.ASCII)
_MAX_TEXT = 1 << 26


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in a block header: the Merkle root in its own byte order, and the time its miner set (seconds since 1970)."""

    root: bytes
    time: int


class Headers:
    """A file of headers; nothing of it is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        """Take the file; raises Mistaken `headers-form` when it is none of the two forms."""
        self._path = path
        try:
            with path.open("rb") as file:
                start = file.read(256)
            size = path.stat().st_size
        except OSError as exc:
            raise _not_headers(path, exc.strerror or "") from exc
        text = start.isascii() and start[:1].isdigit()
        self._lines = self._read_text(size) if text else None
        if self._lines is None and (size == 0 or size % SIZE):
            raise _not_headers(path, "its length is no multiple of 80 bytes")

    def at(self, height: int) -> Header | None:
        """Give the header of a block, or None when the file does not hold it.

        Raises Mistaken `headers-work` for one whose hash does not meet the difficulty it states itself: it is no header of a block.
        """
        raw = self._lines.get(height) if self._lines is not None else self._binary(height)
        if raw is None or not any(raw):
            return None
        if not _has_work(raw):
            raise Mistaken(
                "headers-work",
                f"what the file holds for block {height} is no block header",
                where=self._path.name,
                why="its hash does not meet the difficulty it states",
                next="take the headers from a Bitcoin client",
            )
        return Header(raw[36:68], int.from_bytes(raw[68:72], "little"))

    def _binary(self, height: int) -> bytes | None:
        with self._path.open("rb") as file:
            file.seek(height * SIZE)
            raw = file.read(SIZE)
        return raw if len(raw) == SIZE else None

    def _read_text(self, size: int) -> dict[int, bytes]:
        if size > _MAX_TEXT:
            raise _not_headers(self._path, "as text it is larger than 64 MiB")
        found = {}
        for line in self._path.read_text("ascii", "replace").lower().splitlines():
            if line.strip():
                one = _LINE.fullmatch(line.strip())
                if one is None:
                    raise _not_headers(self._path, f"not a height and a header: {line[:40]!r}")
                found[int(one.group(1))] = bytes.fromhex(one.group(2))
        return found


def _has_work(raw: bytes) -> bool:
    """Say whether a header's hash is at most the target its field `bits` stands for (Bitcoin's compact form)."""
    bits = int.from_bytes(raw[72:76], "little")
    exponent, mantissa = bits >> 24, bits & 0x7FFFFF
    target = mantissa << 8 * (exponent - 3) if exponent > 3 else mantissa >> 8 * (3 - exponent)
    found = hashlib.sha256(hashlib.sha256(raw).digest()).digest()
    return int.from_bytes(found, "little") <= target < 1 << 256


def _not_headers(path: Path, why: str) -> Mistaken:
    return Mistaken(
        "headers-form",
        "that is no file of block headers",
        where=str(path),
        why=why,
        next="give one with the header of block h at byte 80 h, or lines of a height and 160 hex digits",
    )
