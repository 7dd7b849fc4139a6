"""Which words of one text stand in another: aligned passages, and what differs inside them.

Seed and extend, as in local alignment of long sequences (Altschul et al. 1990): runs of `SEED` words that stand in both
texts are joined along the diagonal, neighbouring runs are chained, and what lies between two runs of a chain is an
edit. Places are half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wellfounded.copies.text.shingles import shingles
from wellfounded.copies.text.words import Ids, Places, Words

SEED: Final = 3
MOST_SEEDS: Final = 400_000
_COMMON: Final = 24
_GAP: Final = 14
_MATCHED: Final = 10
_DENSITY: Final = 0.55


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Words `a` to `a + length` of one text are words `b` to `b + length` of the other."""

    a: int
    b: int
    length: int

    @property
    def a_end(self) -> int:
        """The first word of the first text after the run."""
        return self.a + self.length

    @property
    def b_end(self) -> int:
        """The first word of the second text after the run."""
        return self.b + self.length


@dataclass(frozen=True, slots=True)
class Aligned:
    """A passage that stands in both texts: the runs that agree, in order in both; between them is what differs."""

    runs: tuple[Run, ...]

    @property
    def a(self) -> tuple[int, int]:
        """Its words in the first text."""
        return self.runs[0].a, self.runs[-1].a_end

    @property
    def b(self) -> tuple[int, int]:
        """Its words in the second text."""
        return self.runs[0].b, self.runs[-1].b_end

    @property
    def matched(self) -> int:
        """How many words agree."""
        return sum(run.length for run in self.runs)


def align(a: Words, b: Words) -> list[Aligned]:
    """Give the passages that stand in both texts, in the order of the first; deterministic."""
    chains = _chains(_runs(a.ids, b.ids))
    kept = [Aligned(tuple(chain)) for chain in chains]
    return _apart([one for one in kept if _counts(one)])


def _counts(one: Aligned) -> bool:
    longer = max(one.a[1] - one.a[0], one.b[1] - one.b[0])
    return one.matched >= _MATCHED and one.matched >= _DENSITY * longer


def _runs(a: Ids, b: Ids) -> list[Run]:
    """Give the longest runs on every diagonal that share a seed."""
    at_a, at_b = _seeds(shingles(a, SEED), shingles(b, SEED))
    if len(at_a) == 0:
        return []
    diagonal = at_a - at_b
    order = np.lexsort((at_a, diagonal))
    at_a, at_b, diagonal = at_a[order], at_b[order], diagonal[order]
    breaks = (np.diff(diagonal) != 0) | (np.diff(at_a) != 1)
    firsts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    lasts = np.concatenate((firsts[1:] - 1, [len(at_a) - 1]))
    lengths = at_a[lasts] - at_a[firsts] + SEED
    found = zip(at_a[firsts].tolist(), at_b[firsts].tolist(), lengths.tolist(), strict=True)
    return sorted(Run(*one) for one in found)


def _seeds(a: Ids, b: Ids) -> tuple[Places, Places]:
    """Give the places of equal hashes. Hashes that stand very often in both are left out: they say little and cost much."""
    names, in_a, count_a = np.unique(a, return_inverse=True, return_counts=True)
    order_b = np.argsort(b, kind="stable")
    low = np.searchsorted(b[order_b], names, "left")
    count_b = np.searchsorted(b[order_b], names, "right") - low
    common = _COMMON
    while True:
        useful = (count_b > 0) & (count_a * count_b <= common * common)
        if (count_a * count_b * useful).sum() <= MOST_SEEDS:
            break
        common //= 2
    mine = np.flatnonzero(useful[in_a])
    repeats = count_b[in_a[mine]]
    at_a = np.repeat(mine, repeats)
    within = np.arange(len(at_a)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return at_a, order_b[np.repeat(low[in_a[mine]], repeats) + within]


def _chains(runs: list[Run]) -> list[list[Run]]:
    """Join each run to the chain whose end lies nearest before it in both texts; overlaps are cut from the later run."""
    chains: list[list[Run]] = []
    ready: list[int] = []
    for run in runs:
        ready = [at for at in ready if run.a - chains[at][-1].a_end <= _GAP]
        best = min(ready, key=lambda at: _distance(chains[at][-1], run), default=None)
        if best is not None and _distance(chains[best][-1], run) < _FAR:
            cut = _after(chains[best][-1], run)
            if cut is not None:
                chains[best].append(cut)
                continue
        ready.append(len(chains))
        chains.append([run])
    return chains


_FAR: Final = 1 << 30


def _distance(last: Run, run: Run) -> int:
    """Say how far apart two runs are; a run that does not follow is out of reach."""
    gap_a, gap_b = run.a - last.a_end, run.b - last.b_end
    if gap_a > _GAP or gap_b > _GAP or run.a_end <= last.a_end or run.b_end <= last.b_end:
        return _FAR
    overlap = max(0, -gap_a, -gap_b)
    if overlap >= run.length:
        return _FAR
    return abs(gap_a - gap_b) * 4 + max(gap_a, gap_b, 0) + overlap


def _after(last: Run, run: Run) -> Run | None:
    """Cut from the head of a run what the one before it already covers."""
    overlap = max(0, last.a_end - run.a, last.b_end - run.b)
    return (
        Run(run.a + overlap, run.b + overlap, run.length - overlap)
        if overlap < run.length
        else None
    )


def _apart(found: list[Aligned]) -> list[Aligned]:
    """Keep of passages that cover the same words in both texts the one with most words; a repeated passage stays."""
    kept: list[Aligned] = []
    for one in sorted(found, key=lambda one: (-one.matched, one.a, one.b)):
        if not any(_within(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.a, one.b))


def _within(one: Aligned, other: Aligned) -> bool:
    """Say whether most of one passage lies in another, on both sides or on one side as a poorer pairing."""
    share_a = _overlap(one.a, other.a) / (one.a[1] - one.a[0])
    share_b = _overlap(one.b, other.b) / (one.b[1] - one.b[0])
    return (share_a > 0.5 and share_b > 0.5) or (
        max(share_a, share_b) > 0.5 and one.matched < 0.8 * other.matched
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
