"""Rows of a table as passages: one field for each column, so that every cell can be cited.

The text of a row has exactly one field for each column of its `cells` (`A2:F2`), parted by U+0009;
tabs and line ends inside a cell are shown as a space. A wide gap of empty cells parts a row in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wellfounded.extract.dates.moments import dates_in
from wellfounded.extract.untrusted.language import language_of
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Failure, Passage

WIDEST_GAP: Final = 16
_LONGEST: Final = 8000
_SENTENCE: Final = 40
_CELL = re.compile(r"([A-Z]{1,4})([0-9]{1,7})", re.ASCII)
_SPACE = re.compile(r"[\t\r\n\v\f\u2028\u2029]+")


def column_name(number: int) -> str:
    """Give the letters of a column counted from 1: A, B, ..., Z, AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_place(reference: str) -> tuple[int, int] | None:
    """Give column and row of a reference such as `B12`, both from 1; None for anything else."""
    found = _CELL.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found.group(2))


class Rows:
    """Hands over rows until the limits of characters and records are reached."""

    def __init__(self, source: Source, out: Emitter) -> None:
        """Take the item and where its passages go."""
        self._source, self._out = source, out
        self._chars = 0
        self._given = 0
        self.full = False

    def add(self, row: int, cells: Mapping[int, str], sheet: str | None = None) -> None:
        """Hand over one row: column (from 1) to text; empty cells may be left out."""
        for first, fields in _segments(cells):
            if self.full:
                return
            text = "\t".join(fields)
            last = first + len(fields) - 1
            name = f"{column_name(first)}{row}"
            if last > first:
                name += f":{column_name(last)}{row}"
            self._chars += len(text)
            self._given += 1
            place = Locus(self._source.digest, sheet=sheet, cells=name)
            language, when = _language(fields), dates_in(text)
            self._out.record(Passage(text, place, "cell", language, when=when))
            limits = self._source.limits
            self._stop_at("text_chars", limits.text_chars, self._chars, place)
            self._stop_at("records", limits.records // 2, self._given, place)

    def _stop_at(self, limit: str, most: int, reached: int, place: Locus) -> None:
        if reached >= most and not self.full:
            self.full = True
            what = f"rows after this one were not read: the limit {limit}"
            value = getattr(self._source.limits, limit)
            self._out.record(Failure("read", "over-limit", what, place, limits=((limit, value),)))


def _language(fields: list[str]) -> str:
    """The language of the longest cell; short cells in a row are no text that shows one."""
    longest = max(fields, key=len)
    return "" if longest.isascii() and len(longest) < _SENTENCE else language_of(longest)


def _segments(cells: Mapping[int, str]) -> Iterator[tuple[int, list[str]]]:
    """The cells that have text, in runs without a wide gap and not too long."""
    first, fields, length = 0, list[str](), 0
    for column in sorted(cells):
        text = _SPACE.sub(" ", cells[column]).strip()
        if not text:
            continue
        gap = column - first - len(fields)
        if fields and (gap > WIDEST_GAP or length > _LONGEST):
            yield first, fields
            fields, length = [], 0
        if not fields:
            first, gap = column, 0
        fields += [""] * gap + [text]
        length += len(text) + gap + 1
    if fields:
        yield first, fields
