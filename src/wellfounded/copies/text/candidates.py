"""Which texts of a collection are worth comparing: those that share runs of words, or many rare particulars.

Nearly all pairs share nothing and are never looked at. Two arrays hold the collection, (hash, text) rows of each sort, so
memory grows with the texts' fingerprints (about 8 kB for 400 words while pairs are counted) and not with the texts or the pairs.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.text.content import Content
from wellfounded.copies.text.retelling import FEWEST, PARTICULAR
from wellfounded.copies.text.shingles import shingles, winnow
from wellfounded.copies.text.words import Ids, Words

RUN: Final = 5
WINDOW: Final = 8
NEIGHBOURS: Final = 48
BLOCK: Final = 60_000
RARE: Final = 200
RAREST: Final = 32
FEW_TEXTS: Final = 100_000
SHARED_RUNS: Final = 2
SHARED_PARTICULARS: Final = 6
ENOUGH: Final = 0.25
LONG: Final = 100


class Candidates:
    """Fingerprints of a growing collection. `texts` counts from 0 in the order of adding."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._runs: list[Ids] = []
        self._particulars: list[Ids] = []
        self._known: tuple[Ids, NDArray[np.int64]] | None = None

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._runs)

    def add(self, words: Words, told: Content) -> None:
        """Take in one text."""
        hashes = shingles(words.ids, RUN)
        self._runs.append(np.unique(hashes[winnow(hashes, WINDOW)]))
        self._particulars.append(np.sort(told.keys[told.times <= PARTICULAR]))
        self._known = None

    def pairs(self) -> list[tuple[int, int]]:
        """Give the pairs worth comparing, lower text first, sorted; deterministic.

        Of a run of words that stands in more than 48 texts each text is paired with its 48 neighbours and the first: a family
        of reprints stays joined without all its pairs. Of its particulars a text is looked up
        by the 32 rarest; those that stand in more than 200 texts join nothing.
        """
        by_runs = _sharing(self._runs, SHARED_RUNS)
        by_rare = _sharing(self._rarest(), SHARED_PARTICULARS)
        count = max(len(self), 1)
        alike = [divmod(key, count) for key in np.setdiff1d(by_rare, by_runs).tolist()]
        told = [pair for pair in alike if self._tell_enough(*pair)]
        return sorted(told + [divmod(key, count) for key in by_runs.tolist()])

    def _tell_enough(self, a: int, b: int) -> bool:
        """Say whether two texts share enough particulars, rare or not, that one could tell part of the other."""
        one, other = self._particulars[a], self._particulars[b]
        shared = len(np.intersect1d(one, other, assume_unique=True))
        return shared >= FEWEST and shared >= ENOUGH * min(len(one), len(other), LONG)

    def alone(self, a: int, b: int) -> Ids:
        """Give the particulars that stand in these two texts and in no other."""
        known, counts = self._counted()
        shared: Ids = np.intersect1d(self._particulars[a], self._particulars[b])
        only: Ids = shared[counts[np.searchsorted(known, shared)] == 2]
        return only

    def _counted(self) -> tuple[Ids, NDArray[np.int64]]:
        """Give every particular of the collection and in how many texts it stands."""
        if self._known is None:
            self._known = np.unique(np.concatenate(self._particulars), return_counts=True)
        return self._known

    def _rarest(self) -> list[Ids]:
        """Give of each text the particulars that fewest other texts have, and some other has: 32, of a small collection more."""
        if not self._particulars:
            return []
        known, counts = self._counted()
        common = min(RARE, max(RAREST, len(self) // 100))
        most = max(RAREST, FEW_TEXTS // len(self))
        found = []
        for row in self._particulars:
            times = counts[np.searchsorted(known, row)]
            kept = np.flatnonzero((times > 1) & (times <= common))
            found.append(row[kept[np.argsort(times[kept], kind="stable")[:most]]])
        return found


def _sharing(rows: list[Ids], least: int) -> NDArray[np.int64]:
    """Give the keys (lower * texts + higher) of the pairs of texts that share at least `least` hashes."""
    if len(rows) < 2:
        return np.zeros(0, np.int64)
    hashes = np.concatenate(rows)
    texts = np.repeat(np.arange(len(rows), dtype=np.int64), [len(row) for row in rows])
    order = np.argsort(hashes, kind="stable")
    hashes, texts = hashes[order], texts[order]
    firsts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    sizes = np.diff(np.concatenate((firsts, [len(hashes)])))
    keep = np.repeat(sizes > 1, sizes)
    kept = sizes[sizes > 1]
    group = np.repeat(np.arange(len(kept)), kept)
    return _counted_pairs(texts[keep], group, len(rows), least)


def _counted_pairs(
    texts: NDArray[np.int64], group: NDArray[np.int64], count: int, least: int
) -> NDArray[np.int64]:
    """Pair each row with the next ones of its group and the group's first with all, and give the pairs met `least` times.

    Block by block of lower texts, so that what is counted at once stays small however many texts there are.
    """
    if len(texts) == 0:
        return np.zeros(0, np.int64)
    by_text = np.argsort(texts, kind="stable")
    edges = np.flatnonzero(np.diff(texts[by_text])) + 1
    wanted = np.arange(BLOCK, len(by_text), BLOCK)
    cuts = np.unique(edges[np.minimum(np.searchsorted(edges, wanted), len(edges) - 1)])
    sizes = np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    found = []
    for rows in np.split(by_text, cuts):
        keys = np.sort(np.concatenate(_pairs_of(np.sort(rows), texts, group, starts, sizes, count)))
        runs = (
            np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
        )
        totals = np.diff(np.concatenate((runs, [len(keys)])))
        found.append(keys[runs[totals >= least]])
    return np.concatenate(found)


def _pairs_of(
    rows: NDArray[np.int64],
    texts: NDArray[np.int64],
    group: NDArray[np.int64],
    starts: NDArray[np.int64],
    sizes: NDArray[np.int64],
    count: int,
) -> list[NDArray[np.int64]]:
    """Give the pairs of which these rows hold the lower text, as keys."""
    found = [np.zeros(0, np.int64)]
    for row in rows[(starts[group[rows]] == rows) & (sizes[group[rows]] > NEIGHBOURS + 1)].tolist():
        far = texts[row + NEIGHBOURS + 1 : row + int(sizes[group[row]])]
        found.append(texts[row] * count + far)
    for step in range(1, NEIGHBOURS + 1):
        rows = rows[rows + step < len(texts)]
        rows = rows[group[rows] == group[rows + step]]
        if len(rows) == 0:
            break
        found.append(texts[rows] * count + texts[rows + step])
    return found
