"""The scan itself: every row of every block against every row of the query, a block at a time; radius 0 by a sorted look-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_ROWS_A_TIME: Final = 1 << 15
Wholes = NDArray[np.int64]


@dataclass(slots=True)
class Block:
    """Rows that lie together, (n, width) uint8, and the number of the first among all. Sorted once, when radius 0 is asked for."""

    first: int
    rows: NDArray[np.uint8]
    _sorted: tuple[NDArray[np.void], Wholes] | None = field(default=None, repr=False)

    def ordered(self) -> tuple[NDArray[np.void], Wholes]:
        """Give the rows as single values in order, and the place each had."""
        if self._sorted is None:
            values = whole(self.rows)
            order = np.argsort(values, kind="stable")
            self._sorted = (values[order], order)
        return self._sorted


def whole(rows: NDArray[np.uint8]) -> NDArray[np.void]:
    """Give each row as one value that can be compared: a number where the width allows, else its bytes."""
    width = rows.shape[1]
    rows = np.ascontiguousarray(rows)
    kind = f">u{width}" if width in (1, 2, 4, 8) else f"S{width}"
    values = rows.view(kind).reshape(-1)
    return values.astype(kind.replace(">", "<")) if kind[0] == ">" else values.view(f"V{width}")


def scan(
    blocks: Sequence[Block], codes: NDArray[np.uint8], radius: int
) -> tuple[Wholes, Wholes, Wholes]:
    """Give (query row, row among all, distance) of every pair within the radius, by query, distance, row."""
    if radius == 0 and codes.shape[1] in (1, 2, 4, 8):
        parts = [_equal(block, codes) for block in blocks]
    else:
        parts = [_near(block, codes, radius) for block in blocks]
    empty = np.zeros(0, np.int64)
    query, row, distance = (np.concatenate([empty, *(part[n] for part in parts)]) for n in range(3))
    order = np.lexsort((row, distance, query))
    return query[order], row[order], distance[order]


def _equal(block: Block, codes: NDArray[np.uint8]) -> tuple[Wholes, Wholes, Wholes]:
    values, places = block.ordered()
    asked = whole(codes)
    low = np.searchsorted(values, asked)
    counts = np.searchsorted(values, asked, "right") - low
    total = int(counts.sum())
    query = np.repeat(np.arange(len(asked)), counts)
    at = np.repeat(low, counts) + np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    return query, block.first + places[at], np.zeros(total, np.int64)


def _near(block: Block, codes: NDArray[np.uint8], radius: int) -> tuple[Wholes, Wholes, Wholes]:
    """Compare a number of rows at a time with each row of the query, in words of the widest kind that fits."""
    word = next(n for n in (8, 4, 2, 1) if codes.shape[1] % n == 0)
    asked = np.ascontiguousarray(codes).view(f"u{word}")
    found: list[tuple[int, Wholes, Wholes]] = []
    for begin in range(0, len(block.rows), _ROWS_A_TIME):
        rows = np.ascontiguousarray(block.rows[begin : begin + _ROWS_A_TIME]).view(f"u{word}")
        columns = np.ascontiguousarray(rows.T)
        counting = _Counting(columns)
        for number, code in enumerate(asked):
            place, distance = counting.within(code, radius)
            if len(place):
                found.append((number, block.first + begin + place, distance))
    empty = np.zeros(0, np.int64)
    query = np.concatenate([empty, *(np.full(len(r), n) for n, r, _ in found)])
    row = np.concatenate([empty, *(r for _, r, _ in found)])
    return query, row, np.concatenate([empty, *(d for _, _, d in found)])


class _Counting:
    """Counts differing bits of columns of words, in buffers used again and again.

    All words but the last are summed for every row, in bytes where that cannot run over; the last one only for rows that are
    still near enough.
    """

    def __init__(self, columns: NDArray[np.unsignedinteger[Any]]) -> None:
        self._columns = columns
        bits = (len(columns) - 1) * columns.itemsize * 8
        self._differing = np.empty_like(columns[0])
        self._count = np.empty(columns.shape[1], np.uint8)
        kind: type[np.unsignedinteger[Any]] = np.uint8 if bits < 256 else np.uint16
        self._sum: NDArray[np.unsignedinteger[Any]] = np.empty(columns.shape[1], kind)

    def within(self, code: NDArray[np.unsignedinteger[Any]], radius: int) -> tuple[Wholes, Wholes]:
        """Give the rows at most `radius` bits away, and how far."""
        self._sum[:] = 0
        for column, word in zip(self._columns[:-1], code[:-1], strict=True):
            np.bitwise_xor(column, word, out=self._differing)
            np.bitwise_count(self._differing, out=self._count)
            np.add(self._sum, self._count, out=self._sum)
        place = np.flatnonzero(self._sum <= min(radius, 65_535))
        last = np.bitwise_count(self._columns[-1][place] ^ code[-1])
        distance = self._sum[place].astype(np.int64) + last
        near = distance <= radius
        return place[near], distance[near]
