"""One text read through: each paragraph once, its statements told when the paragraph after it is known."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from wellfounded.claims.untrusted import chains, clauses, english, headline, stance, unparsed
from wellfounded.claims.untrusted.english import Draft
from wellfounded.claims.untrusted.pages import Paragraph, Text, repeats
from wellfounded.claims.untrusted.parser import MOST_WORDS, Parser
from wellfounded.claims.untrusted.quotes import Quotation, quotations
from wellfounded.claims.untrusted.spans import Span as Place
from wellfounded.claims.untrusted.spans import covers, joined, without
from wellfounded.claims.untrusted.speakers import Speakers
from wellfounded.claims.untrusted.times import Times
from wellfounded.terms.statement import Link, Span, Statement
from wellfounded.terms.timespan import Age, Deadline, TimeSpan

_PLAIN: Final = {"zh": unparsed.CHINESE, "ru": unparsed.RUSSIAN, "uk": unparsed.RUSSIAN}


def _belongs(draft: Draft, doc: Any, at: int) -> bool:
    """Whether a time stands under the word of saying, or under the clause that word continues."""
    token = next((t for t in doc if t.idx + len(t) > at), None)
    own = draft.token
    if token is None or own is None:
        return False
    if own.pos_ not in ("VERB", "AUX") or clauses.misread(own):
        return bool(token.sent == own.sent)
    above = {own, *((own.head,) if own.dep_ == "conj" else ())}
    return token in above or any(t in above for t in token.ancestors)


class Reader:
    """Reads one text; `deadlines`, `ages`, `unread` and `over` are complete when the statements have been taken."""

    def __init__(self, text: Text, parser: Parser, published: str = "") -> None:
        """Take the text, the parser of English, and the day of publication (ISO 8601) or ''."""
        self._text, self._parser = text, parser
        self._times = Times(published)
        self._speakers = Speakers()
        self._also: dict[int, list[int]] = defaultdict(list)
        self._quotes: dict[int, list[Quotation]] = defaultdict(list)
        self._small = headline.small_words(text.words)
        self._words = 0
        self.deadlines: list[Deadline] = []
        self.ages: list[Age] = []
        self.unread: dict[str, int] = defaultdict(int)
        self.over = False

    def statements(self) -> Iterator[Statement]:
        """Give every statement once, in the order of their paragraphs."""
        own = self._own_paragraphs()
        waiting: list[tuple[Draft, Any, Paragraph]] = []
        before: Draft | None = None
        for paragraph, doc in self._parsed(own):
            if doc is None:
                yield from self._told(waiting)
                waiting, before = [], None
                yield from self._plainly(paragraph)
                continue
            kept, before = self._paragraph(paragraph, doc, before)
            yield from self._told(waiting)
            waiting = [(draft, doc, paragraph) for draft in kept]
        yield from self._told(waiting)

    def _own_paragraphs(self) -> list[Paragraph]:
        """Give the paragraphs that repeat no earlier one; remember where the others repeat which, and every quotation."""
        own: list[Paragraph] = []
        for paragraph, earlier in repeats(self._text):
            if earlier is None:
                own.append(paragraph)
            else:
                self._also[earlier.start].append(paragraph.start - earlier.start)
        starts = [p.start for p in own]
        for quote in quotations(self._text.words, ((p.start, p.end) for p in own)):
            self._quotes[starts[bisect_right(starts, quote.start) - 1]].append(quote)
        return own

    def _parsed(self, own: list[Paragraph]) -> Iterator[tuple[Paragraph, Any]]:
        """Give every paragraph with its parse, None for one that is read without."""
        group: list[Paragraph] = []
        for paragraph in own:
            if self._parses(paragraph):
                group.append(paragraph)
                if len(group) < 64:
                    continue
                yield from self._group(group)
                group = []
            else:
                yield from self._group(group)
                group = []
                yield paragraph, None
        yield from self._group(group)

    def _parses(self, paragraph: Paragraph) -> bool:
        if paragraph.language.split("-")[0] not in ("", "en"):
            return False
        self._words += len(self._text.words[paragraph.start : paragraph.end].split())
        self.over |= self._words > MOST_WORDS
        return self._words <= MOST_WORDS

    def _group(self, group: list[Paragraph]) -> Iterator[tuple[Paragraph, Any]]:
        words = self._text.words
        given = ((headline.readable(words[p.start : p.end], self._small), p) for p in group)
        for doc, paragraph in self._parser.parsed(given):
            yield paragraph, doc

    def _paragraph(
        self, paragraph: Paragraph, doc: Any, before: Draft | None
    ) -> tuple[list[Draft], Draft | None]:
        words, offset = self._text.words, paragraph.start
        quotes = self._quotes[paragraph.start]
        found = english.drafts(doc, offset)
        english.attach(words, found, quotes, before)
        held = before.quotes if before is not None else []
        found = [d for d in found if not any(q.start <= d.at < q.end for q in held)]
        kept = english.outermost(found)
        self._speakers.add(doc, offset)
        self._timed(words[paragraph.start : paragraph.end], offset)
        return kept, kept[-1] if kept else (before if quotes and not found else None)

    def _timed(self, words: str, offset: int) -> None:
        self.deadlines += self._times.deadlines(words, offset)
        self.ages += self._times.ages(words, offset)

    def _told(self, waiting: list[tuple[Draft, Any, Paragraph]]) -> Iterator[Statement]:
        for draft, doc, paragraph in waiting:
            yield self._statement(draft, doc, paragraph)

    def _statement(self, draft: Draft, doc: Any, paragraph: Paragraph) -> Statement:
        draft.content = joined(
            self._text.words, without(draft.content, (*draft.cue, *draft.source))
        )
        held = [
            t
            for t in doc
            if covers(draft.content, paragraph.start + t.idx, paragraph.start + t.idx + 1)
        ]
        how = stance.of(draft, [t for t in held if not t.is_space])
        return Statement(
            within=self._text.within,
            source=self._spans(draft.source),
            cue=self._spans(draft.cue),
            content=self._spans(draft.content),
            stance=how.stance,
            speech=stance.speech(draft),
            annotator=self._parser.name,
            language="en",
            modality=how.modality,
            negation=how.negation,
            factive=how.factive,
            speaker=self._who(draft.speaker, draft.source),
            chain=self._chain(draft, doc, paragraph),
            date=self._date(draft, doc, paragraph),
            also=self._repeated(paragraph, draft),
            locus=paragraph.locus,
        )

    def _who(self, head: Any, source: tuple[Place, ...]) -> str:
        if head is None or not source:
            return ""
        words = self._text.words[source[0][0] : source[-1][1]]
        return self._speakers.full(words, head, source[0][0])

    def _chain(self, draft: Draft, doc: Any, paragraph: Paragraph) -> tuple[Link, ...]:
        found = []
        if paragraph.sender:
            start = Span(paragraph.start, paragraph.start, "")
            found.append(Link(paragraph.sender, "person", start))
        for ring in chains.rings(draft, doc, paragraph.start):
            words = self._text.words[ring.place[0] : ring.place[1]]
            whole = (
                self._speakers.full(words, ring.head, ring.place[0])
                if ring.head is not None
                else words
            )
            found.append(Link(whole or words, ring.role, Span(*ring.place, words)))
        return tuple(found)

    def _date(self, draft: Draft, doc: Any, paragraph: Paragraph) -> TimeSpan | None:
        """Give when it was said: the first time in its sentence that is not part of what is said or of who says it."""
        if draft.token is None:
            return None
        sentence = draft.token.sent
        start, end = paragraph.start + sentence.start_char, paragraph.start + sentence.end_char
        for when in self._times.dates(self._text.words[start:end], start):
            outside = not covers((*draft.content, *draft.source), when.start, when.end)
            if outside and _belongs(draft, doc, when.start - paragraph.start):
                return when
        return None

    def _repeated(self, paragraph: Paragraph, draft: Draft) -> tuple[Place, ...]:
        places = (*draft.source, *draft.cue, *draft.content)
        first, last = min(s for s, _ in places), max(e for _, e in places)
        return tuple((first + by, last + by) for by in self._also[paragraph.start])

    def _spans(self, places: tuple[Place, ...]) -> tuple[Span, ...]:
        return tuple(Span(s, e, self._text.words[s:e]) for s, e in places)

    def _plainly(self, paragraph: Paragraph) -> Iterator[Statement]:
        """Give the statements of a paragraph that is not parsed."""
        tag = paragraph.language.split("-")[0]
        words = self._text.words[paragraph.start : paragraph.end]
        self._timed(words, paragraph.start)
        language = unparsed.ENGLISH if tag in ("", "en") else _PLAIN.get(tag)
        if language is None:
            self.unread[tag] += 1
            return
        quotes = self._quotes[paragraph.start]
        for one in unparsed.statements(
            self._text.words, paragraph.start, paragraph.end, quotes, language
        ):
            yield self._plain_statement(one, paragraph)

    def _plain_statement(self, one: unparsed.Plainly, paragraph: Paragraph) -> Statement:
        source, cue, content = (
            self._spans(one.source),
            self._spans((one.cue,)),
            self._spans(one.content),
        )
        places = (*one.source, one.cue, *one.content)
        first, last = min(s for s, _ in places), max(e for _, e in places)
        who = source[0].text if source else ""
        return Statement(
            within=self._text.within, source=source, cue=cue, content=content,
            stance=one.word.stance, speech=one.speech, annotator="wellfounded rules without a parser",
            language=paragraph.language, modality=one.word.modality, negation=one.negated,
            factive=one.word.standing, speaker=who,
            chain=tuple(Link(s.text, "speaker", s) for s in source),
            also=tuple((first + by, last + by) for by in self._also[paragraph.start]),
            locus=paragraph.locus,
        )  # fmt: skip
