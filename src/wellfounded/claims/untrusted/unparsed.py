"""Statements without a parser: quotations and verbs of saying in Chinese and Russian, and in English beyond what is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.claims.untrusted import lexicon
from wellfounded.claims.untrusted.quotes import Quotation
from wellfounded.claims.untrusted.spans import Span, covers


@dataclass(frozen=True, slots=True)
class Plainly:
    """A statement found without a parse; spans count in the whole text."""

    word: lexicon.Plain
    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    speech: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """How one language says that somebody says something: its words by their exact forms and the shapes around them."""

    words: tuple[lexicon.Plain, ...]
    cue: re.Pattern[str]
    who_before: re.Pattern[str]
    who_after: re.Pattern[str]
    by: re.Pattern[str]
    negated: re.Pattern[str]
    opens: re.Pattern[str]
    ends: str

    def word(self, form: str) -> lexicon.Plain:
        """Give the entry of a form that the pattern found."""
        return next(w for w in self.words if form.lower().startswith(w.word))


_CHINESE_WORDS: Final = lexicon.plain("chinese.txt")
_RUSSIAN_WORDS: Final = lexicon.plain("russian.txt")
_ENGLISH_WORDS: Final = tuple(
    lexicon.Plain(form, "asserts", "open", "", "after")
    for form in ("according to", "said", "says", "told", "wrote", "added", "claimed", "reported")
)

CHINESE: Final = Language(
    _CHINESE_WORDS,
    re.compile("|".join(re.escape(w.word) for w in _CHINESE_WORDS)),
    re.compile(
        r"([^\s，。；：！？、,;:!?“”「」『』（）()《》]{1,24}?)(?:也|还|還|曾|则|則|又|都|再次|随后|隨後|当时|當時|今天|昨天|周[一二三四五六日])*(?:对[^，。]{1,12}|向[^，。]{1,12})?$"
    ),
    re.compile(r"^([^\s，。；：！？、“”「」『』（）()]{1,24})"),
    re.compile(
        r"(?:据|據|根据|根據)([^，。；：！？\n]{1,30}?)(?:的)?(?:报道|報道|报导|報導|消息|报告|報告|说法|說法|透露|称|稱|介绍)[，,]"
    ),
    re.compile(r"(?:没有|沒有|未|不|从未|從未)$"),
    re.compile(r"^(?:道)?\s*[：:，,]?\s*"),
    "。！？!?\n",
)
RUSSIAN: Final = Language(
    _RUSSIAN_WORDS,
    re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(w.word) for w in _RUSSIAN_WORDS) + r")\w{0,6}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"([^,.;:!?«»“”„—–\n]{2,60}?)\s*(?:(?:также|затем|ранее|потом|уже|вчера|сегодня)\s+)*(?:не\s+)?$"
    ),
    re.compile(r"^\s*([^,.;:!?«»“”„—–\n]{2,60})"),
    re.compile(
        r"(?<!\w)(?:по\s+словам|по\s+данным|по\s+сведениям|по\s+мнению|согласно|со\s+слов)\s+([^,.;:!?«»\n]{2,60}),",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)не\s+$", re.IGNORECASE),
    re.compile(r"^(?:[^,.:!?«»“„\n]{0,40})?(?:,\s*(?:что|будто|якобы)\s+|\s*:\s*)"),
    ".!?\n",
)
ENGLISH: Final = Language(
    _ENGLISH_WORDS,
    re.compile(r"(?<!\w)(?:" + "|".join(w.word for w in _ENGLISH_WORDS) + r")(?!\w)"),
    re.compile(r"([^,.;:!?“”\"\n]{2,60}?)\s*$"),
    re.compile(r"^\s*([^,.;:!?“”\"\n]{2,60})"),
    re.compile(r"(?<!\w)[Aa]ccording to ([^,.;:!?\n]{2,60}),"),
    re.compile(r"(?:not|never)\s+$"),
    re.compile(r"^(?:\s*[,:]\s*|\s+(?:that\s+)?)"),
    ".!?\n",
)
_MOST: Final = 200
"""Statements taken of one paragraph."""


def statements(
    text: str, start: int, end: int, quotes: Sequence[Quotation], language: Language
) -> Iterator[Plainly]:
    """Give the statements of one paragraph in order."""
    taken: list[Span] = []
    for one in _by(text, start, end, quotes, language):
        taken += [(one.cue[0], one.source[0][1] + 3), *one.content]
        yield one
    for count, found in enumerate(language.cue.finditer(text, start, end)):
        if count >= _MOST:
            break
        if any(q.start <= found.start() < q.end for q in quotes) or covers(taken, *found.span()):
            continue
        told = _at(text, start, end, found.span(), quotes, language)
        if told is not None:
            taken += [told.cue, *told.content]
            yield told


def _by(
    text: str, start: int, end: int, quotes: Sequence[Quotation], language: Language
) -> Iterator[Plainly]:
    """Give what is so by somebody's word: `by the account of X, ...`."""
    for found in language.by.finditer(text, start, end):
        body = (found.end(), _sentence_end(text, found.end(), end, language))
        if body[1] - body[0] > 3:
            word = lexicon.Plain(found.group(), "reports", "open", "", "source")
            place = (found.start(), found.start(1))
            yield Plainly(
                word, place, (found.span(1),), (_trimmed(text, body),), speech(body, quotes)
            )


def _at(
    text: str, start: int, end: int, cue: Span, quotes: Sequence[Quotation], language: Language
) -> Plainly | None:
    word = language.word(text[cue[0] : cue[1]])
    first = _sentence_start(text, cue[0], start, language)
    before = text[first : cue[0]]
    negated = language.negated.search(before) is not None
    behind = next((q for q in quotes if 0 <= cue[0] - q.end <= 60 and q.end >= start), None)
    said = behind is not None and not any(c in language.ends for c in text[behind.end : cue[0]])
    who = language.who_before.search(text[behind.end : cue[0]] if said and behind else before)
    base = behind.end if said and behind else first
    source = _place(text, who, base)
    if said and behind is not None:
        if source is None:
            source = _place(text, language.who_after.search(text[cue[1] : end]), cue[1])
        content = (behind.start, behind.end)
        return (
            None if source is None else Plainly(word, cue, (source,), (content,), "direct", negated)
        )
    opened = language.opens.match(text[cue[1] : end])
    if opened is None or (source is None and word.form != "nobody"):
        return None
    body = (cue[1] + opened.end(), _content_end(text, cue[1] + opened.end(), end, quotes, language))
    content = _trimmed(text, body)
    if content[1] - content[0] < 2:
        return None
    found = () if source is None else (source,)
    return Plainly(word, cue, found, (content,), speech(content, quotes), negated)


def _place(text: str, match: re.Match[str] | None, base: int) -> Span | None:
    """Give the place of who says it, without the dash and spaces around."""
    if match is None or not match.group(1).strip(" —–-\t"):
        return None
    return _trimmed(text, (base + match.start(1), base + match.end(1)))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " \t\r\n—–-，,":
        start += 1
    while end > start and text[end - 1] in " \t\r\n—–-，,":
        end -= 1
    return start, end


def _sentence_start(text: str, at: int, start: int, language: Language) -> int:
    return max((text.rfind(mark, start, at) + 1 for mark in language.ends), default=start) or start


def _sentence_end(text: str, at: int, end: int, language: Language) -> int:
    places = [i for mark in language.ends if (i := text.find(mark, at, end)) >= 0]
    return min(places, default=end)


def _content_end(
    text: str, at: int, end: int, quotes: Sequence[Quotation], language: Language
) -> int:
    """Give where a content ends: with the quotation that begins it, else with the sentence outside quotations."""
    for quote in quotes:
        if at <= quote.start <= at + 1:
            return min(quote.end, end)
    stop = _sentence_end(text, at, end, language)
    for quote in quotes:
        if quote.start < stop < quote.end:
            stop = min(quote.end, end)
    return stop


def speech(content: Span, quotes: Sequence[Quotation]) -> str:
    """Say how much of a content stands in quotation marks: direct, mixed or indirect."""
    held = sum(quote.holds(*content) for quote in quotes)
    if held == 0:
        return "indirect"
    return "direct" if held >= 0.8 * (content[1] - content[0]) else "mixed"
