"""The statements a language model proposed for a text: those whose words stand there, letter for letter, in one paragraph.

Decoder. `settings`: `input` as in `annotate.py`; `replies` are the server's answers, each {start, end, reply} with the place of
the portion it was asked about; `published` the day of publication; `annotator` the name of who was asked.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

import msgspec

from wellfounded.claims.untrusted import pages, unparsed
from wellfounded.claims.untrusted.pages import Paragraph, Text
from wellfounded.claims.untrusted.quotes import Quotation, quotations
from wellfounded.claims.untrusted.spans import Span as Place
from wellfounded.claims.untrusted.times import Times
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure
from wellfounded.terms.statement import MODALITIES, STANCES, Link, Span, Statement

_MOST_PLACES: Final = 64
_MOST_PROPOSED: Final = 500


class _Proposed(msgspec.Struct):
    """One statement as the model wrote it."""

    content: list[str]
    stance: str
    source: str = ""
    cue: str = ""
    modality: str = ""
    negation: bool = False


class _Answer(msgspec.Struct):
    statements: list[_Proposed]


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over what was proposed and stands in the text, in order, and say how much of it did not."""
    text = pages.given(source, out, settings)
    found, rejected = _Search(text, str(settings.get("annotator", ""))), 0
    for reply in settings.get("replies", ()):
        try:
            proposed = answered(reply["reply"])
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            what = "the server's answer has not the form it was asked for"
            place = Locus(text.within, chars=(reply["start"], reply["end"]))
            out.record(Failure("statements", "reply-form", what, place, next="build again, or choose another model"))  # fmt: skip
            continue
        for one in proposed:
            rejected += not found.take(one, reply["start"], reply["end"])
    for statement in found.statements():
        out.record(statement)
    times = Times(str(settings.get("published", "")))
    for paragraph, earlier in pages.repeats(text):
        if earlier is None:
            words = text.words[paragraph.start : paragraph.end]
            for deadline in times.deadlines(words, paragraph.start):
                out.record(deadline)
            for age in times.ages(words, paragraph.start):
                out.record(age)
    if rejected:
        out.record(Fact("statements.rejected", f"{rejected} whose words do not stand in the text"))


def answered(reply: str) -> list[_Proposed]:
    """Give what a reply of the server proposes; raises ValueError and others for one that has not the form."""
    message = json.loads(reply)["choices"][0]["message"]["content"]
    return msgspec.json.decode(message, type=_Answer).statements[:_MOST_PROPOSED]


class _Search:
    """Looks for proposals in a text and keeps what stands there."""

    def __init__(self, text: Text, annotator: str) -> None:
        self._text, self._annotator = text, annotator
        pairs = list(pages.repeats(text))
        self._own = [paragraph for paragraph, earlier in pairs if earlier is None]
        self._also: dict[int, list[int]] = {}
        for paragraph, earlier in pairs:
            if earlier is not None:
                self._also.setdefault(earlier.start, []).append(paragraph.start - earlier.start)
        self._kept: dict[tuple[Place, ...], Statement] = {}

    def take(self, one: _Proposed, start: int, end: int) -> bool:
        """Keep a proposal about a portion of the text; False where it does not stand there, or is none."""
        content = [piece for piece in one.content if piece.strip()]
        if not content or one.stance not in STANCES or one.modality not in MODALITIES:
            return False
        first = bisect_left(self._own, start, key=lambda p: p.start)
        for paragraph in self._own[first:]:
            if paragraph.end > end:
                return False
            places = _places(self._text.words, paragraph, one.source, one.cue, content)
            if places is not None:
                statement = self._statement(one, paragraph, *places)
                spans = (*statement.source, *statement.cue, *statement.content)
                self._kept.setdefault(tuple((s.start, s.end) for s in spans), statement)
                return True
        return False

    def statements(self) -> Iterator[Statement]:
        """Give what was kept in the order of the text, each once."""
        for places in sorted(self._kept):
            yield self._kept[places]

    def _statement(
        self,
        one: _Proposed,
        paragraph: Paragraph,
        who: Place | None,
        cue: Place | None,
        said: list[Place],
    ) -> Statement:
        source = self._spans([who] if who else [])
        spans = sorted((*said, *([who] if who else []), *([cue] if cue else [])))
        within = ((paragraph.start, paragraph.end),)
        marks: list[Quotation] = list(quotations(self._text.words, within))
        return Statement(
            within=self._text.within,
            source=source,
            cue=self._spans([cue] if cue else []),
            content=self._spans(said),
            stance=one.stance,
            speech=unparsed.speech((said[0][0], said[-1][1]), marks),
            annotator=self._annotator,
            language=paragraph.language,
            modality=one.modality,
            negation=one.negation,
            speaker=source[0].text if source else "",
            chain=tuple(Link(s.text, "speaker", s) for s in source),
            also=tuple((spans[0][0] + by, spans[-1][1] + by) for by in self._also.get(paragraph.start, ())),
            locus=paragraph.locus,
        )  # fmt: skip

    def _spans(self, places: list[Place]) -> tuple[Span, ...]:
        return tuple(Span(s, e, self._text.words[s:e]) for s, e in places)


def _places(
    text: str, paragraph: Paragraph, source: str, cue: str, content: list[str]
) -> tuple[Place | None, Place | None, list[Place]] | None:
    """Give where source, cue and content stand in a paragraph, nearest to each other; None where one of them does not."""
    best: tuple[int, tuple[Place | None, Place | None, list[Place]]] | None = None
    for begin in _all(text, content[0], paragraph.start, paragraph.end):
        said = _in_order(text, content, begin, paragraph.end)
        if said is None:
            continue
        whole = (said[0][0], said[-1][1])
        word = _nearest(text, cue, paragraph, whole)
        who = _nearest(text, source, paragraph, word or whole)
        if (cue.strip() and word is None) or (source.strip() and who is None):
            continue
        apart = sum(_apart(whole, one) for one in (word, who) if one is not None)
        if best is None or apart < best[0]:
            best = (apart, (who, word, said))
    return None if best is None else best[1]


def _in_order(text: str, pieces: list[str], begin: int, end: int) -> list[Place] | None:
    """Give the places of pieces one after the other, the first at `begin`."""
    found: list[Place] = []
    at = begin
    for piece in pieces:
        at = text.find(piece, at, end)
        if at < 0:
            return None
        found.append((at, at + len(piece)))
        at += len(piece)
    return found


def _nearest(text: str, words: str, paragraph: Paragraph, to: Place) -> Place | None:
    """Give the place of some words nearest to another; None for none, or where they do not stand in the paragraph."""
    if not words.strip():
        return None
    places = [(at, at + len(words)) for at in _all(text, words, paragraph.start, paragraph.end)]
    return min(places, key=lambda place: _apart(place, to), default=None)


def _apart(one: Place, other: Place) -> int:
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))


def _all(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Give where some words begin, the first few of many."""
    at = text.find(words, start, end)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1, end)
