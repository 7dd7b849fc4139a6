"""Paragraphs of a document gathered and handed over, with their place in the whole text.

The text of a document is its paragraphs in order, joined by U+000A: first the body, then what stands
beside it (headers, notes, comments). Fact `text.digest` names it, and `chars` count in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wellfounded.extract.dates.moments import dates_in
from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.text_blocks import LONGEST, number_of
from wellfounded.extract.untrusted.text_marks import Repeats, unseen
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure, Passage


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, row or note: its text, its number or part, and who wrote it when, if said."""

    text: str
    part: str = ""
    heading: str = ""
    speaker: str = ""
    when: tuple[Moment, ...] = ()
    source: str = "text"


@dataclass(slots=True)
class Gathered:
    """Paragraphs so far; stops taking them at the limit of characters."""

    most: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    chars: int = 0
    full: bool = False

    def add(self, paragraph: Paragraph) -> None:
        """Take one, if it has any text and the limit allows."""
        if self.full or not paragraph.text.strip():
            return
        if self.chars + len(paragraph.text) > self.most:
            self.full = True
            return
        self.chars += len(paragraph.text) + 1
        self.paragraphs.append(paragraph)


def hand_over(gathered: Gathered, source: Source, out: Emitter) -> None:
    """Hand over the paragraphs, the digest of the whole text, its repeats and unseen characters."""
    whole = "\n".join(p.text for p in gathered.paragraphs)
    within = Digest.of(whole.encode("utf-8", "replace"))
    out.record(Fact("text.digest", str(within)))
    out.record(Fact("text.chars", len(whole)))
    repeats, at = Repeats(whole), 0
    for paragraph in gathered.paragraphs:
        start, end = at, at + len(paragraph.text)
        at = end + 1
        repeats.add(start, end)
        part = paragraph.part or number_of(paragraph.text[:40]) or None
        for first in range(start, end, LONGEST):
            last = min(first + LONGEST, end)
            words = whole[first:last]
            out.record(
                Passage(
                    words,
                    Locus(within, chars=(first, last), part=part),
                    source=paragraph.source,
                    language=language_of(words),
                    speaker=paragraph.speaker,
                    heading=paragraph.heading,
                    when=paragraph.when or dates_in(words),
                )
            )
    for fact in (*repeats.facts(within), *unseen(whole, within)):
        out.record(fact)
    if gathered.full:
        limit = source.limits.text_chars
        what = f"only the first {limit} characters were read"
        out.record(Failure("read", "over-limit", what, limits=(("text_chars", limit),)))
