"""Where a log's hashes and entries lie: C2SP tlog-tiles, with tiles 256 wide and entry bundles of the same width.

    tile/0/x001/x234/067          a full tile of level 0: 256 leaf hashes
    tile/0/x001/x234/068.p/5      the partial tile at the right edge, 5 wide
    tile/entries/x001/x234/067    the 256 entries of that tile, each after its length in two bytes, big-endian

Of partial tiles only those of the present checkpoint are kept on disk; earlier ones can be derived.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from wellfounded.disk import PLAIN, Files
from wellfounded.disk import read as read_file
from wellfounded.ledger.merkle import node_hash
from wellfounded.terms.errors import Damaged

WIDTH = 256
_LENGTH = struct.Struct(">H")


def tile_name(level: int | str, number: int, width: int = WIDTH) -> str:
    """Give the relative path of a tile (`level` a number) or an entry bundle (`entries`)."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[n : n + 3] for n in range(0, len(digits), 3)]
    path = "/".join([*("x" + g for g in groups[:-1]), groups[-1]])
    suffix = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{path}{suffix}"


def width_at(number: int, count: int) -> int:
    """Give how wide tile `number` is in a level that holds `count` hashes."""
    return max(0, min(WIDTH, count - number * WIDTH))


def names_for(size: int) -> Iterator[str]:
    """Give the names of all files a log of `size` entries consists of, beside its checkpoint."""
    level: int | str = "entries"
    count, depth = size, -1
    while count:
        for number in range(-(-count // WIDTH)):
            yield tile_name(level, number, width_at(number, count))
        if depth >= 0:
            count //= WIDTH
        depth += 1
        level = depth


def pack(entries: list[bytes]) -> bytes:
    """Give the bytes of an entry bundle."""
    return b"".join(_LENGTH.pack(len(e)) + e for e in entries)


def unpack(bundle: bytes) -> list[bytes]:
    """Give the entries of a bundle; raises Damaged `bundle` when the lengths do not add up."""
    entries, at = [], 0
    while at < len(bundle):
        if at + 2 > len(bundle):
            raise Damaged("bundle", "an entry bundle ends within a length")
        (length,) = _LENGTH.unpack_from(bundle, at)
        if at + 2 + length > len(bundle):
            raise Damaged("bundle", "an entry bundle ends within an entry")
        entries.append(bundle[at + 2 : at + 2 + length])
        at += 2 + length
    return entries


def split(tile: bytes) -> list[bytes]:
    """Give the hashes of a tile; raises Damaged `tile`."""
    if len(tile) % 32 or not tile:
        raise Damaged("tile", "a tile is a sequence of 32-byte hashes")
    return [tile[n : n + 32] for n in range(0, len(tile), 32)]


def rolled_up(hashes: list[bytes]) -> bytes:
    """Give the root of a full tile (or of any power of two of hashes)."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[n], hashes[n + 1]) for n in range(0, len(hashes), 2)]
    return hashes[0]


class TileReader:
    """Hashes of complete subtrees, read from tiles and remembered for the few tiles a proof touches."""

    def __init__(self, folder: Path, size: int, files: Files = PLAIN) -> None:
        """Take the log's folder and the size of the tree to look at."""
        self._folder, self._files = folder, files
        self._size = size
        self._seen: dict[tuple[int, int], list[bytes]] = {}

    def subtree(self, level: int, index: int) -> bytes:
        """Give the hash of the complete subtree of 2**level leaves at leaf index * 2**level; see merkle.Subtree."""
        depth, above = divmod(level, 8)
        hashes = self.tile(depth, (index << above) // WIDTH)
        start = (index << above) % WIDTH
        part = hashes[start : start + (1 << above)]
        if len(part) != 1 << above:
            raise Damaged("tile", "a tile is shorter than the tree needs", where=f"level {depth}")
        return rolled_up(part)

    def tile(self, level: int, number: int) -> list[bytes]:
        """Give the hashes of one tile at this tree's width."""
        if (level, number) not in self._seen:
            width = width_at(number, self._size >> (8 * level))
            path = self._folder / tile_name(level, number, width)
            try:
                found = split(read_file(self._files, path))
            except FileNotFoundError as exc:
                raise Damaged(
                    "tile-missing", "a tile of the log is missing", where=path.name
                ) from exc
            if len(found) != width:
                raise Damaged("tile", "a tile has another width than its name", where=path.name)
            if len(self._seen) > 64:
                self._seen.clear()
            self._seen[level, number] = found
        return self._seen[level, number]


def extended(
    size: int, leaves: list[bytes], tile: Callable[[int, int], list[bytes]]
) -> dict[str, bytes]:
    """Give the tile files to write when `leaves` are added to a tree of `size`, by relative name.

    `tile(level, number)` reads the partial tile at the right edge of the tree as it is.
    """
    files: dict[str, bytes] = {}
    new, level = leaves, 0
    while new:
        count = size >> (8 * level)
        number, partial = divmod(count, WIDTH)
        hashes = (tile(level, number) if partial else []) + new
        above = []
        for start in range(0, len(hashes), WIDTH):
            chunk = hashes[start : start + WIDTH]
            files[tile_name(level, number, len(chunk))] = b"".join(chunk)
            if len(chunk) == WIDTH:
                above.append(rolled_up(chunk))
            number += 1
        new, level = above, level + 1
    return files
