"""Which statements bear on a claim: those that share its particulars, each with the reasons and how it seems to bear.

A suggestion is a machine's reading and counts nothing. A statement comes up where it holds enough of the claim's content words,
weighed by how rare they are among all that is compared (Robertson and Sparck Jones 1976), together with a number or date that
agrees or clashes (of a claim without any: a name), or where it holds most of the claim. It is suggested as denying where its speaker denies or
retracts, where one of the two is negated, or where a number or date of one thing clashes; else as supporting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import Final

from wellfounded.claims.slots import NAMES, Slot, compared, slots
from wellfounded.claims.view import Stance
from wellfounded.copies.text.content import Keys
from wellfounded.copies.text.sentences import sentences
from wellfounded.copies.text.words import split
from wellfounded.terms.digest import Digest
from wellfounded.terms.statement import Statement

_ENOUGH, _MOST_OF_IT, _FEWEST = 0.34, 0.6, 2
MOST: Final = 60
"""Suggestions for one claim at most, the likeliest first."""

_NOT: Final = re.compile(
    r"\b(?:not|never|no|none|neither|nor|nobody|without|false|untrue|fabricat\w*|den(?:y|ies|ied)|reject\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 6, 3
"""Words that a negation may stand before the first and behind the last of what it negates."""

_WEIGHTY: Final = frozenset({"number", "date"})
_END: Final = re.compile(r"[.!?;。！？]+[\"”»)]*(?:\s|$)")
_DENYING: Final = frozenset({"denies", "retracts"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may bear on a claim: a statement, or a sentence of the text's own. Places count in the item's text."""

    item: Digest
    start: int
    end: int
    words: str
    statement: Statement | None = None
    published: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A candidate that may bear on the claim. `score` is the share of the claim's content it holds, in thousandths."""

    item: Digest
    start: int
    end: int
    stance: Stance
    score: int
    reasons: tuple[str, ...]
    statement: Statement | None = None


@dataclass(frozen=True)
class Proposition:
    """What a stretch of text holds: its content words by stem as written and by place, its slots, and by place its negations and
    the last words of its sentences.

    Numbers and dates are slots and no content words.
    """

    terms: dict[str, str]
    at: dict[str, int]
    negations: tuple[int, ...]
    ends: tuple[int, ...]
    text: str
    published: str = ""

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Its numbers, dates and names, read when they are first asked for."""
        return slots(self.text, self.published)

    def negates(self, terms: Sequence[str]) -> bool:
        """Say whether a negation stands among these terms, or right before or behind them in the same sentence."""
        if not terms:
            return False
        places = sorted(self.at[t] for t in terms)
        inside = {bisect_left(self.ends, at) for at in places}
        return any(
            places[0] - _BEFORE <= at <= places[-1] + _BEHIND
            and bisect_left(self.ends, at) in inside
            for at in self.negations
        )


_KEYS = Keys()


@lru_cache(maxsize=20_000)
def proposition(words: str, published: str = "") -> Proposition:
    """Give what words hold; deterministic."""
    row = split(words[:4000])
    terms: dict[str, str] = {}
    at: dict[str, int] = {}
    for n in range(len(row)):
        written = row.word(n)
        key = _KEYS[written]
        if key is not None and key.sort != "number":
            terms.setdefault(key.text, written)
            at.setdefault(key.text, n)
    starts = row.starts.tolist()
    negations = tuple(bisect_right(starts, m.start()) - 1 for m in _NOT.finditer(row.text))
    ends = tuple(bisect_right(starts, m.start()) - 1 for m in _END.finditer(row.text))
    return Proposition(terms, at, negations, ends, words, published)


def suggestions(claim: str, candidates: Iterable[Candidate]) -> list[Suggested]:
    """Give what bears on a claim, the likeliest first, at most `MOST`; deterministic for the order of the candidates.

    A claim of several sentences is looked at sentence by sentence; a candidate counts for the one it holds most of.
    """
    read = [(one, proposition(one.words, one.published)) for one in candidates]
    rarity = Rarity([held for _, held in read])
    parts = [proposition(claim[start:end]) for start, end in sentences(claim)]
    found = []
    for one, held in read:
        some = [s for part in parts if (s := _bears(part, one, held, rarity)) is not None]
        if some:
            found.append(max(some, key=lambda s: s.score))
    found.sort(key=lambda s: -s.score)
    return found[:MOST]


def _bears(
    mine: Proposition, one: Candidate, held: Proposition, rarity: Rarity
) -> Suggested | None:
    """Give the suggestion that a candidate bears on one sentence of a claim, or None."""
    shared = [term for term in mine.terms if term in held.terms]
    if not shared:
        return None
    found = compared(mine.slots, held.slots)
    told = {id(a) for a, _, _ in found if a.kind in _WEIGHTY}
    if len(shared) + len(told) < _FEWEST:
        return None
    own = sum(slot.kind in _WEIGHTY for slot in mine.slots)
    each = sum(map(rarity, mine.terms)) / len(mine.terms)
    share = (sum(map(rarity, shared)) + len(told) * each) / ((len(mine.terms) + own) * each)
    if share < _ENOUGH or (share < _MOST_OF_IT and not (told if own else found)):
        return None
    return bearing(mine, one, held, round(share * 1000))


class Rarity:
    """How much a term tells: the logarithm of how rare it is among the candidates."""

    def __init__(self, held: Sequence[Proposition]) -> None:
        self._count = len(held)
        self._times = Counter(term for one in held for term in one.terms)

    def __call__(self, term: str) -> float:
        return log(1 + (self._count + 0.5) / (self._times[term] + 0.5))


def bearing(mine: Proposition, one: Candidate, held: Proposition, score: int = 0) -> Suggested:
    """Give how a candidate bears on a claim, taken that it does, with the reasons."""
    shared = [term for term in mine.terms if term in held.terms]
    slots_ = compared(mine.slots, held.slots)
    clashes = [(a, b) for a, b, said in slots_ if said == "clash" and a.kind not in NAMES]
    said = one.statement
    denying = said is not None and (said.stance in _DENYING or said.negation)
    negated = held.negates(shared), mine.negates(shared)
    against = (negated[0] or denying) != negated[1] or bool(clashes)
    reasons = ["shares " + ", ".join(sorted({held.terms[t] for t in shared}, key=str.casefold)[:8])]
    for a, b, verdict in slots_:
        if verdict == "agree" and a.kind not in NAMES:
            reasons.append(f"same {a.kind}: “{b.text}”")
    reasons += [f"another {a.kind}: “{b.text}” where the claim has “{a.text}”" for a, b in clashes]
    if denying and said is not None:
        reasons.append(
            "its speaker " + (said.stance if said.stance in _DENYING else "says it is not so")
        )
    elif negated[0] != negated[1]:
        reasons.append("one of the two is negated")
    stance: Stance = "denies" if against else "supports"
    return Suggested(one.item, one.start, one.end, stance, score, tuple(reasons), said)
