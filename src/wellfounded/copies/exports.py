"""Two exports of one chat side by side: which messages both have, which read otherwise, which only one has.

The texts are aligned in order: first by texts that stand exactly once in each (patience diff, B. Cohen 2003), then, between those, by the longest
runs in common; what is left between two aligned messages is paired where the words are alike. Names and clocks differ between telephones, so neither
decides what is the same message: each telephone's usual name for a person, and the usual distance of the clocks, are taken from the aligned
messages, and what departs from them is told. Deterministic; no judgement which side is right.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from wellfounded.terms.moment import Moment

Kind = Literal["same", "differs", "first-only", "second-only"]
_ALIKE: Final = 0.6
_NEAR: Final = 20
_BLOCK: Final = 2000
_MINUTE_US: Final = 60_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """One message as an export has it: its number from 1, sender and time as written, its words."""

    number: int
    speaker: str
    when: tuple[Moment, ...]
    text: str

    @property
    def key(self) -> str:
        """What makes two messages the same: the words, without regard to white space and forms of one letter."""
        return re.sub(r"\s+", " ", unicodedata.normalize("NFC", self.text)).strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the chat: on both sides or on one. `otherwise` says what differs of `words`, `sender`, `time`."""

    kind: Kind
    first: Message | None
    second: Message | None
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """All messages of both exports in order. `clocks` is how many minutes the second's clock is usually ahead, None where that cannot be said."""

    lines: tuple[Line, ...]
    clocks: int | None

    def count(self, kind: Kind) -> int:
        """How many lines are of a kind."""
        return sum(line.kind == kind for line in self.lines)


def align(first: Sequence[Message], second: Sequence[Message]) -> Aligned:
    """Align two exports of one chat by their words, and say where sender or time depart from what is usual between the two."""
    pairs = list(_pairs(first, second))
    names = {**_usual_names(pairs, 0), **_usual_names(pairs, 1)}
    clocks = _usual_distance(pairs)
    lines: list[Line] = []
    at = [0, 0]
    for one, other in pairs:
        lines += [Line("first-only", m, None) for m in first[at[0] : one[0]]]
        lines += [Line("second-only", None, m) for m in second[at[1] : other[0]]]
        lines.append(_line(one[1], other[1], names, clocks))
        at = [one[0] + 1, other[0] + 1]
    lines += [Line("first-only", m, None) for m in first[at[0] :]]
    lines += [Line("second-only", None, m) for m in second[at[1] :]]
    return Aligned(tuple(lines), clocks)


_Placed = tuple[int, Message]
_Pair = tuple[_Placed, _Placed]


def _pairs(first: Sequence[Message], second: Sequence[Message]) -> Iterator[_Pair]:
    """Give the messages that are one, in order."""
    one, two = [m.key for m in first], [m.key for m in second]
    start = (0, 0)
    for end in [*_anchors(one, two), (len(one), len(two))]:
        for i, j in _between(one, two, start, end):
            yield (i, first[i]), (j, second[j])
        if end[0] < len(one) and end[1] < len(two):
            yield (end[0], first[end[0]]), (end[1], second[end[1]])
        start = (end[0] + 1, end[1] + 1)


def _anchors(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int]]:
    """Give the places of texts that stand once in each, as far as their order agrees: the longest increasing run."""
    ones, twos = Counter(one), Counter(two)
    where = {key: n for n, key in enumerate(two) if twos[key] == 1}
    places = [(n, where[key]) for n, key in enumerate(one) if ones[key] == 1 and key in where]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [n]
    run: list[tuple[int, int]] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        run.append(places[n])
        n = before[n]
    return run[::-1]


def _between(
    one: Sequence[str], two: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Give the pairs between two anchors; stretches too long to compare message by message are compared in blocks."""
    for shift in range(0, max(end[0] - start[0], end[1] - start[1]), _BLOCK):
        a, b = start[0] + shift, start[1] + shift
        left, right = one[a : min(a + _BLOCK, end[0])], two[b : min(b + _BLOCK, end[1])]
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, False).get_opcodes():
            if tag == "equal":
                yield from ((a + i1 + n, b + j1 + n) for n in range(i2 - i1))
            elif tag == "replace":
                yield from ((a + i, b + j) for i, j in _alike(left, right, (i1, i2), (j1, j2)))


def _alike(
    left: Sequence[str], right: Sequence[str], one: tuple[int, int], two: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Pair, in order, messages whose words are alike."""
    j = two[0]
    for i in range(*one):
        near = range(j, min(j + _NEAR, two[1]))
        ratios = [(SequenceMatcher(None, left[i], right[n], False).ratio(), -n) for n in near]
        best, place = max(ratios, default=(0.0, 0))
        if best >= _ALIKE:
            yield i, -place
            j = 1 - place


def _usual_names(pairs: Sequence[_Pair], side: int) -> dict[tuple[int, str], str]:
    """Give by side and name what the other side usually calls that sender."""
    met: dict[str, Counter[str]] = {}
    for pair in pairs:
        met.setdefault(pair[side][1].speaker, Counter())[pair[1 - side][1].speaker] += 1
    return {(side, name): found.most_common(1)[0][0] for name, found in met.items()}


def _usual_distance(pairs: Sequence[_Pair]) -> int | None:
    found = Counter(d for (_, a), (_, b) in pairs if (d := _distance(a, b)) is not None)
    return found.most_common(1)[0][0] if found else None


def _distance(a: Message, b: Message) -> int | None:
    """Give how many minutes the second stands after the first; None where a time has several readings, or only one has a zone."""
    if len(a.when) != 1 or len(b.when) != 1 or bool(a.when[0].zone) != bool(b.when[0].zone):
        return None
    return round((b.when[0].interval()[0] - a.when[0].interval()[0]) / _MINUTE_US)


def _line(a: Message, b: Message, names: dict[tuple[int, str], str], clocks: int | None) -> Line:
    distance = _distance(a, b)
    otherwise = []
    if a.key != b.key:
        otherwise.append("words")
    if names[0, a.speaker] != b.speaker and names[1, b.speaker] != a.speaker:
        otherwise.append("sender")
    if distance is not None and clocks is not None and abs(distance - clocks) > 1:
        otherwise.append("time")
    return Line("differs" if otherwise else "same", a, b, tuple(otherwise))
