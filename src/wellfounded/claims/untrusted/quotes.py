"""Quotations of a text: a state machine over its marks that loses nothing to a mark that is missing or stands alone.

A quotation never reaches beyond its paragraph unless the next paragraph opens with the same mark again (the convention for
a quotation of several paragraphs). A mark that closes nothing is left alone; one that is never closed ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 4000
"""Code points after which an open quotation ends, whatever comes."""

_PAIRS: Final = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
    "〝": "〞",
    "‘": "’",
}
_ALSO: Final = {"“”": "“”", "”": '"＂', '"': "”", "＂": "”"}
"""Marks that end a quotation opened by another: people mix typewriter and printer's marks."""

_STRAIGHT: Final = frozenset('"＂')
_MARK = re.compile("[“”„«»‹›「」『』《》〝〞‘’\"＂]|''|``")
_TITLES: Final = frozenset("《")
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-:,/>|…]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks, half-open. `closed` is false where its closing mark is missing.

    `goes_on` is true where it takes up an unclosed quotation of the paragraph before.
    """

    start: int
    end: int
    closed: bool = True
    goes_on: bool = False

    def holds(self, start: int, end: int) -> int:
        """Give how many code points of a span lie in it."""
        return max(0, min(self.end, end) - max(self.start, start))


def quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> Iterator[Quotation]:
    """Give the outermost quotations in order, paragraph by paragraph."""
    left_open = ""
    for start, end in paragraphs:
        opening = text[start : start + 1]
        goes_on = bool(left_open) and opening == left_open
        left_open = ""
        for found in _in_paragraph(text, start, end):
            first = goes_on and found.start == start
            yield Quotation(found.start, found.end, found.closed, first)
            if not found.closed:
                left_open = text[found.start : found.start + 1]


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened, mark, closing = -1, "", ""
    for found in _MARK.finditer(text, start, end):
        here, at = found.group(), found.start()
        if opened >= 0 and at - opened > LONGEST:
            yield Quotation(opened, _cut(text, opened, at), closed=False)
            opened = -1
        if opened < 0:
            if _opens(text, here, at, found.end(), start, end):
                opened, mark, closing = at, here, _PAIRS.get(here, here)
        elif _closes(text, here, closing, at, found.end(), start, end):
            if mark not in _TITLES:
                yield Quotation(opened, found.end())
            opened = -1
        elif (
            here == mark and mark in ("“", "«", "„") and _begins(text, at, found.end(), start, end)
        ):
            yield Quotation(opened, _cut(text, opened, at), closed=False)
            opened = at
    if opened >= 0 and mark not in ("‘", *_TITLES):
        yield Quotation(opened, _cut(text, opened, end), closed=False)


def _cut(text: str, start: int, end: int) -> int:
    """Give where an unclosed quotation ends: before the white space at its end."""
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _begins(text: str, at: int, after: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    return _OPENS_AFTER.match(before) is not None and not behind.isspace()


def _opens(text: str, mark: str, at: int, after: int, start: int, end: int) -> bool:
    if mark == "‘" or mark in _STRAIGHT or mark in ("''", "``"):
        return _begins(text, at, after, start, end)
    return mark in _PAIRS


def _closes(text: str, mark: str, closing: str, at: int, after: int, start: int, end: int) -> bool:
    if closing == "``":
        closing = "''"
    if mark != closing and mark not in _ALSO.get(closing, ""):
        return False
    if mark == "’":  # an apostrophe inside a word or behind a plural closes nothing
        behind = text[after] if after < end else " "
        return not behind.isalnum()
    if mark in _STRAIGHT or mark == "''":
        return not _begins(text, at, after, start, end)
    return True
