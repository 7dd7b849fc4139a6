"""Frames from a text: events of people with their days and their order here, things beside them (`things.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.claims.clash.frame import Frame, Person, person
from wellfounded.claims.clash.kinds import ANY, NOUNS, PATTERNS, Kind
from wellfounded.claims.clash.sentence import asserted, causes, meant, particulars, spot, why
from wellfounded.claims.clash.things import aged, counted, spelled
from wellfounded.claims.clash.writing import NAME, Sentence, Writing, named
from wellfounded.claims.slots import NAMES, Slot
from wellfounded.extract.dates.ages import ages

MOST_FRAMES: Final = 5_000
"""Frames of one text that are compared."""

_FAR: Final = 80
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
_JOINT: Final = re.compile(
    r"\b(?P<w>before|after|until|following|prior\s+to|shortly\s+before|shortly\s+after)\s+", re.I
)
_AND: Final = re.compile(r"(?:\band|\bbut|\bthen|,)\s*(?:\w+ly\s+|then\s+|later\s+)?$")


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
    names: set[str] = set()
    for sentence in writing.sentences():
        found += spelled(writing, sentence, names)
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
    given = particulars(text, writing.published) if tells or counts else ()
    if tells:
        events = sorted(_events(writing, sentence, known), key=lambda e: e.start)
        yield from _dated(writing, sentence, events, given)
        yield from _ordered(writing, sentence, events)
    if counts:
        yield from counted(writing, sentence, given)
    if old:
        for age in ages(text):
            yield from aged(writing, sentence, before, age, known)


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
            who = meant(object_, writing, sentence, match.start(), known)
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
    return meant(found["pro"], writing, sentence, at, known)


def _dated(
    writing: Writing, sentence: Sentence, events: list[_Event], given: tuple[Slot, ...]
) -> Iterator[Frame]:
    """Give each event of somebody with the day nearest to it: in its own clause, no other event between."""
    dates = [s for s in given if s.kind == "date" and s.readings]
    for event in events:
        if event.who is None or not event.said or not asserted(writing, sentence.start + event.start):  # fmt: skip
            continue
        near = [d for d in dates if _belongs(sentence.text, event, d, events)]
        if near:
            day = min(near, key=lambda d: _apart(event, d))
            behind = [s for s in given if s.kind in NAMES and event.end <= s.start < event.end + 60]  # fmt: skip
            yield Frame(
                "date",
                event.kind.name,
                spot(writing, sentence, day.start, day.end),
                day.text,
                event.who,
                day.readings,
                names=frozenset().union(*(s.words for s in behind if s.kind == "place" or event.kind.name == "departure")),
                why=why(sentence) | causes(day),
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
        if not one.said or not asserted(writing, sentence.start + one.start):
            continue
        later = not joint["w"].lower().endswith(("before", "until", "to"))
        first, last = (second, one.kind.name) if later else (one.kind.name, second)
        kinds = sorted((first, last))
        place = spot(writing, sentence, joint.start("w"), joint.end("w"))
        number = int(first == kinds[0])
        yield Frame("order", "|".join(kinds), place, joint["w"], one.who, low=number, high=number,
                    why=why(sentence))  # fmt: skip


def _behind(text: str, at: int, events: list[_Event]) -> str | None:
    """Give the kind of event that stands right behind a joint, as a verb or as a noun."""
    end = next((m.start() for m in re.finditer(r"[,;.]", text[at : at + 60])), 60) + at
    verbs = [(e.start, e.kind.name) for e in events if at <= e.start < end]
    nouns = [(m.start(), kind.name) for kind, p in NOUNS if (m := p.search(text, at, end))]
    return min((*verbs, *nouns), default=(0, None))[1]
