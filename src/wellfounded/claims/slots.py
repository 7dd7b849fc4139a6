"""The slots of a proposition (numbers, dates, names) and whether those of two propositions agree or clash, as intervals.

Two numbers of one thing clash only when their intervals do not meet, two dates only when every reading of the one is apart from
every reading of the other. Names agree where one is all or part of the other, and never clash: two names are as often of two
things. What cannot be compared gives None.

    agreement(number("more than 4,000 people"), number("up to 4,000 people"))     clash
    agreement(number("some 900 people"), number("as many as 900 people"))         agree
    agreement(date("in 2018"), date("early 2018"))                                 agree
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.claims.numbers import numbers
from wellfounded.copies.text.content import function_words
from wellfounded.extract.dates import spans
from wellfounded.terms.timespan import Reading

Kind = Literal["number", "date", "place", "person", "name"]
Agreement = Literal["agree", "clash"]

NAMES: Final = frozenset({"place", "person", "name"})
_MOST: Final = 16_000
_NAME: Final = re.compile(
    r"[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]*(?:\s+(?:(?:of|the|de|al|bin|ibn|van|von|&)\s+){0,2}[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]*)*"
)
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|outside|inside|from|to|into|towards|of)\s+(?:the\s+)?$", re.I
)
_TITLE: Final = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Judge|Captain|Sergeant|General|Colonel|Director|Professor|President|Minister|Officer)\b\.?\s*"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One particular of a proposition, at its half-open place in code points of the text it was read from.

    Of a number `low` and `high` (both included, None where open) and `counted`, stems of what it counts. Of a date `readings`,
    each from a first to a last day; none where the words need a day of publication that nobody gave. Of a name `words`, folded.
    """

    kind: Kind
    start: int
    end: int
    text: str
    low: int | None = None
    high: int | None = None
    counted: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()
    words: frozenset[str] = frozenset()


def slots(text: str, published: str = "") -> tuple[Slot, ...]:
    """Give the slots of a text in order; `published` (ISO 8601) anchors relative dates. At most 16,000 characters are read.

    Raises Mistaken `moment-form` for a day that is none.
    """
    words = text[:_MOST]
    dates = [
        Slot("date", d.start, d.end, d.text, readings=d.readings)
        for d in spans.spans(words, 0, spans.parse_day(published))
    ]
    dates = [d for d in dates if d.readings or not _named_again(d, dates)]
    found = [*dates, *_numbers(words, dates)]
    found += _names(words, found)
    return tuple(sorted(found, key=lambda slot: (slot.start, slot.end)))


def agreement(a: Slot, b: Slot) -> Agreement | None:
    """Say whether two slots agree or clash; None where they are of different things or cannot be compared."""
    if a.kind in NAMES and b.kind in NAMES:
        return "agree" if a.words <= b.words or b.words <= a.words else None
    if a.kind != b.kind:
        return None
    if a.kind == "date":
        if not a.readings or not b.readings:
            return None
        return "agree" if any(_days_meet(r, s) for r in a.readings for s in b.readings) else "clash"
    if a.counted.isdisjoint(b.counted):
        return None
    return "agree" if _meet(a, b) else "clash"


def compared(a: Iterable[Slot], b: Iterable[Slot]) -> list[tuple[Slot, Slot, Agreement]]:
    """Give every pair of slots of two propositions that agree or clash.

    A slot that agrees with one of the other side does not clash with another: `14 of 40 buses` agrees with `14 buses`.
    """
    others = list(b)
    found = [(s, t, said) for s in a for t in others if (said := agreement(s, t))]
    agreed = {id(s) for pair in found if pair[2] == "agree" for s in pair[:2]}
    return [p for p in found if p[2] == "agree" or not {id(p[0]), id(p[1])} & agreed]


def _named_again(day: Slot, dates: list[Slot]) -> bool:
    """Say whether words like `on Saturday` stand right before the whole date they belong to."""
    return any(d.readings and 0 <= d.start - day.end <= 2 for d in dates)


def _numbers(text: str, dates: list[Slot]) -> Iterator[Slot]:
    for one in numbers(text):
        if not any(d.start < one.end and one.start < d.end for d in dates):
            yield Slot(
                "number", one.start, one.end, one.text, one.low, one.high, counted=one.counted
            )


def _names(text: str, taken: list[Slot]) -> Iterator[Slot]:
    for match in _NAME.finditer(text):
        start, end = match.span()
        if any(t.start < end and start < t.end for t in taken):
            continue
        words = frozenset(w for w in fold(match.group()).split() if w not in function_words())
        if not words or (_opens(text, start) and " " not in match.group()):
            continue
        title = _TITLE.match(match.group())
        kind: Kind = "person" if title else "name"
        if kind == "name" and _PLACE.search(text[max(0, start - 16) : start]):
            kind = "place"
        yield Slot(kind, start, end, match.group(), words=words)


def _opens(text: str, at: int) -> bool:
    """Say whether a word begins a sentence, where a capital says nothing."""
    before = text[:at].rstrip(" \n\"'“‘«(")
    return not before or before[-1] in ".!?:;"


def _meet(a: Slot, b: Slot) -> bool:
    low = max(n for n in (a.low, b.low, 0) if n is not None)
    highs = [n for n in (a.high, b.high) if n is not None]
    return not highs or low <= min(highs)


def _days_meet(a: Reading, b: Reading) -> bool:
    """ISO days sort as text; an empty side is open."""
    first = max(a.first, b.first)
    last = min((day for day in (a.last, b.last) if day), default="")
    return not last or first <= last
