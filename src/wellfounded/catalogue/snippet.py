"""The words around a hit, with the places of what matched: code points of the stored text, never of the folded one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.catalogue.query_language import Clause, Phrase
from wellfounded.catalogue.tokens import Token, index_form, tokens

WIDTH: Final = 200
BLOCK: Final = 2000
OVERLAP: Final = 200
MOST_BLOCKS: Final = 3
MOST_MARKS: Final = 32


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of a passage: `text` begins at code point `start` of it. `marks` are half-open spans of the passage."""

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The marks as spans of `text`, those outside it left out."""
        end = self.start + len(self.text)
        inside = (
            (max(a, self.start), min(b, end)) for a, b in self.marks if a < end and b > self.start
        )
        return tuple((a - self.start, b - self.start) for a, b in inside)


def snippet(text: str, language: str, clauses: Sequence[Clause], width: int = WIDTH) -> Snippet:
    """Give the part of a text with the most of what was searched for, about `width` code points."""
    phrases = [(n, phrase) for n, clause in enumerate(clauses) for phrase in clause.phrases]
    found: set[tuple[int, int, int]] = set()
    for start, block in _blocks(text, language, phrases):
        ordered, also = tokens(block, language)
        for number, phrase in phrases:
            for row in (also,) if phrase.also else (ordered, also):
                spans = _occurrences(row, phrase)
                found.update((start + a, start + b, number) for a, b in spans)
    marks = sorted(found)[: MOST_MARKS * 4]
    first, end = _window(text, marks, width)
    shown = _merged((a, b) for a, b, _ in marks)[:MOST_MARKS]
    return Snippet(text[first:end], first, tuple(shown))


def _blocks(
    text: str, language: str, phrases: list[tuple[int, Phrase]]
) -> Iterator[tuple[int, str]]:
    """Give the parts of a long text that hold a word of the query; the whole of a short one."""
    if len(text) <= BLOCK:
        yield 0, text
        return
    firsts = {phrase.words[0] for _, phrase in phrases}
    given, end = 0, 0
    for start in range(0, len(text), BLOCK):
        if given == MOST_BLOCKS:
            return
        block = text[start : start + BLOCK + OVERLAP]
        body, alt = index_form(block, language)
        if any(word in body or word in alt for word in firsts):
            begin = max(end, _word_start(text, start))
            end = start + len(block)
            given += 1
            yield begin, text[begin:end]


def _word_start(text: str, at: int) -> int:
    """Give the place of the last space before `at`, not far back, so that no word begins in its middle."""
    space = text.rfind(" ", max(0, at - OVERLAP), at)
    return space + 1 if space >= 0 else at


def _occurrences(row: list[Token], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Give the span of each place where the words of a phrase follow one another."""
    words = phrase.words
    if phrase.apart:
        yield from ((token.start, token.end) for token in row if token.text in words)
        return
    last = len(words) - 1
    for at in range(len(row) - last):
        if all(row[at + i].text == words[i] for i in range(last)) and _fits(
            row[at + last].text, words[last], phrase.prefix
        ):
            yield row[at].start, row[at + last].end


def _fits(word: str, wanted: str, prefix: bool) -> bool:
    return word.startswith(wanted) if prefix else word == wanted


def _window(text: str, marks: list[tuple[int, int, int]], width: int) -> tuple[int, int]:
    """Choose where to look: the place from which `width` code points show the most different clauses."""
    if len(text) <= width:
        return 0, len(text)
    best, at = 0, 0
    for start, _, _ in marks:
        seen = {number for a, b, number in marks if a >= start and b <= start + width * 3 // 4}
        if len(seen) > best:
            best, at = len(seen), start
    first = max(0, min(at - width // 4, len(text) - width))
    end = min(len(text), first + width)
    return _to_space(text, first, at), end if end == len(text) else _back_to_space(text, end, at)


def _to_space(text: str, first: int, mark: int) -> int:
    """Move the beginning on to the next word, unless that is far or past the mark."""
    if first == 0:
        return 0
    space = text.find(" ", first - 1, min(mark, first + 20))
    return space + 1 if space >= 0 else first


def _back_to_space(text: str, end: int, mark: int) -> int:
    """Move the end back to the last space, unless that is far or before the mark."""
    space = text.rfind(" ", max(mark, end - 20), end)
    return space if space > mark else end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in spans:
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged
