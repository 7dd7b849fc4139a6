"""A text with who speaks in it: its sentences, who `I` is at each place, and who `he` or `she` is where that is plain."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.claims.clash.frame import Person, person
from wellfounded.terms.digest import Digest
from wellfounded.terms.statement import Statement

MOST_CHARS: Final = 400_000
"""Code points of one text that are compared; what stands behind is left out, and said."""

_LONGEST: Final = 1_500
_END: Final = re.compile(
    r"(?<!\b[A-ZÀ-ÖØ-ÞЀ-Я])(?<!\bNo)(?<!\bNos)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)[.!?][\"”’»)]*\s+(?=[\"“«(]?[A-ZÀ-ÖØ-ÞЀ-Я\d])|[。！？]"
)
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]*"
NAME: Final = rf"(?:{_CAPITAL} (?:(?:al|bin|ibn|van|von|de|der) )?){{0,3}}{_CAPITAL}"
_TITLES: Final = r"(?:Mr|Mrs|Ms|Dr|Judge|Captain|Sergeant|General|Colonel|Professor|President|Minister|Officer|Lieutenant|Major)\.?\s+"
_BODY: Final = re.compile(
    r"\b(?:Agency|Ministry|Department|Archive|Post|Gazette|Observer|Ledger|Mirror|Daily|Times|News|Radio|Council|Committee|Court|Group|Party|University|Centre|Center|Office|Institute|Bank|Company|Police|Army|Republic|Union|Road|Street|Valley|Port|Fort|Lake|River|Mount|Island|North|South|East|West|United|States|The|This|That|These|Those|It|We|They|He|She|I|You|But|And|When|While|If|In|On|At|As|By|For|From|After|Before|Since|Then|There|Here|Not|No|One|Two|Three|Four|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_AUTHOR: Final = (
    re.compile(
        rf"\b(?:DECLARATION|STATEMENT|AFFIDAVIT|TESTIMONY|Declaration|Statement|Affidavit|Testimony)\s+(?:OF|of)\s+[\"“«]?(?P<n>{NAME})"
    ),
    re.compile(
        rf"\bI,\s+(?P<n>{NAME}),\s+(?:hereby\s+)?(?:declare|state|swear|affirm|depose|certify|of|born)\b"
    ),
    re.compile(
        rf"\b[Mm]y\s+name\s+is\s+(?P<n>{NAME})|\bunder\s+the\s+name\s+(?:of\s+)?[\"“«]?(?P<n2>{NAME})"
    ),
)
_LABEL: Final = re.compile(rf"\s*(?P<n>{NAME}|(?:[A-Z]\.\s?){{1,3}}|[A-Z]{{2,20}})\s?[:：]\s")
_LEAD: Final = re.compile(
    r"(?:\s*[\"“«(]|\s*\d+[.)]\s)*(?:(?:In|On|At|After|Before|By|Since|During|From|Then|Later|Earlier|Afterwards)\b[^,.]{0,60}?(?:,\s|(?=\b(?:he|she)\b))|(?:But|And|Then)\s)?",
)
_SUBJECT: Final = re.compile(
    rf"(?P<pro>[Hh]e|[Ss]he)\b|(?:{_TITLES})?(?P<name>{NAME})|(?:His|Her|The|Their)\s[a-z][a-z\s]{{1,30}},\s(?P<in>{NAME}),"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, half-open in code points of the text. `sender` is who wrote it, of a message or mail."""

    start: int
    end: int
    sender: str = ""
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its paragraph; who `I` is in it, and who `he` or `she` is, None where that is not plain."""

    start: int
    end: int
    text: str
    paragraph: Paragraph
    first: Person | None
    third: Person | None

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip().rstrip('"”’»)').endswith(("?", "？"))


class Writing:
    """One text of the case: paragraphs, statements, and the day it was published (ISO 8601) or ''."""

    def __init__(
        self,
        item: Digest,
        text: str,
        paragraphs: Sequence[Paragraph],
        statements: Sequence[Statement] = (),
        published: str = "",
        title: str = "",
    ) -> None:
        """Take a text whose statements count in it; at most 400,000 code points are read."""
        self.item, self.text, self.published, self.title = item, text[:MOST_CHARS], published, title
        self.paragraphs = [p for p in paragraphs if p.start < MOST_CHARS]
        self.cut = len(text) > MOST_CHARS
        spans = [(s.start, s.end, one) for one in statements for s in one.content]
        self._said = sorted(spans, key=lambda span: span[:2])
        self._starts = [span[0] for span in self._said]
        self.author = self._author()

    def _author(self) -> Person | None:
        """Give who says `I` in the whole text: a declaration's declarant."""
        for pattern in _AUTHOR:
            if found := pattern.search(self.text[:6_000]):
                name = found["n"] or found.groupdict().get("n2") or ""
                return person(name)
        return None

    def statement_at(self, at: int) -> Statement | None:
        """Give the innermost statement whose content holds a place; of very many that overlap, the nearest are looked at."""
        last = bisect_right(self._starts, at)
        for start, end, one in reversed(self._said[max(0, last - 40) : last]):
            if start <= at < end:
                return one
        return None

    def sentences(self) -> Iterator[Sentence]:
        """Give the sentences in order."""
        label: Person | None = None
        third: Person | None = None
        known: dict[str, Person] = {}
        for paragraph in self.paragraphs:
            label = self._label(paragraph, label)
            for start, end in _cut(self.text, paragraph):
                words = self.text[start:end]
                third = _third(words, third, known)
                first = person(paragraph.sender) or label or self.author
                yield Sentence(start, end, words, paragraph, first, third)

    def _label(self, paragraph: Paragraph, before: Person | None) -> Person | None:
        """Give who speaks in an interview: the name before the colon; a paragraph without one goes on as the one before."""
        found = _LABEL.match(self.text, paragraph.start, paragraph.end)
        return person(found["n"]) if found else before

    def speaker(self, sentence: Sentence, at: int) -> Person | None:
        """Give who `I` is at a place: who is quoted there, else who speaks in the paragraph or wrote the text."""
        one = self.statement_at(at)
        if one is not None and one.quoted and not _LABEL.match(sentence.text):
            name = one.speaker or (one.source[0].text if one.source else "")
            if name and name not in ("I", "we", "We"):
                return person(_bare(name))
        return sentence.first


def speaker_of(one: Statement) -> Person | None:
    """Give who a statement is of, by the first name in its source; None where only a pronoun or nobody stands there."""
    name = one.speaker or (one.source[0].text if one.source else "")
    found = re.search(NAME, re.sub(r"^(?:The|A|An)\s+", "", name))
    return person(found.group()) if found and not _BODY.fullmatch(found.group()) else None


def _bare(name: str) -> str:
    found = re.search(rf"{NAME}|(?:[A-Z]\.\s?)+", re.sub(rf"^(?:The|A|An)\s+|^{_TITLES}", "", name))
    return found.group() if found else name


def _cut(text: str, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Cut a paragraph into sentences, longer ones into pieces."""
    at, end = paragraph.start, min(paragraph.end, len(text))
    for mark in [*(m.end() for m in _END.finditer(text, at, end)), end]:
        while mark - at > _LONGEST:
            cut = text.rfind(" ", at + _LONGEST // 2, at + _LONGEST)
            cut = cut if cut > at else at + _LONGEST
            yield at, cut
            at = cut
        if mark > at:
            yield at, mark
        at = mark


def _third(words: str, before: Person | None, known: dict[str, Person]) -> Person | None:
    """Give who a sentence is about: its subject where that is a person by name, the one before where it is `he` or `she`."""
    lead = _LEAD.match(words)
    found = _SUBJECT.match(words, lead.end() if lead else 0)
    if found is None:
        return None
    if found["pro"]:
        return before
    name = re.sub(rf"^{_TITLES}", "", found["name"] or found["in"] or "")
    return named(name, known)


def named(name: str, known: dict[str, Person]) -> Person | None:
    """Give the person of a name: two words or more and no body or place, or part of such a name that stood before."""
    if _BODY.search(name):
        return None
    one = person(name)
    if one is None or one.initials:
        return None
    if len(one.words) == 1:
        return known.get(one.words[0])
    for word in one.words:
        known.setdefault(word, one)
    return one
