"""The plainest index of rows of bits that keeps the promises of `NearIndex`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wellfounded.copies.nearness import Codes, Hits, distances
from wellfounded.terms.digest import Digest


class Rows:
    """Rows by item, in memory, every one looked at."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[Digest, Codes] = {}

    def add(self, owner: Digest, codes: Codes) -> None:
        """Put the rows of one item."""
        self._kept[owner] = codes

    def remove(self, owner: Digest) -> None:
        """Take an item's rows out."""
        self._kept.pop(owner, None)

    def search(self, codes: Codes, radius: int) -> Hits:
        """Give every row that near."""
        found = []
        for number, rows in enumerate(self._kept.values()):
            off = distances(codes, rows)
            query, row = np.nonzero(off <= radius)
            found.append(np.stack([query, np.full(len(query), number), row, off[query, row]]))
        every = np.concatenate(found, axis=1) if found else np.zeros((4, 0), np.int64)
        every = every[:, np.lexsort((every[2], every[1], every[3], every[0]))]
        return Hits(tuple(self._kept), *every)

    def owners(self) -> Sequence[Digest]:
        """Give the items in order."""
        return tuple(self._kept)

    def sync(self) -> None:
        """Have nothing to keep."""
