"""Whether one text tells another anew: the same choice of names, numbers and content words in much the same order.

Two reporters at one scene share the names; who rewrites a report also keeps its particulars (what stands once or twice in
each) and, mostly, their order. `shared` is the containment of the particulars of the poorer text in the other (Broder 1997,
of terms instead of runs of words), `ordered` the longest row of them that stands in one order in both, beside the
2 * sqrt(n) that n particulars in random order give (Vershik and Kerov 1977).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.text.content import SORTS, Content
from wellfounded.copies.text.words import Places

PARTICULAR: Final = 2
FEWEST: Final = 10
FEWEST_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class Retelling:
    """What two texts tell alike.

    `shared` particulars of the `out_of` that the poorer text has, the longest row of them in one order, and for each the words
    where it stands, (shared,) in the order of the first text, and its place in `SORTS`.
    """

    shared: int
    out_of: int
    ordered: int
    a: Places
    b: Places
    sorts: NDArray[np.int8]

    @property
    def worded(self) -> int:
        """How many of the shared particulars are names or words: numbers alone tell nothing anew."""
        return int((self.sorts != SORTS.index("number")).sum())

    @property
    def share(self) -> float:
        """The part of the poorer text's particulars that both texts have, 0 to 1."""
        return self.shared / self.out_of if self.out_of else 0.0

    @property
    def order(self) -> float:
        """How long the ordered row is beside that of a random order: about 1 by chance."""
        return self.ordered / (2 * self.shared**0.5) if self.shared else 0.0


def retelling(a: Content, b: Content) -> Retelling:
    """Compare the particulars of two texts; symmetric but for the order of what it gives."""
    of_a, of_b = np.flatnonzero(a.times <= PARTICULAR), np.flatnonzero(b.times <= PARTICULAR)
    _, in_a, in_b = np.intersect1d(
        a.keys[of_a], b.keys[of_b], assume_unique=True, return_indices=True
    )
    rows_a, rows_b = of_a[in_a], of_b[in_b]
    order = np.argsort(a.at[rows_a], kind="stable")
    rows_a, at_a, at_b = rows_a[order], a.at[rows_a][order], b.at[rows_b][order]
    return Retelling(
        len(at_a),
        min(len(of_a), len(of_b)),
        _longest_row(at_b.tolist()),
        at_a,
        at_b,
        a.sorts[rows_a],
    )


def _longest_row(places: list[int]) -> int:
    """Give the length of the longest increasing row (patience sorting)."""
    piles: list[int] = []
    for place in places:
        at = bisect_left(piles, place)
        piles[at : at + 1] = [place]
    return len(piles)
