"""Every date a text writes, as the days it can mean: written out, of another calendar, or counted from the day of publication.

Ages (38, aged 38, 38岁, East Asian counts too) and durations (30 days) are no dates and never become one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from wellfounded.extract.dates import calendars, moments, relative, words
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.timespan import Reading, TimeSpan

_READ: Final = 16_000
_MOST: Final = 500
_DAY: Final = timedelta(days=1)
_Y: Final = r"(?P<y>1[5-9]\d\d|20\d\d)"
_Y2: Final = r"(?P<y2>1[5-9]\d\d|20\d\d|\d\d)"
_M: Final = rf"(?P<mn>{words.MONTHS})"
_NOT_A_YEAR: Final = r"(?!\w|[.,]\d)" + words.NOT_A_YEAR
_PARTS: Final = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "beginning": (1, 3),
    "start": (1, 3),
    "middle": (5, 8),
    "end": (10, 12),
}
_SEASONS: Final = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 14),
}
_RANGE = re.compile(
    rf"(?<![\w./-]){_Y}\s?(?:-|–|—|to|until|through|по|至|到)\s?{_Y2}(?![\w./-]|年\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?<!\w)between\s+{_Y}\s+and\s+(?P<y2>1[5-9]\d\d|20\d\d)(?!\w)", re.IGNORECASE
)
_MONTHS = re.compile(
    rf"(?<!\w)(?:from\s+|between\s+)?{_M}\s+(?:to|and|through|until|-|–)\s+(?P<mn2>{words.MONTHS})\s+{_Y}(?!\w)",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?<!\w)(?:the\s+)?(?P<p>early|mid|late|beginning|start|middle|end)(?:-|\s+(?:of\s+|in\s+)?){_Y}{_NOT_A_YEAR}",
    re.IGNORECASE,
)
_SEASON = re.compile(
    rf"(?<!\w)(?P<s>spring|summer|autumn|fall|winter)(?:\s+of)?\s+{_Y}{_NOT_A_YEAR}", re.IGNORECASE
)
_QUARTER = re.compile(
    rf"(?<!\w)(?:(?:the\s+)?(?P<o>first|second|third|fourth|last)\s+quarter\s+of|Q(?P<q>[1-4]))\s+{_Y}(?!\w)",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"(?<!\w)(?:the\s+)?(?P<o>first|second)\s+half\s+of\s+{_Y}(?!\w)", re.IGNORECASE
)
_DECADE = re.compile(
    r"(?<!\w)(?:the\s+)?(?P<p>early\s+|mid-?\s?|late\s+)?(?P<y>1[5-9]\d|20\d)0['’]?s(?!\w)|(?P<cy>\d0)年代",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?<!\w)(?P<b>since|from|after|before|until|till|by|с|до|после|منذ|قبل|بعد|حتى)\s+(?:the\s+)?$|(?P<c>自|从|從)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"^\s?(?:年)?(?P<a>以来|以來|以前|之前|以后|以後|之后|之後)")
_YEARS = re.compile(
    rf"(?<!\w)(?:in|since|by|until|before|after|during|в|с|до|после|عام|سنة|في|منذ)\s+(?:the\s+year\s+|عام\s+|سنة\s+)?{_Y}{_NOT_A_YEAR}",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"(?:on\s+|во?\s+|يوم\s+)?(?P<w>{words.WEEKDAYS}|{words.CHINESE_WEEKDAYS})", re.IGNORECASE
)
_NEAR: Final = 80
"""How many characters may stand between a date and a weekday that is said of it again."""

_ORDER: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


def parse_day(text: str) -> date | None:
    """Give the day of an ISO 8601 date, None for nothing or a date that is no whole day; raises Mistaken `moment-form`."""
    if not text:
        return None
    moment = Moment.parse(text)
    if len(moment.fields) < 3:
        raise Mistaken("moment-form", f"not a whole day: {text[:40]!r}", next="write 2024-03-01")
    return date(*moment.fields[:3])


def spans(text: str, offset: int = 0, published: date | None = None) -> list[TimeSpan]:
    """Give the dates of a text of at most 16,000 characters, in order, none overlapping; `offset` is added to every place."""
    text = text[:_READ]
    found = [*_intervals(text, offset), *_written(text, offset), *_other(text, offset, published)]
    found += _relative(text, offset, published)
    found = list(_without_weekdays(found))
    kept: list[TimeSpan] = []
    for span in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        if len(kept) < _MOST and all(span.end <= k.start or span.start >= k.end for k in kept):
            kept.append(span)
    return [_bounded(span, text, offset) for span in sorted(kept, key=lambda s: s.start)]


def _without_weekdays(found: list[TimeSpan]) -> Iterator[TimeSpan]:
    """Leave out bare weekdays that belong to a whole date near them: `a Sunday, the third of March`, `Wednesday 27 March`."""
    days: dict[int, set[tuple[int, int]]] = {}
    bare = {id(span): m for span in found if (m := _WEEKDAY.fullmatch(span.text))}
    for span in found:
        for day in {r.first for r in span.readings if r.first == r.last and id(span) not in bare}:
            days.setdefault(date.fromisoformat(day).weekday(), set()).add((span.start, span.end))
    for span in found:
        named = bare.get(id(span))
        near = days.get(words.weekday_named(named["w"]), set()) if named else set()
        if not any(
            -_NEAR < start - span.end < 7 or 0 <= span.start - end < _NEAR for start, end in near
        ):
            yield span


def _span(found: re.Match[str], offset: int, rule: str, *days: tuple[date, date]) -> TimeSpan:
    readings = tuple(Reading(first.isoformat(), last.isoformat()) for first, last in days)
    return TimeSpan(offset + found.start(), offset + found.end(), found.group(), rule, readings)


def _intervals(text: str, offset: int) -> Iterator[TimeSpan]:
    """Give ranges, parts, seasons, quarters, halves, decades and bare years."""
    for pattern, rule, read in _SHAPES:
        for found in pattern.finditer(text):
            if days := read(found):
                yield _span(found, offset, rule, *days)
    for found in _YEARS.finditer(text):
        opens, ends = relative.year_of(int(found["y"]))
        whole = Reading(opens.isoformat(), ends.isoformat())
        place = offset + found.start("y"), offset + found.end("y")
        yield TimeSpan(*place, found["y"], "the whole year", (whole,))


_Days = tuple[tuple[date, date], ...]
"""The first and last day of each reading; none where the words are no date after all."""


def _months(found: re.Match[str], months: tuple[int, int]) -> tuple[date, date]:
    year = int(found["y"])
    return relative.month_of(year, months[0])[0], relative.month_of(year, months[1])[1]


def _years_between(found: re.Match[str]) -> _Days:
    first, last = int(found["y"]), found["y2"]
    end = int(found["y"][:2] + last) if len(last) == 2 else int(last)
    return ((date(first, 1, 1), date(end, 12, 31)),) if end > first else ()


def _months_between(found: re.Match[str]) -> _Days:
    one, two = words.month_named(found["mn"]), words.month_named(found["mn2"])
    return (_months(found, (one, two)),) if one <= two and found["mn"][0].isupper() else ()


def _part(found: re.Match[str]) -> _Days:
    return (_months(found, _PARTS[found["p"].lower()]),)


def _season(found: re.Match[str]) -> _Days:
    one, two = _SEASONS[found["s"].lower()]
    by = 6 if one <= 6 else -6
    return _months(found, (one, two)), _months(found, (one + by, two + by))


def _quarter(found: re.Match[str]) -> _Days:
    quarter = int(found["q"]) if found["q"] else _ORDER[found["o"].lower()]
    return (_months(found, (3 * quarter - 2, 3 * quarter)),)


def _half(found: re.Match[str]) -> _Days:
    half = _ORDER[found["o"].lower()]
    return (_months(found, (6 * half - 5, 6 * half)),)


def _decade(found: re.Match[str]) -> _Days:
    first = int(found["y"]) * 10 if found["y"] else 1900 + int(found["cy"])
    part = (found["p"] or "").strip(" -").lower()
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return ((date(first + low, 1, 1), date(first + high, 12, 31)),)


_SHAPES: Final[tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str]], _Days]], ...]] = (
    (_RANGE, "from the first to the last year", _years_between),
    (_BETWEEN, "from the first to the last year", _years_between),
    (_MONTHS, "from the first to the last month", _months_between),
    (_PART, "that part of the year, generously", _part),
    (_SEASON, "the season, north or south", _season),
    (_QUARTER, "that quarter", _quarter),
    (_HALF, "that half of the year", _half),
    (_DECADE, "those years", _decade),
)
"""Words that mean a stretch of time: their pattern, their rule, and the days."""


def _written(text: str, offset: int) -> Iterator[TimeSpan]:
    """Give the dates that are written out in full, both orders of day and month where both are possible."""
    for match, found in moments.matches_in(text):
        days = tuple(Reading(*_days(moment)) for moment in found)
        if days:
            rule = "as written" if len(days) == 1 else "as written, day and month in either order"
            yield TimeSpan(offset + match.start(), offset + match.end(), match.group(), rule, days)


def _days(moment: Moment) -> tuple[str, str]:
    fields = moment.fields[:3]
    if len(fields) == 3:
        day = date(*fields).isoformat()
        return day, day
    days = (
        relative.year_of(fields[0]) if len(fields) == 1 else relative.month_of(fields[0], fields[1])
    )
    return days[0].isoformat(), days[1].isoformat()


def _other(text: str, offset: int, published: date | None) -> Iterator[TimeSpan]:
    year = None if published is None else published.year
    for one in calendars.dates(text, offset, year):
        words_ = text[one.start - offset : one.end - offset]
        yield TimeSpan(one.start, one.end, words_, one.rule, (one.reading,))


def _relative(text: str, offset: int, published: date | None) -> Iterator[TimeSpan]:
    anchor = "" if published is None else published.isoformat()
    for one in relative.dates(text, offset, published):
        days = (
            () if one.days is None else (Reading(one.days[0].isoformat(), one.days[1].isoformat()),)
        )
        place = text[one.start - offset : one.end - offset]
        yield TimeSpan(
            one.start, one.end, place, one.rule, days, anchor, "published" if anchor else ""
        )


def _bounded(span: TimeSpan, text: str, offset: int) -> TimeSpan:
    """Give a date with an open side where the words around it say since, before, until or after."""
    if span.rule.startswith(_CLOSED):
        return span
    before = _OPEN.search(text[max(0, span.start - offset - 12) : span.start - offset])
    behind = _BEHIND.match(text[span.end - offset : span.end - offset + 6])
    word = (before["b"] or before["c"] or "").lower() if before else ""
    word = word or (re.match(r"\w+", span.text) or [""])[0].lower()
    after = behind["a"] if behind else ""
    if word in _FROM or after in ("以来", "以來", "以后", "以後", "之后", "之後"):
        return _open(span, "and after", "last")
    if word in _UNTIL or after in ("以前", "之前"):
        return _open(span, "and before", "first")
    return span


_CLOSED: Final = ("from the first", "so long before")
"""Rules whose own words hold `from`, `between` or `before`."""

_FROM: Final = frozenset({"since", "from", "after", "с", "после", "منذ", "بعد", "自", "从", "從"})
_UNTIL: Final = frozenset({"before", "until", "till", "by", "до", "قبل", "حتى"})


def _open(span: TimeSpan, said: str, side: str) -> TimeSpan:
    """Give a date without its first or its last day."""
    readings = tuple(replace(reading, **{side: ""}) for reading in span.readings)
    return replace(span, rule=f"{span.rule}; {said}", readings=readings)
