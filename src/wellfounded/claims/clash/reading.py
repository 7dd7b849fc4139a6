"""Frames from a text: events with their days, ages as days of birth, numbers of things, the order of two events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.claims.clash.frame import Frame, Person, Spot, person
from wellfounded.claims.clash.kinds import ANY, NOUNS, PATTERNS, Kind
from wellfounded.claims.clash.writing import NAME, Sentence, Writing, named, speaker_of
from wellfounded.claims.slots import NAMES, Slot, slots
from wellfounded.copies.text.content import function_words, stem
from wellfounded.extract.dates.ages import ages, born
from wellfounded.terms.timespan import Age

MOST_FRAMES: Final = 5_000
"""Frames of one text that are compared."""

_FAR: Final = 80
_MOST_NAMES: Final = 1_000
_WORD: Final = re.compile(r"\w{3,}")
_PROPER: Final = re.compile(r"(?<=[a-zа-я,] )[A-ZÀ-ÖØ-ÞЀ-Я][^\W\d_]{4,}(?![\w'’-])")
_AGE: Final = re.compile(
    r"\baged?\b|year|\b(?:I|he|she)\s?(?:was|am|is|turned|['’])|, \d{2},|岁|歲|лет", re.I
)
_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen)\b",
    re.I,
)
_UNSAID: Final = re.compile(
    r"\b(?:not|never|would|could|should|might|may|will|shall|if|whether|unless|to|before|after|until|without|nobody|must|can|hoped?|planned?|wanted|denie[sd]|alleged(?:ly)?|reportedly)\b|n['’]t\b|\b(?:no\s+one)\b"
)
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
_JOINT: Final = re.compile(
    r"\b(?P<w>before|after|until|following|prior\s+to|shortly\s+before|shortly\s+after)\s+", re.I
)
_AND: Final = re.compile(r"(?:\band|\bbut|\bthen|,)\s*(?:\w+ly\s+|then\s+|later\s+)?$")


_slots = lru_cache(8)(slots)


@dataclass(frozen=True, slots=True)
class _Event:
    """An event told in a sentence: its kind, the words that tell it (in the sentence), and whose it is."""

    kind: Kind
    start: int
    end: int
    who: Person | None
    said: bool


def frames(writing: Writing) -> list[Frame]:
    """Give the frames of a text in order, at most 5,000; deterministic. What is denied, asked, feared or only possible gives none."""
    found: list[Frame] = []
    known: dict[str, Person] = {}
    before: Sentence | None = None
    spelled: set[str] = set()
    for sentence in writing.sentences():
        found += _spelled(writing, sentence, spelled)
        earlier = before if before and before.paragraph is sentence.paragraph else None
        if not sentence.asks and len(found) < MOST_FRAMES:
            found += _sentence(writing, sentence, earlier, known)
        before = sentence
    return found[:MOST_FRAMES]


def _sentence(
    writing: Writing, sentence: Sentence, before: Sentence | None, known: dict[str, Person]
) -> Iterator[Frame]:
    text = sentence.text
    tells, counts = ANY.search(text) is not None, _NUMBER.search(text) is not None
    old = _AGE.search(text) is not None
    if not (tells or counts or old):
        return
    for name in re.findall(rf"(?<!\w){NAME}", text):
        named(name, known)
    particulars = _slots(text, writing.published) if tells or counts else ()
    if tells:
        events = sorted(_events(writing, sentence, known), key=lambda e: e.start)
        yield from _dated(writing, sentence, events, particulars)
        yield from _ordered(writing, sentence, events)
    if counts:
        yield from _counted(writing, sentence, particulars)
    if old:
        for age in ages(text):
            yield from _aged(writing, sentence, before, age, known)


def _events(writing: Writing, sentence: Sentence, known: dict[str, Person]) -> Iterator[_Event]:
    taken: list[tuple[int, int]] = []
    last: Person | None = None
    matches = [(m, p) for p in PATTERNS for m in p.pattern.finditer(sentence.text)]
    for match, pattern in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        taken.append(match.span())
        head = sentence.text[max(0, match.start() - 120) : match.start()]
        if pattern.of == "object":
            object_ = next((v for v in match.groupdict().values() if v), "")
            who = _meant(object_, writing, sentence, match.start(), known)
        else:
            who = _subject(head, writing, sentence, match.start(), known)
            if who is None and _AND.search(head):
                who = last
        last = who or last
        clause = re.split(r"[,;:.]\s", head)[-1]
        yield _Event(pattern.kind, *match.span(), who, _UNSAID.search(clause) is None)


def _subject(
    head: str, writing: Writing, sentence: Sentence, at: int, known: dict[str, Person]
) -> Person | None:
    """Give the person named right before a verb."""
    helping = r"(?:\s+(?:had|has|have|was|also|then|later|first|once|finally|himself|herself))*\s*$"
    found = re.search(
        rf"(?P<pro>\b(?:I|[Hh]e|[Ss]he)|(?<!\w){NAME})(?:\s\([^)]{{1,30}}\))?(?:,\s[^,]{{1,60}},)?(?:,?\s+who)?{helping}",
        head,
    )
    if found is None:
        han = re.match(r"[\s“\"]*(?P<n>[\u4e00-\u9fff]{2,4}?)(?=于|於|在|被|\d|，|已|曾|二)", sentence.text)  # fmt: skip
        return person(han["n"]) if han else None
    return _meant(found["pro"], writing, sentence, at, known)


def _meant(
    words: str, writing: Writing, sentence: Sentence, at: int, known: dict[str, Person]
) -> Person | None:
    lower = words.lower()
    if lower in ("i", "me"):
        return writing.speaker(sentence, sentence.start + at)
    if lower in ("he", "she", "him", "her"):
        return sentence.third
    return None if lower in ("them", "us") else named(words, known)


def _asserted(writing: Writing, at: int) -> bool:
    """Whether what stands at a place is said to be so, as far as a statement covers it."""
    one = writing.statement_at(at)
    if one is None:
        return True
    return one.stance in ("asserts", "reports") and not one.modality and not one.negation


def causes(slot: Slot) -> frozenset[str]:
    """Give what in a particular itself could make a clash with it none: a date without a year, another calendar."""
    found = set()
    if slot.kind == "date":
        if not re.search(r"\d{4}|[〇零○一二]{2}", slot.text):
            found.add("published")
        if {r.calendar for r in slot.readings} - {"gregorian"}:
            found.add("calendar")
    return frozenset(found)


def _why(sentence: Sentence) -> frozenset[str]:
    return frozenset({"machine"} if sentence.paragraph.machine else ())


def _dated(
    writing: Writing, sentence: Sentence, events: list[_Event], particulars: tuple[Slot, ...]
) -> Iterator[Frame]:
    """Give each event of somebody with the day nearest to it: in its own clause, no other event between."""
    dates = [s for s in particulars if s.kind == "date" and s.readings]
    for event in events:
        if event.who is None or not event.said or not _asserted(writing, sentence.start + event.start):  # fmt: skip
            continue
        near = [d for d in dates if _belongs(sentence.text, event, d, events)]
        if near:
            day = min(near, key=lambda d: _apart(event, d))
            behind = [s for s in particulars if s.kind in NAMES and event.end <= s.start < event.end + 60]  # fmt: skip
            yield Frame(
                "date",
                event.kind.name,
                _spot(writing, sentence, day.start, day.end),
                day.text,
                event.who,
                day.readings,
                names=frozenset().union(*(s.words for s in behind if s.kind == "place" or event.kind.name == "departure")),
                why=_why(sentence) | causes(day),
            )  # fmt: skip


def _apart(event: _Event, slot: Slot) -> int:
    return slot.start - event.end if slot.start >= event.end else event.start - slot.end + 5


def _belongs(text: str, event: _Event, day: Slot, events: list[_Event]) -> bool:
    first, last = min(event.end, day.end), max(event.start, day.start)
    between = text[first:last]
    others = (e for e in events if e is not event)
    return (
        len(between) <= _FAR
        and not re.search(r"[;:.]\s|\b(?:before|after|until|since|that|because|when|while)\b", between)
        and not any(first <= e.start < last or day.end <= event.start > e.start < day.start for e in others)
    )  # fmt: skip


def _ordered(writing: Writing, sentence: Sentence, events: list[_Event]) -> Iterator[Frame]:
    """Give which of two events came first, where a sentence joins them by before or after."""
    text = sentence.text
    for joint in _JOINT.finditer(text):
        main = [e for e in events if e.end <= joint.start() and joint.start() - e.end <= _FAR]
        second = _behind(text, joint.end(), events)
        if not main or second is None or main[-1].who is None or main[-1].kind.name == second:
            continue
        one = main[-1]
        if not one.said or not _asserted(writing, sentence.start + one.start):
            continue
        later = not joint["w"].lower().endswith(("before", "until", "to"))
        first, last = (second, one.kind.name) if later else (one.kind.name, second)
        kinds = sorted((first, last))
        spot = _spot(writing, sentence, joint.start("w"), joint.end("w"))
        number = int(first == kinds[0])
        yield Frame("order", "|".join(kinds), spot, joint["w"], one.who, low=number, high=number,
                    why=_why(sentence))  # fmt: skip


def _behind(text: str, at: int, events: list[_Event]) -> str | None:
    """Give the kind of event that stands right behind a joint, as a verb or as a noun."""
    end = next((m.start() for m in re.finditer(r"[,;.]", text[at : at + 60])), 60) + at
    verbs = [(e.start, e.kind.name) for e in events if at <= e.start < end]
    nouns = [(m.start(), kind.name) for kind, p in NOUNS if (m := p.search(text, at, end))]
    return min((*verbs, *nouns), default=(0, None))[1]


def _counted(
    writing: Writing, sentence: Sentence, particulars: tuple[Slot, ...]
) -> Iterator[Frame]:
    """Give numbers of things: with who says it, and those by which something has so many and no more."""
    for slot in particulars:
        if slot.kind != "number" or not slot.counted or slot.counted & (_UNITS | {"age"}):
            continue
        before, behind = sentence.text[: slot.start], sentence.text[slot.end :]
        if not _asserted(writing, sentence.start + slot.start) or _FALSE.search(behind):
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
            _spot(writing, sentence, slot.start, slot.end),
            slot.text,
            low=slot.low,
            high=slot.high,
            bound=bound,
            speaker=speaker,
            counted=slot.counted,
            names=frozenset({"given"}) if given else frozenset(),
            holder=frozenset({stem(has["holder"].lower())}) if bound and has else frozenset(),
            why=_why(sentence),
        )


def _aged(
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
    meant = _meant(who["p"], writing, sentence, age.start, known) if who else None
    on = _day_of_age(writing, sentence, before, past="was" in head[-12:])
    if meant is None or on is None or not _asserted(writing, sentence.start + age.start):
        return
    readings = born(age, *on)
    if readings:
        spot = _spot(writing, sentence, age.start, age.end)
        yield Frame("age", "birth", spot, age.text, meant, readings, why=_why(sentence) | {"age"})  # fmt: skip


def _day_of_age(
    writing: Writing, sentence: Sentence, before: Sentence | None, past: bool
) -> tuple[date, date] | None:
    """Give the days an age can be of: a day in the sentence or the one before it, else those up to publication."""
    for one in (sentence, before):
        dates = [s for s in _slots(one.text, writing.published) if s.kind == "date"] if one else []
        days = [r for s in dates for r in s.readings if r.first and r.last]
        if days:
            first, last = min(r.first for r in days), max(r.last for r in days)
            return date.fromisoformat(first), date.fromisoformat(last)
    if not writing.published:
        return None
    day = date.fromisoformat(writing.published)
    return (day - timedelta(days=366 if past else 31), day)


def _spelled(writing: Writing, sentence: Sentence, known: set[str]) -> Iterator[Frame]:
    """Give each name of five letters or more inside a sentence once, where it first stands: two spellings of it can be compared."""
    for match in _PROPER.finditer(sentence.text):
        word = fold(match.group()).strip()
        if word.isalpha() and word not in known and len(known) < _MOST_NAMES:
            known.add(word)
            spot = _spot(writing, sentence, *match.span())
            beside = {
                stem(w) for w in _WORD.findall(fold(sentence.text)) if w not in function_words()
            }
            yield Frame("name", word, spot, match.group(), names=frozenset(beside - {stem(word)}),
                        why=_why(sentence) | {"spelling"})  # fmt: skip


def _spot(writing: Writing, sentence: Sentence, start: int, end: int) -> Spot:
    at = sentence.start
    return Spot(writing.item, (at, sentence.end), (at + start, at + end))
