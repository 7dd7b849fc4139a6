"""Statements on the same proposition across documents: what several texts say, or deny, of one thing.

Two are on one proposition where each holds most of the other's content words, weighed by rarity, or the one half and the other a
third of them together with a number or date of one thing that agrees or clashes. Groups are what such pairs join; a group is shown by the member that
most others are like. Pairs are looked for among those that share two words of which neither is common, so that the work grows
with what is shared and not with the square of the statements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from wellfounded.claims.slots import compared
from wellfounded.claims.suggest import Candidate, Proposition, Rarity, bearing, proposition
from wellfounded.claims.view import Stance

_COMMON: Final = 60
"""A word in more candidates than this finds no pairs."""

_ALIKE, _HALF, _LEAST = 0.6, 0.5, 0.3
_WEIGHTY: Final = frozenset({"number", "date"})
_FEWEST: Final = 3
"""Content words that a proposition has at least."""


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates on one proposition, in order, each with how it seems to bear on the one it is shown by.

    `shown` is the place in `members` of the one that most others are like.
    """

    members: tuple[Candidate, ...]
    stances: tuple[Stance, ...]
    shown: int

    @property
    def words(self) -> str:
        """The words of the member it is shown by."""
        return " ".join(self.members[self.shown].words.split())


def groups(candidates: Sequence[Candidate]) -> list[Group]:
    """Give the groups of two and more, in the order in which they begin; deterministic."""
    held = [proposition(one.words, one.published) for one in candidates]
    rarity = Rarity(held)
    top = list(range(len(candidates)))
    degree: Counter[int] = Counter()

    def root(n: int) -> int:
        while top[n] != n:
            top[n] = n = top[top[n]]
        return n

    for a, b in _pairs(held):
        if _alike(held[a], held[b], rarity):
            degree[a] += 1
            degree[b] += 1
            one, two = sorted((root(a), root(b)))
            top[two] = one
    found: dict[int, list[int]] = {}
    for n in range(len(candidates)):
        found.setdefault(root(n), []).append(n)
    rows = [row for row in found.values() if len(row) > 1]
    return [_group(row, candidates, held, degree) for row in rows]


def _group(
    row: Sequence[int],
    candidates: Sequence[Candidate],
    held: Sequence[Proposition],
    degree: Counter[int],
) -> Group:
    best = max(range(len(row)), key=lambda at: (degree[row[at]], -at))
    shown = held[row[best]]
    stances = tuple(bearing(shown, candidates[n], held[n]).stance for n in row)
    return Group(tuple(candidates[n] for n in row), stances, best)


def _pairs(held: Sequence[Proposition]) -> Iterator[tuple[int, int]]:
    """Give the pairs of candidates that share two words, numbers or dates that are not common, each once."""
    places: dict[str, list[int]] = {}
    for n, one in enumerate(held):
        particulars = {*one.terms, *_amounts(one)}
        if len(particulars) >= _FEWEST:
            for term in particulars:
                places.setdefault(term, []).append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for row in places.values():
        if len(row) <= _COMMON:
            shared.update(combinations(row, 2))
    return (pair for pair, times in shared.items() if times > 1)


def _amounts(one: Proposition) -> Iterator[str]:
    """Give what finds pairs by number or date: the thing counted, or the first day."""
    for slot in one.slots:
        if slot.kind == "number":
            yield from (f"{slot.low}-{slot.high} {unit}" for unit in slot.counted)
        elif slot.kind == "date":
            yield from (f"day {reading.first}" for reading in slot.readings)


def _alike(a: Proposition, b: Proposition, rarity: Rarity) -> bool:
    common = sum(rarity(term) for term in a.terms if term in b.terms)
    if not common:
        return False
    told = [pair for pair in compared(a.slots, b.slots) if pair[0].kind in _WEIGHTY]
    shares = [
        _share(common, one, len({id(pair[n]) for pair in told}), rarity)
        for n, one in enumerate((a, b))
    ]
    if told:
        return min(shares) >= _LEAST and max(shares) >= _HALF
    return min(shares) >= _ALIKE


def _share(common: float, one: Proposition, told: int, rarity: Rarity) -> float:
    """Give the part of a proposition's words, numbers and dates that the other has too; a number weighs as much as a word does on average."""
    each = sum(map(rarity, one.terms)) / len(one.terms)
    amounts = sum(slot.kind in _WEIGHTY for slot in one.slots)
    return (common + told * each) / ((len(one.terms) + amounts) * each)
