"""Nearness: finding the rows of an index that differ from a query in few bits. Exact: what is within the radius is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wellfounded.terms.digest import Digest

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows found, as arrays of one length, ordered by query row, then distance, then order of adding.

    `query` is the row of the query, `owner` an index into `owners`, `row` the row among the owner's own codes, `distance` in bits.
    """

    owners: Sequence[Digest]
    query: NDArray[np.int64]
    owner: NDArray[np.int64]
    row: NDArray[np.int64]
    distance: NDArray[np.int64]


class NearIndex(Protocol):
    """Rows of bits by the item they belong to.

    Every call is whole or has no effect. What `add` and `remove` did is seen by the next `search` of this object at once, and
    is durable when `sync` has returned; a process that ends before loses it, and nothing that was durable. One writer at a
    time. Raises Damaged `index` where the stored bytes are not what was written, Mistaken `index-width` for rows of another width.
    """

    def add(self, owner: Digest, codes: Codes) -> None:
        """Put the rows of one item, (n, width) uint8; the item's earlier rows are replaced."""

    def remove(self, owner: Digest) -> None:
        """Take an item's rows out; an item that is not there changes nothing."""

    def search(self, codes: Codes, radius: int) -> Hits:
        """Give every row at most `radius` bits from a row of the query, (m, width) uint8."""

    def owners(self) -> Sequence[Digest]:
        """Give the items that are in, in the order they were added."""

    def sync(self) -> None:
        """Make everything durable."""


def distances(a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.int64]:
    """Give the number of bits in which rows of `a`, (n, width) uint8, differ from rows of `b`, (m, width): (n, m)."""
    found = np.bitwise_count(a[:, None, :] ^ b[None, :, :]).sum(axis=2, dtype=np.int64)
    return np.asarray(found)
