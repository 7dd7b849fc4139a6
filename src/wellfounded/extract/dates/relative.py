"""Dates that count from the day a text was published: `yesterday`, `August last year`, 去年8月, в прошлом году, العام الماضي.

Each rule gives the first and the last day it can mean. News use: a bare weekday is the last one up to publication, a bare month
the last one that had begun by then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from wellfounded.extract.dates import words

Days = tuple[date, date]
_DAY = timedelta(days=1)
_MOST_AGO: Final = 400


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative date in a text: its place, its rule, and its days, None without a day of publication."""

    start: int
    end: int
    rule: str
    days: Days | None


def year_of(year: int) -> Days:
    """Give the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_of(year: int, month: int) -> Days:
    """Give the first and last day of a month; `month` may run past either end of the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - _DAY


def _week(anchor: date, by: int) -> Days:
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=by)
    return monday, monday + timedelta(days=6)


def _day(by: int) -> Callable[[date, re.Match[str]], Days]:
    return lambda anchor, _: (anchor + by * _DAY, anchor + by * _DAY)


def _year(by: int) -> Callable[[date, re.Match[str]], Days]:
    return lambda anchor, _: year_of(anchor.year + by)


def _month(by: int) -> Callable[[date, re.Match[str]], Days]:
    return lambda anchor, _: month_of(anchor.year, anchor.month + by)


def _weeks(by: int) -> Callable[[date, re.Match[str]], Days]:
    return lambda anchor, _: _week(anchor, by)


def _month_in_year(by: int) -> Callable[[date, re.Match[str]], Days]:
    def read(anchor: date, found: re.Match[str]) -> Days:
        month = _month_number(found)
        if found.groupdict().get("d"):
            day = date(anchor.year + by, month, words.day_named(found["d"]))
            return day, day
        return month_of(anchor.year + by, month)

    return read


def _month_number(found: re.Match[str]) -> int:
    parts = found.groupdict()
    return words.month_named(parts["mn"]) if parts.get("mn") else words.number(parts["m"] or "")


def _bare_month(anchor: date, found: re.Match[str]) -> Days:
    """The last such month that had begun, or the last such day up to the anchor."""
    month = _month_number(found)
    if found.groupdict().get("d"):
        day = date(anchor.year, month, words.day_named(found["d"]))
        day = day if day <= anchor else day.replace(year=anchor.year - 1)
        return day, day
    return month_of(anchor.year if month <= anchor.month else anchor.year - 1, month)


def _last_month_named(anchor: date, found: re.Match[str]) -> Days:
    month = _month_number(found)
    return month_of(anchor.year if month < anchor.month else anchor.year - 1, month)


def _next_month_named(anchor: date, found: re.Match[str]) -> Days:
    month = _month_number(found)
    return month_of(anchor.year if month > anchor.month else anchor.year + 1, month)


def _weekday(anchor: date, found: re.Match[str]) -> Days:
    back = (anchor.weekday() - words.weekday_named(found["w"])) % 7
    return anchor - back * _DAY, anchor - back * _DAY


def _weekday_before(anchor: date, found: re.Match[str]) -> Days:
    """`last Wednesday`: the one before publication, or the one of the week before: both can be meant."""
    back = (anchor.weekday() - words.weekday_named(found["w"])) % 7 or 7
    week = _week(anchor, -1)[0] + words.weekday_named(found["w"]) * _DAY
    near = anchor - back * _DAY
    return min(near, week), max(near, week)


def _weekday_of_last_week(anchor: date, found: re.Match[str]) -> Days:
    day = _week(anchor, -1)[0] + words.weekday_named(found["w"]) * _DAY
    return day, day


def _weekday_after(anchor: date, found: re.Match[str]) -> Days:
    ahead = (words.weekday_named(found["w"]) - anchor.weekday()) % 7 or 7
    return anchor + ahead * _DAY, anchor + ahead * _DAY


def _ago(anchor: date, found: re.Match[str]) -> Days:
    """`three months ago`: as exact as its unit, a day for days, a week for weeks, a month for months, a year for years."""
    count, unit = words.number(found["n"]), words.unit_named(found["u"])
    if count > _MOST_AGO:
        raise ValueError("a year, not a count")
    if unit == "day":
        return anchor - count * _DAY, anchor - count * _DAY
    if unit == "week":
        return _week(anchor, -count)
    if unit == "month":
        return month_of(anchor.year, anchor.month - count)
    return year_of(anchor.year - count)


_M: Final = rf"(?P<mn>{words.MONTHS})"
_N: Final = rf"(?P<n>{words.NUMBERS})"
_U: Final = rf"(?P<u>{words.UNITS})"
_W: Final = rf"(?P<w>{words.WEEKDAYS})"
_CW: Final = rf"(?P<w>{words.CHINESE_WEEKDAYS})"
_CM: Final = r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号號])?"
_YEAR_FOLLOWS: Final = r"(?!\s*,?\s*[\d٠-٩۰-۹]{4})"
_EXACT: Final = "so long before publication, as exact as its unit"
_Rule = tuple[str, str, str, Callable[[date, re.Match[str]], Days]]
_RULES: Final[tuple[_Rule, ...]] = (
    (rf"{_M}(?:\s+of)?\s+last\s+year|", "", "that month of the year before publication", _month_in_year(-1)),
    (rf"(?:в\s+)?{_M}\s+прошлого\s+года", "", "that month of the year before publication", _month_in_year(-1)),
    (rf"(?:في\s+)?{_M}\s+(?:من\s+)?(?:العام|السنة)\s+الماضي(?:ة)?", rf"去年\s?{_CM}", "that month of the year before publication", _month_in_year(-1)),
    (rf"{_M}(?:\s+of)?\s+this\s+year", rf"今年\s?{_CM}", "that month of the year of publication", _month_in_year(0)),
    (rf"(?:в\s+)?{_M}\s+(?:этого|текущего)\s+года", "", "that month of the year of publication", _month_in_year(0)),
    (rf"{_M}(?:\s+of)?\s+next\s+year", rf"明年\s?{_CM}", "that month of the year after publication", _month_in_year(1)),
    (rf"last\s+{_M}{_YEAR_FOLLOWS}", "", "the last such month before that of publication", _last_month_named),
    (rf"next\s+{_M}{_YEAR_FOLLOWS}", "", "the next such month after that of publication", _next_month_named),
    (rf"(?:last|past)\s+{_W}", "", "that weekday before publication or of the week before", _weekday_before),
    (rf"next\s+{_W}", "", "that weekday after publication", _weekday_after),
    (r"the\s+day\s+before\s+yesterday|позавчера|أول\s+أمس", "前天|前日", "two days before publication", _day(-2)),
    (r"the\s+day\s+after\s+tomorrow|послезавтра|بعد\s+غد", "后天|後天", "two days after publication", _day(2)),
    (r"yesterday|last\s+night|вчера|أمس|البارحة", "昨天|昨日|昨晚", "the day before publication", _day(-1)),
    (r"today|tonight|this\s+(?:morning|afternoon|evening)|сегодня|اليوم", "今天|今日|今晚", "the day of publication", _day(0)),
    (r"tomorrow|завтра|غدا|غدًا", "明天|明日", "the day after publication", _day(1)),
    (r"the\s+year\s+before\s+last|в\s+позапрошлом\s+году", "前年", "two years before publication", _year(-2)),
    (r"last\s+year|в\s+прошлом\s+году|العام\s+الماضي|السنة\s+الماضية", "去年", "the year before publication", _year(-1)),
    (r"this\s+year|в\s+(?:этом|текущем)\s+году|هذا\s+العام|العام\s+الحالي", "今年", "the year of publication", _year(0)),
    (r"next\s+year|в\s+следующем\s+году|العام\s+(?:المقبل|القادم)", "明年", "the year after publication", _year(1)),
    (r"last\s+month|в\s+прошлом\s+месяце|الشهر\s+الماضي", "上个?月|上個月", "the month before publication", _month(-1)),
    (r"this\s+month|в\s+этом\s+месяце|هذا\s+الشهر", "本月|这个月|這個月", "the month of publication", _month(0)),
    (r"next\s+month|в\s+следующем\s+месяце|الشهر\s+(?:المقبل|القادم)", "下个?月|下個月", "the month after publication", _month(1)),
    ("", rf"上(?:个|個)?{_CW}", "that weekday of the week before publication", _weekday_of_last_week),
    (r"last\s+week|на\s+прошлой\s+неделе|الأسبوع\s+الماضي", "上(?:个|個)?(?:周|週|星期)", "the week before publication, Monday to Sunday", _weeks(-1)),
    (r"this\s+week|на\s+этой\s+неделе|هذا\s+الأسبوع", "本(?:周|週)|这(?:周|个星期)", "the week of publication, Monday to Sunday", _weeks(0)),
    (r"next\s+week|на\s+следующей\s+неделе|الأسبوع\s+(?:المقبل|القادم)", "下(?:个|個)?(?:周|週|星期)", "the week after publication, Monday to Sunday", _weeks(1)),
    (rf"{_N}\s+{_U}\s+(?:ago|назад)", rf"{_N}\s?个?(?P<u>天|日|周|星期|月|年)(?:以前|之前|前)", _EXACT, _ago),
    (rf"(?:قبل|منذ)\s+{_N}\s+{_U}", "", _EXACT, _ago),
    (r"(?P<n>)(?P<u>год|неделю|месяц)\s+назад", "", _EXACT, _ago),
    (rf"{_M}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR_FOLLOWS}(?![\d:%])", rf"(?<![\d年/月-]){_CM}", "the last such day or month up to publication", _bare_month),
    (rf"(?:the\s+)?(?P<d>{words.ORDINALS})\s+of\s+{_M}{_YEAR_FOLLOWS}", "", "the last such day up to publication", _bare_month),
    (rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M}{_YEAR_FOLLOWS}", "", "the last such day up to publication", _bare_month),
    (rf"(?:in|since|until|by|during|в|с|في)\s+(?:early\s+|late\s+|mid-)?{_M}(?!\s*,?\s*[\d٠-٩۰-۹])", "", "the last such month that had begun by publication", _bare_month),
    (rf"(?:on\s+|во?\s+|يوم\s+)?{_W}", _CW, "the last such weekday up to publication", _weekday),
)  # fmt: skip


def _compiled() -> Iterator[tuple[re.Pattern[str], str, Callable[[date, re.Match[str]], Days]]]:
    for spaced, han, rule, read in _RULES:
        if spaced.strip("|"):
            yield re.compile(rf"(?<!\w)(?:{spaced.strip('|')})(?!\w)", re.IGNORECASE), rule, read
        if han:
            yield re.compile(han), rule, read


_PATTERNS: Final = tuple(_compiled())


def dates(text: str, offset: int, anchor: date | None) -> Iterator[Relative]:
    """Give the relative dates of a text, overlapping ones too; the words are found without an anchor as well."""
    for pattern, rule, read in _PATTERNS:
        for found in pattern.finditer(text):
            if not _capital(found):
                continue
            days: Days | None = None
            if anchor is not None:
                try:
                    days = read(anchor, found)
                except (ValueError, OverflowError, KeyError):  # no such day
                    continue
            yield Relative(offset + found.start(), offset + found.end(), rule, days)


def _capital(found: re.Match[str]) -> bool:
    """English names of months and days are written with a capital; `may` and `march` are ordinary words."""
    parts = found.groupdict()
    name = parts.get("mn") or parts.get("w") or ""
    return not name[:1].isascii() or not name or name[0].isupper()
