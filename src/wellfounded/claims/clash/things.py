"""Frames of things in a sentence: numbers of what there is, ages as days of birth, names as they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.claims.clash.frame import Frame, Person
from wellfounded.claims.clash.sentence import asserted, meant, particulars, spot, why
from wellfounded.claims.clash.writing import NAME, Sentence, Writing, speaker_of
from wellfounded.claims.slots import Slot
from wellfounded.copies.text.content import function_words, stem
from wellfounded.extract.dates.ages import born
from wellfounded.terms.timespan import Age

_MOST_NAMES: Final = 1_000
_WORD: Final = re.compile(r"\w{3,}")
_PROPER: Final = re.compile(r"(?<=[a-zа-я,] )[A-ZÀ-ÖØ-ÞЀ-Я][^\W\d_]{4,}(?![\w'’-])")
_FALSE: Final = re.compile(
    r"\b(?:false|untrue|fabricat\w+|lies?|invented|wrong|incorrect|mistaken)\b", re.I
)
_UNITS: Final = frozenset(
    map(stem, "second minute hour day week month year time percent page line word metre kilometre dollar euro".split())
)  # fmt: skip
_HAS: Final = re.compile(
    r"(?P<holder>[\w-]+)\s+(?:has|have|had)\b[^.;:]{0,30}$|\bthere\s+(?:is|are|was|were|has\s+been|have\s+been|had\s+been)\b[^.;:]{0,20}$",
    re.I,
)
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d")
_NEVER: Final = re.compile(r"\b(?:never|not|no)\b|n['’]t\b", re.I)
_GIVEN: Final = re.compile(
    r"\b(?:the|all|all\s+the|its|their|these|those|of|in|into|there\s+(?:were|are|was|is)|has|have|had)\s*$",
    re.I,
)


def counted(writing: Writing, sentence: Sentence, found: tuple[Slot, ...]) -> Iterator[Frame]:
    """Give numbers of things: with who says it, and those by which something has so many and no more."""
    for slot in found:
        if slot.kind != "number" or not slot.counted or slot.counted & (_UNITS | {"age"}):
            continue
        before, behind = sentence.text[: slot.start], sentence.text[slot.end :]
        if not asserted(writing, sentence.start + slot.start) or _FALSE.search(behind):
            continue
        has = _HAS.search(before[-80:])
        only = slot.text.lower().startswith(("no more", "at most", "not more")) or (
            slot.low == 0 and slot.high is not None and _NEVER.search(before[-40:]) is not None
        )
        one = writing.statement_at(sentence.start + slot.start)
        given = (
            _GIVEN.search(before) is not None
            and slot.low == slot.high
            and not _YEAR.fullmatch(slot.text)
        )
        bound = bool(has and only and has["holder"])
        speaker = speaker_of(one) if one is not None else None
        if not (bound or given or speaker):
            continue
        yield Frame(
            "number",
            " ".join(sorted(slot.counted)),
            spot(writing, sentence, slot.start, slot.end),
            slot.text,
            low=slot.low,
            high=slot.high,
            bound=bound,
            speaker=speaker,
            counted=slot.counted,
            names=frozenset({"given"}) if given else frozenset(),
            holder=frozenset({stem(has["holder"].lower())}) if bound and has else frozenset(),
            why=why(sentence),
        )


def aged(
    writing: Writing,
    sentence: Sentence,
    before: Sentence | None,
    age: Age,
    known: dict[str, Person],
) -> Iterator[Frame]:
    """Give an age as the days of birth it allows, where it is plain whose it is and of which day it was said."""
    head = sentence.text[max(0, age.start - 80) : age.start]
    who = re.search(
        rf"(?P<p>\b(?:I|[Hh]e|[Ss]he)|{NAME})(?:,?\s\(?aged\s|,\s(?:an?\s)?|\s?(?:was|am|is|turned|['’]m|['’]s)\s+(?:only\s+|now\s+)?|\s\()$", head
    )  # fmt: skip
    whose = meant(who["p"], writing, sentence, age.start, known) if who else None
    on = _day_of_age(writing, sentence, before, past="was" in head[-12:])
    if whose is None or on is None or not asserted(writing, sentence.start + age.start):
        return
    readings = born(age, *on)
    if readings:
        at = spot(writing, sentence, age.start, age.end)
        yield Frame("age", "birth", at, age.text, whose, readings, why=why(sentence) | {"age"})  # fmt: skip


def _day_of_age(
    writing: Writing, sentence: Sentence, before: Sentence | None, past: bool
) -> tuple[date, date] | None:
    """Give the days an age can be of: a day in the sentence or the one before it, else those up to publication."""
    for one in (sentence, before):
        dates = (
            [s for s in particulars(one.text, writing.published) if s.kind == "date"] if one else []
        )
        days = [r for s in dates for r in s.readings if r.first and r.last]
        if days:
            first, last = min(r.first for r in days), max(r.last for r in days)
            return date.fromisoformat(first), date.fromisoformat(last)
    if not writing.published:
        return None
    day = date.fromisoformat(writing.published)
    return (day - timedelta(days=366 if past else 31), day)


def spelled(writing: Writing, sentence: Sentence, known: set[str]) -> Iterator[Frame]:
    """Give each name of five letters or more inside a sentence once, where it first stands: two spellings of it can be compared."""
    for match in _PROPER.finditer(sentence.text):
        word = fold(match.group()).strip()
        if word.isalpha() and word not in known and len(known) < _MOST_NAMES:
            known.add(word)
            at = spot(writing, sentence, *match.span())
            beside = {
                stem(w) for w in _WORD.findall(fold(sentence.text)) if w not in function_words()
            }
            yield Frame("name", word, at, match.group(), names=frozenset(beside - {stem(word)}),
                        why=why(sentence) | {"spelling"})  # fmt: skip
