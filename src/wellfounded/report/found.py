"""Dates and positions written in a text, each with its exact characters; nothing is completed or
guessed.

A date whose order of day and month cannot be decided has two readings. A time without a zone stays
without one. Month names are read in English and Russian, numbered dates also in Chinese and Uyghur.
Place names are not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place

_DEGREE_M: Final = 111_320
_ENGLISH: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_RUSSIAN: Final = (
    "янв",
    "фев",
    "мар",
    "апр",
    "ма",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
)
_MONTHS: Final = {
    name: number for names in (_ENGLISH, _RUSSIAN) for number, name in enumerate(names, 1)
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\.?"
)
_TIME = (
    r"(?:[T ,]{1,2}(?P<clock>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?)"
    r"(?:\s?(?P<zone>Z\b|UTC\b|[+-]\d{2}:?\d{2}\b))?)?"
)
_YEAR, _DAY = r"(?P<year>(?:1[89]|20)\d{2})", r"(?P<day>\d{1,2})"
_FLAGS = re.IGNORECASE
_WRITTEN: Final = (
    re.compile(rf"(?<!\d){_YEAR}-(?P<m>\d{{2}})-(?P<day>\d{{2}}){_TIME}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}(?!\d)", _FLAGS),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)", _FLAGS),
    re.compile(rf"(?<!\d){_YEAR}\s?年\s?(?P<m>\d{{1,2}})\s?月\s?{_DAY}\s?[日号號]"),
    re.compile(rf"(?<!\d){_YEAR}-يىل\w{{0,3}}\s?(?P<m>\d{{1,2}})-ئاي\w{{0,5}}\s?{_DAY}-كۈن"),
)
_NUMBERED = re.compile(rf"(?<![\d./])(?P<a>\d{{1,2}})([./])(?P<b>\d{{1,2}})\2{_YEAR}(?![\d./]*\d)")
_DECIMAL = re.compile(
    r"(?<![\d.])(?P<lat>[-+]?\d{1,2}\.(?P<decimals>\d{4,8}))°?\s?(?P<ns>[NS])?[,;\s]\s?"
    r"(?P<lon>[-+]?\d{1,3}\.\d{4,8})°?\s?(?P<ew>[EW])?(?![\d.])"
)
_SEXAGESIMAL = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})°\s?(?P<m>\d{1,2})['′]\s?(?P<s>\d{1,2}(?:\.\d{1,3})?)[\"″]\s?(?P<ns>[NS])"
    r"[,;\s]{0,2}(?P<d2>\d{1,3})°\s?(?P<m2>\d{1,2})['′]\s?(?P<s2>\d{1,2}(?:\.\d{1,3})?)[\"″]\s?(?P<ew>[EW])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date or a position written at `chars` (half-open, code points of the text searched).

    `moments` are the possible readings of one date: one, or two where day and month cannot be told
    apart.
    """

    chars: tuple[int, int]
    written: str
    moments: tuple[Moment, ...] = ()
    place: Place | None = None


def found_in(text: str) -> list[Found]:
    """Give the dates and positions written in a text, in order of place; overlapping ones once."""
    every = chain(
        *(_dates(pattern, text) for pattern in _WRITTEN), _numbered(text), _positions(text)
    )
    kept: list[Found] = []
    for one in sorted(every, key=lambda f: (f.chars[0], -f.chars[1])):
        if not kept or one.chars[0] >= kept[-1].chars[1]:
            kept.append(one)
    return kept


def _month(name: str) -> int:
    lower = name.lower()
    return _MONTHS[lower[:3]] if lower[:3] in _MONTHS else _MONTHS[lower[:2]]


def _dates(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        month = _month(parts["month"]) if parts.get("month") else int(parts["m"])
        iso = f"{parts['year']}-{month:02d}-{int(parts['day']):02d}"
        if parts.get("clock"):
            zone = parts["zone"] or ""
            iso += f"T{parts['clock']}{'Z' if zone == 'UTC' else zone}"
        yield from _one(match, [iso])


def _numbered(text: str) -> Iterator[Found]:
    for match in _NUMBERED.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), match["year"]
        readings = {f"{year}-{b:02d}-{a:02d}", f"{year}-{a:02d}-{b:02d}"}
        yield from _one(match, sorted(readings))


def _one(match: re.Match[str], readings: list[str]) -> Iterator[Found]:
    moments = []
    for reading in readings:
        try:
            moments.append(Moment.parse(reading))
        except Mistaken:  # not a date on the calendar: this reading is impossible
            continue
    if moments:
        yield Found(match.span(), match.group(), tuple(moments))


def _positions(text: str) -> Iterator[Found]:
    yield from _placed(_DECIMAL, text, _decimal)
    yield from _placed(_SEXAGESIMAL, text, _sexagesimal)


def _placed(
    pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Place]
) -> Iterator[Found]:
    for match in pattern.finditer(text):
        try:
            yield Found(match.span(), match.group(), place=read(match))
        except Mistaken:  # not on the Earth
            continue


def _decimal(match: re.Match[str]) -> Place:
    south, west = (match["ns"] or "") == "S", (match["ew"] or "") == "W"
    lat, lon = (round(float(match[name]) * 10_000_000) for name in ("lat", "lon"))
    radius = max(1, round(_DEGREE_M / 10 ** len(match["decimals"])))
    return Place(-lat if south else lat, -lon if west else lon, radius)


def _sexagesimal(match: re.Match[str]) -> Place:
    lat, lon = (
        round((int(match[d]) + int(match[m]) / 60 + float(match[s]) / 3600) * 10_000_000)
        for d, m, s in (("d", "m", "s"), ("d2", "m2", "s2"))
    )
    return Place(-lat if match["ns"] == "S" else lat, -lon if match["ew"] == "W" else lon, 31)
