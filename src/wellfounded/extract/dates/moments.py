"""Dates and times that stand in a text, as precise as they are written and not more.

A date whose order of day and month cannot be told gives both readings. Relative dates (yesterday,
last week), years of two digits and dates without a year are left alone: they need what is not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wellfounded.extract.dates import words
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

MOST: Final = 32
"""Dates kept of one text; a list of hundreds is a table, not a statement."""

_READ: Final = 16_000
_HINT = re.compile(r"\d{4}|[〇零○一二][〇零○一二三四五六七八九]{3}年")
_YEAR = r"(?P<y>(?:1[5-9]|20)\d{2}|[١۱][٥-٩۵-۹][٠-٩۰-۹]{2}|[٢۲][٠۰][٠-٩۰-۹]{2})"
_CLOCK = (
    r"(?:(?:,|\s+at|\s+в|\s+à|\s+um)?[T\s]\s*(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?::(?P<s>\d{2}))?"
    r"(?:\s?(?P<ap>[ap]\.?m\b\.?))?"
    r"(?:\s?\(?(?P<z>Z(?![a-z])|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?(?!\d)|UTC|GMT|"
    + words.ZONE_NAMES
    + r")\)?)?)?"
)
_CN = r"[〇零○一二三四五六七八九十]"
_CONTEXT: Final = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "during",
        "from",
        "of",
        "before",
        "after",
        "en",
        "depuis",
        "im",
        "seit",
        "в",
        "с",
        "عام",
        "سنة",
    ]
)
_TEXTS: Final = (
    # 2024-03-01T12:30:00+08:00, 2024/3/1, 2024.03.01
    (
        "year first",
        rf"(?<![\d./-]){_YEAR}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?![\d]|[-/]\d)"
        + _CLOCK,
    ),
    # 3 March 2024, 3rd of March, 2024, 15 марта 2017 г.
    (
        "month",
        rf"(?<![\d.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?(?P<mn>{words.MONTHS})"
        rf"\.?,?\s+(?:de\s+|del\s+)?{_YEAR}(?!\d)" + _CLOCK,
    ),
    # the third of March 2024
    (
        "month",
        rf"(?<!\w)(?P<d>{words.ORDINALS})\s+of\s+(?P<mn>{words.MONTHS}),?\s+{_YEAR}(?!\d)" + _CLOCK,
    ),
    # March 3, 2024
    (
        "month",
        rf"(?<!\w)(?P<mn>{words.MONTHS})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)"
        + _CLOCK,
    ),
    # March 2024
    (
        "month",
        rf"(?<!\w)(?<!\d\s)(?P<mn>{words.MONTHS})\.?,?\s+(?:of\s+|de\s+)?{_YEAR}(?!\d)",
    ),
    # 2024年3月3日 下午2时30分
    (
        "年",
        (
            rf"(?<!\d)(?:(?P<y>\d{{4}})|(?P<cy>{_CN}{{4}}))\s?年(?!\w?龄)"
            rf"(?:\s?(?:(?P<m>\d{{1,2}})|(?P<cm>{_CN}{{1,2}}))\s?月"
            rf"(?:\s?(?:(?P<d>\d{{1,2}})|(?P<cd>{_CN}{{1,3}}))\s?[日号號]"
            r"(?:\s?(?P<zn>北京时间|北京時間|新疆时间|乌鲁木齐时间)?\s?(?P<ca>凌晨|早上|上午|中午|下午|晚上)?"
            r"\s?(?P<h>\d{1,2})[时時点點:：](?P<mi>\d{2})分?)?)?)?"
        ),
    ),
    # 2024년 3월 3일
    ("년", r"(?<!\d)(?P<y>\d{4})\s?년(?:\s?(?P<m>\d{1,2})\s?월(?:\s?(?P<d>\d{1,2})\s?일)?)?"),
    # 2017-يىلى 3-ئاينىڭ 15-كۈنى
    (
        "يىل",
        (
            rf"(?<!\d){_YEAR}\s?-?\s?يىل\w*(?:\s+(?P<m>\d{{1,2}})\s?-?\s?ئاي\w*"
            r"(?:\s+(?P<d>\d{1,2})\s?-?\s?كۈن\w*)?)?"
        ),
    ),
    # 03/04/2024, 15.3.2017
    (
        "year last",
        rf"(?<![\d./-])(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep){_YEAR}(?![\d]|[-/]\d)"
        + _CLOCK,
    ),
    # in 2020, в 2020 году, im Jahr 2020
    (
        "context",
        rf"(?<!\w)(?:{'|'.join(sorted(_CONTEXT))}|im\s+jahr)\s+{_YEAR}(?![\w%]|[./:-]\d|,\d){words.NOT_A_YEAR}",
    ),
    ("г", rf"(?<!\d){_YEAR}\s(?:год\w{{0,3}}|г\.)"),
)
_PATTERNS: Final = tuple((hint, re.compile(text, re.IGNORECASE)) for hint, text in _TEXTS)
_YEAR_FIRST = re.compile(r"\d{4}[-/.]\d")
_YEAR_LAST = re.compile(r"\d[-/.]\d{4}")
_TOKEN = re.compile(r"[^\W\d_]+")


def dates_in(text: str) -> tuple[Moment, ...]:
    """Give the moments written in the text, in order; two in a row for one that can be read two ways.

    Each keeps the words it was read from in `written`. At most 32, of the first 16,000 characters.
    """
    text = text[:_READ]
    if _HINT.search(text) is None:
        return ()
    found: list[Moment] = []
    for match in _matches(text):
        for moment in _readings(match):
            if len(found) < MOST and moment not in found:
                found.append(moment)
    return tuple(found)


def matches_in(text: str) -> Iterator[tuple[re.Match[str], tuple[Moment, ...]]]:
    """Give each date written out in a text with its readings, in order: one, or two where day and month can be either."""
    if _HINT.search(text) is not None:
        for match in _matches(text):
            yield match, tuple(_readings(match))


def _matches(text: str) -> list[re.Match[str]]:
    """The matches of all patterns, the longest where two overlap, in order."""
    hints = _hints(text)
    every = [
        match
        for hint, pattern in _PATTERNS
        if hint in hints or (len(hint) < 4 and hint in text)
        for match in pattern.finditer(text)
    ]
    taken: list[re.Match[str]] = []
    for match in sorted(every, key=lambda m: m.start() - m.end()):
        if all(match.end() <= t.start() or match.start() >= t.end() for t in taken[:MOST]):
            taken.append(match)
    return sorted(taken, key=lambda m: m.start())


def _hints(text: str) -> set[str]:
    """What of a date the text holds; a pattern is only tried where its part is there."""
    tokens = set(_TOKEN.findall(text.lower()))
    found = {
        "year first": _YEAR_FIRST.search(text) is not None,
        "year last": _YEAR_LAST.search(text) is not None,
        "month": not tokens.isdisjoint(words.FIRST_WORDS),
        "context": not tokens.isdisjoint(_CONTEXT),
    }
    return {name for name, there in found.items() if there}


def _readings(match: re.Match[str]) -> Iterator[Moment]:
    part = match.groupdict()
    year = int(part.get("y") or words.chinese_number(part.get("cy") or ""))
    days: list[tuple[int, ...]]
    if part.get("a"):
        one, two = int(part["a"] or 0), int(part["b"] or 0)
        orders = [(two, one)] if one == two else [(two, one), (one, two)]
        days = [(year, m, d) for m, d in orders]
    elif part.get("mn"):
        month = words.month_named(part["mn"] or "")
        days = [(year, month, words.day_named(part["d"] or "")) if part.get("d") else (year, month)]
    else:
        days = [_numbers(part, year)]
    clock, offsets = _clock(part)
    for day in days:
        try:
            if len(day) == 3 and clock:
                yield Moment((*day, *clock), offsets, match.group().strip())
            else:
                yield Moment(day, (), match.group().strip())
        except Mistaken:
            continue


def _numbers(part: dict[str, str | None], year: int) -> tuple[int, ...]:
    fields = [year]
    for plain, chinese in (("m", "cm"), ("d", "cd")):
        if value := part.get(plain):
            fields.append(int(value))
        elif value := part.get(chinese):
            fields.append(words.chinese_number(value))
        else:
            break
    return tuple(fields)


def _clock(part: dict[str, str | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The time of day and the zone written beside it; hours that need a guess give no time."""
    if not part.get("h"):
        return (), ()
    hour, minute = int(part["h"] or 0), int(part["mi"] or 0)
    half = (part.get("ap") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return (), ()
        hour = hour % 12 + (12 if half == "p" else 0)
    if part.get("ca") in ("下午", "晚上") and hour < 12:
        hour += 12
    clock = (hour, minute, int(part["s"] or 0)) if part.get("s") else (hour, minute)
    zone = words.zone_offset(part.get("z") or part.get("zn") or "")
    return clock, () if zone is None else (zone,)
