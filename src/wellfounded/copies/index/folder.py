"""A NearIndex in a folder: rows in one file that is mapped, not read; who they belong to in a small table beside it."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.index.scan import Block, scan
from wellfounded.copies.nearness import Codes, Hits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken

MAGIC: Final = b"wfnear1\n"
_HEAD: Final = struct.Struct("<8sII")
_ENTRY: Final = struct.Struct("<32sQ")
_TABLE: Final = "owners"


@dataclass(slots=True)
class _Owned:
    """The rows of one item: where they begin in the file, or the rows themselves until they are written."""

    owner: Digest
    count: int
    begin: int
    rows: Codes | None = None


class FolderIndex:
    """See `copies.nearness.NearIndex`. Without a folder it lives in memory only, and `sync` keeps nothing.

    The rows are appended to; after a removal they are written anew, to a file of the next number. What the table does not name is
    not there. A search maps the file: its memory is that of one block.
    """

    def __init__(self, width: int, folder: Path | None = None) -> None:
        """Open the index of rows of `width` bytes in a folder, or begin it; raises Damaged `index`, Mistaken `index-width`."""
        self._width, self._folder = width, folder
        self._owned: dict[Digest, _Owned] = {}
        self._written = self._generation = 0
        self._mapped: NDArray[np.uint8] | None = None
        self._blocks: list[Block] | None = None
        if folder is not None and (folder / _TABLE).exists():
            self._load(folder)

    def add(self, owner: Digest, codes: Codes) -> None:
        """Put the rows of one item; the item's earlier rows are replaced."""
        self._examine(codes)
        self._owned.pop(owner, None)
        self._owned[owner] = _Owned(owner, len(codes), 0, np.ascontiguousarray(codes))
        self._blocks = None

    def remove(self, owner: Digest) -> None:
        """Take an item's rows out."""
        if self._owned.pop(owner, None) is not None:
            self._blocks = None

    def search(self, codes: Codes, radius: int) -> Hits:
        """Give every row at most `radius` bits from a row of the query."""
        self._examine(codes)
        if self._blocks is None:
            self._blocks = list(self._pieces())
        query, row, distance = scan(self._blocks, codes, radius)
        owners = list(self._owned)
        first = np.cumsum([0, *(o.count for o in self._owned.values())])
        owner = np.searchsorted(first, row, "right") - 1
        return Hits(owners, query, owner, row - first[owner], distance)

    def owners(self) -> Sequence[Digest]:
        """Give the items that are in, in the order they were added."""
        return list(self._owned)

    def sync(self) -> None:
        """Write what is new behind the rows, then the table, each flushed before the next."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        earlier = self._rows(self._folder)
        if sum(o.count for o in self._owned.values() if o.rows is None) < self._written:
            self._generation += 1  # what was removed goes; the table names the file it belongs to
        path = self._rows(self._folder)
        if path.exists() and path == earlier:
            self._append(path)
        else:
            _replace(path, (self._rows_of(o).tobytes() for o in self._owned.values()))
        head = _HEAD.pack(MAGIC, self._width, self._generation)
        table = (_ENTRY.pack(o.owner.raw, o.count) for o in self._owned.values())
        _replace(self._folder / _TABLE, (head, *table))
        if path != earlier:
            earlier.unlink(missing_ok=True)
        self._mapped, self._blocks = None, None
        self._load(self._folder)

    def _rows(self, folder: Path) -> Path:
        return folder / f"rows-{self._generation}"

    def _append(self, path: Path) -> None:
        """Write new rows behind those the table names; a longer file was left by a process that ended too early."""
        with path.open("r+b") as file:
            file.truncate(self._written * self._width)
            file.seek(0, os.SEEK_END)
            for one in self._owned.values():
                if one.rows is not None:
                    file.write(one.rows.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _rows_of(self, one: _Owned) -> Codes:
        if one.rows is not None:
            return one.rows
        return self._map()[one.begin : one.begin + one.count]

    def _map(self) -> NDArray[np.uint8]:
        if self._mapped is None:
            if self._folder is None or not self._written:
                return np.zeros((0, self._width), np.uint8)
            shape = (self._written, self._width)
            self._mapped = np.memmap(self._rows(self._folder), np.uint8, "r", shape=shape)
        return self._mapped

    def _pieces(self) -> Iterator[Block]:
        """Give the rows in the order of the owners: stretches of the file where they lie there, else the rows themselves."""
        at, run = 0, (0, 0)
        for one in self._owned.values():
            if one.rows is None and one.begin == run[1] and run[1] > run[0]:
                run = (run[0], one.begin + one.count)
                continue
            if run[1] > run[0]:
                yield Block(at, self._map()[run[0] : run[1]])
                at, run = at + run[1] - run[0], (0, 0)
            if one.rows is None:
                run = (one.begin, one.begin + one.count)
            elif one.count:
                yield Block(at, one.rows)
                at += one.count
        if run[1] > run[0]:
            yield Block(at, self._map()[run[0] : run[1]])

    def _load(self, folder: Path) -> None:
        data = (folder / _TABLE).read_bytes()
        if len(data) < _HEAD.size or data[:8] != MAGIC or (len(data) - _HEAD.size) % _ENTRY.size:
            raise _damaged(folder)
        _, width, self._generation = _HEAD.unpack_from(data)
        if width != self._width:
            raise Mistaken(
                "index-width", f"the index holds rows of {width} bytes, not {self._width}"
            )
        self._owned, at = {}, 0
        for raw, count in _ENTRY.iter_unpack(data[_HEAD.size :]):
            owner = Digest(raw)
            self._owned[owner] = _Owned(owner, count, at)
            at += count
        self._written = at
        path = self._rows(folder)
        if at and (not path.exists() or path.stat().st_size < at * width):
            raise _damaged(folder)

    def _examine(self, codes: NDArray[Any]) -> None:
        if codes.ndim != 2 or codes.shape[1] != self._width or codes.dtype != np.uint8:
            raise Mistaken("index-width", f"rows of {self._width} bytes are expected")


def _damaged(folder: Path) -> Damaged:
    return Damaged(
        "index",
        "an index does not hold what was written",
        where=str(folder),
        next="delete this folder: it is made again from the prints",
    )


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole beside its place, flush it, and put it there."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
