"""Other calendars as days of the Gregorian one: Minguo and Solar Hijri to the day, those that follow the moon with their doubt.

The Islamic calendar is the tabular one (civil epoch); a month begins with a sighted moon, so a date may be off by two days either
way. The Chinese lunar calendar is given by what it cannot leave: the new year lies between 21 January and 20 February, a month has
29 or 30 days, and a leap month may stand before. Sources: E. M. Reingold and N. Dershowitz, Calendrical Calculations, 4th ed.,
chapters 7, 15 and 19; the Solar Hijri year begins on the day of the equinox, 20 or 21 March (here by the 33-year rule, off by one).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from wellfounded.extract.dates.words import chinese_number, plain_digits
from wellfounded.terms.timespan import Reading

_HIJRI: Final = (
    "muharram|محرم",
    "safar|صفر",
    "rabi al-awwal|rabi' al-awwal|rabi i|ربيع الأول",
    "rabi al-thani|rabi' al-thani|rabi al-akhir|rabi ii|ربيع الآخر|ربيع الثاني",
    "jumada al-awwal|jumada al-ula|jumada i|جمادى الأولى",
    "jumada al-thani|jumada al-akhira|jumada ii|جمادى الآخرة|جمادى الثانية",
    "rajab|رجب",
    "sha'ban|shaban|shaaban|شعبان",
    "ramadan|ramazan|рамадан|рамадана|رمضان",
    "shawwal|shawwāl|شوال",
    "dhu al-qadah|dhu al-qi'dah|zulkaidah|ذو القعدة|ذي القعدة",
    "dhu al-hijjah|dhul hijjah|zulhijjah|ذو الحجة|ذي الحجة",
)
_SOLAR: Final = (
    "farvardin|فروردین", "ordibehesht|اردیبهشت", "khordad|خرداد", "tir|تیر", "mordad|مرداد", "shahrivar|شهریور",
    "mehr|مهر", "aban|آبان", "azar|آذر", "dey|دی", "bahman|بهمن", "esfand|اسفند",
)  # fmt: skip
_EPOCH: Final = date(622, 7, 19)
_DOUBT: Final = timedelta(days=2)
_LONG_YEARS: Final = frozenset({2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29})
_CN_DAY: Final = (
    r"初[一二三四五六七八九十]|[一二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十|\d{1,2}"
)


@dataclass(frozen=True, slots=True)
class Other:
    """A date of another calendar in a text: its place, its reading, its rule."""

    start: int
    end: int
    reading: Reading
    rule: str


def _named(rows: tuple[str, ...]) -> tuple[dict[str, int], str]:
    names = {name: n for n, row in enumerate(rows, 1) for name in row.split("|")}
    return names, "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_HIJRI_MONTHS, _HIJRI_NAMES = _named(_HIJRI)
_SOLAR_MONTHS, _SOLAR_NAMES = _named(_SOLAR)
_D: Final = r"[\d٠-٩۰-۹]"
_ERA: Final = r"(?:\s*(?:AH|A\.H\.|هـ|هجرية|هجري|г\.?\s?х\.?))"
_HIJRI_DATE = re.compile(
    rf"(?<!\w)(?:(?P<d>{_D}{{1,2}})\s+)?(?P<mn>{_HIJRI_NAMES}),?\s+(?P<y>{_D}{{4}})(?!{_D}){_ERA}?",
    re.IGNORECASE,
)
_HIJRI_YEAR = re.compile(rf"(?<!{_D})(?P<y>{_D}{{3,4}}){_ERA}(?!\w)", re.IGNORECASE)
_SOLAR_DATE = re.compile(
    rf"(?<!\w)(?:(?P<d>{_D}{{1,2}})\s+)?(?P<mn>{_SOLAR_NAMES})(?:\s+ماه)?,?\s+(?:سال\s+)?(?P<y>[1١۱]{_D}{{3}})(?!{_D})",
    re.IGNORECASE,
)
_MINGUO = re.compile(
    r"(?:中华民国|中華民國|民国|民國)\s?(?P<y>\d{1,3}|[〇零○一二三四五六七八九十百]{1,5})\s?年(?:\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月"
    r"(?:\s?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号號])?)?"
)
_LUNAR = re.compile(
    rf"(?:农历|農曆|阴历|陰曆|旧历|舊曆)(?:(?P<y>\d{{4}}|[〇零○一二三四五六七八九]{{4}})\s?年)?(?P<leap>闰|閏)?"
    rf"(?P<m>正|冬|腊|臘|[一二三四五六七八九十]{{1,2}}|\d{{1,2}})\s?月(?:(?P<d>{_CN_DAY})日?)?"
)
_LUNAR_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12, "臘": 12}


def dates(text: str, offset: int, year: int | None) -> Iterator[Other]:
    """Give the dates of other calendars; `year` is that of the anchor, for lunar dates without one."""
    for pattern, read, rule in (
        (_MINGUO, _minguo, "Minguo year + 1911"),
        (_SOLAR_DATE, _solar, "Solar Hijri, off by a day at most"),
        (_HIJRI_DATE, _hijri, "tabular Islamic calendar, off by two days at most"),
        (_HIJRI_YEAR, _hijri, "tabular Islamic calendar, off by two days at most"),
    ):
        yield from _found(pattern, read, rule, text, offset)
    for found in _LUNAR.finditer(text):
        reading = _lunar(found, year)
        if reading is not None:
            rule = "Chinese lunar calendar, between the earliest and the latest it can be"
            yield Other(offset + found.start(), offset + found.end(), reading, rule)


def _found(
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Reading | None],
    rule: str,
    text: str,
    offset: int,
) -> Iterator[Other]:
    for found in pattern.finditer(text):
        try:
            reading = read(found)
        except (ValueError, OverflowError):  # not a day of that calendar
            continue
        if reading is not None:
            yield Other(offset + found.start(), offset + found.end(), reading, rule)


def _number(text: str) -> int:
    plain = plain_digits(text)
    return int(plain) if plain.isdigit() else chinese_number(text)


def _minguo(found: re.Match[str]) -> Reading | None:
    year = 1911 + _hundreds(found["y"])
    month = _number(found["m"]) if found["m"] else 0
    day = _number(found["d"]) if found["d"] else 0
    first, last = _span(year, month, day)
    return Reading(first.isoformat(), last.isoformat(), "minguo")


def _hundreds(text: str) -> int:
    if "百" not in text:
        return _number(text)
    hundreds, _, rest = text.partition("百")
    return _number(hundreds or "一") * 100 + (_number(rest.lstrip("零〇")) if rest else 0)


def _span(year: int, month: int, day: int) -> tuple[date, date]:
    """Give the first and last day of a Gregorian year, month or day."""
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    after = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    return first, after - timedelta(days=1)


def _hijri(found: re.Match[str]) -> Reading | None:
    parts = found.groupdict()
    year = _number(found["y"])
    if not 1 <= year <= 1600:
        return None
    month = _HIJRI_MONTHS[" ".join(parts["mn"].lower().split())] if parts.get("mn") else 0
    day = _number(parts["d"]) if parts.get("d") else 0
    if day > 30:
        return None
    first = _hijri_day(year, month or 1, day or 1)
    if day:
        last = first
    elif month:
        last = first + timedelta(days=29)
    else:
        last = _hijri_day(year + 1, 1, 1) - timedelta(days=1)
    return Reading((first - _DOUBT).isoformat(), (last + _DOUBT).isoformat(), "hijri")


def _hijri_day(year: int, month: int, day: int) -> date:
    cycles, rest = divmod(year - 1, 30)
    long = 11 * cycles + sum(1 for y in _LONG_YEARS if y <= rest)
    days = 354 * (year - 1) + long + 29 * (month - 1) + month // 2 + day - 1
    return _EPOCH + timedelta(days=days)


def _solar(found: re.Match[str]) -> Reading | None:
    year, month = _number(found["y"]), _SOLAR_MONTHS[found["mn"].lower()]
    if not 1200 <= year <= 1500:
        return None
    day = _number(found["d"]) if found["d"] else 0
    if day > 31:
        return None
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    spring = date(year + 621, 3, 21)
    first = spring + timedelta(days=before + (day or 1) - 1)
    length = 1 if day else 31 if month <= 6 else 30
    last = first + timedelta(days=length - 1)
    one = timedelta(days=1)
    return Reading((first - one).isoformat(), (last + one).isoformat(), "solar-hijri")


def _lunar(found: re.Match[str], anchor: int | None) -> Reading | None:
    """Give what a lunar date cannot leave; without a year and an anchor there is none."""
    year = _number(found["y"]) if found["y"] else anchor
    if year is None:
        return None
    month = _LUNAR_MONTHS.get(found["m"]) or _number(found["m"])
    if not 1 <= month <= 12:
        return None
    day = _lunar_day(found["d"] or "")
    leap = 1 if found["leap"] else 0
    first = date(year, 1, 21) + timedelta(days=29 * (month - 1 + leap) + max(day - 1, 0))
    last = date(year, 2, 20) + timedelta(days=30 * (month - 1 + leap) + (day - 1 if day else 29))
    return Reading(first.isoformat(), last.isoformat(), "chinese")


def _lunar_day(text: str) -> int:
    if not text:
        return 0
    return _number(text.replace("初", "").replace("廿", "二十"))
