"""Words of dates: months in the languages read here, Chinese numerals, zones that name one offset."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = (
    "january|jan|январь|января|يناير|كانون الثاني|janvier|januar|jänner|enero|ocak|يانۋار",
    "february|feb|февраль|февраля|فبراير|شباط|février|februar|febrero|şubat|فېۋرال",
    "march|mar|март|марта|مارس|آذار|mars|märz|marzo|mart",
    "april|apr|апрель|апреля|أبريل|إبريل|نيسان|avril|abril|nisan",
    "may|май|мая|مايو|أيار|mai|mayo|mayıs",
    "june|jun|июнь|июня|يونيو|حزيران|juin|juni|junio|haziran",
    "july|jul|июль|июля|يوليو|تموز|juillet|juli|julio|temmuz",
    "august|aug|август|августа|أغسطس|آب|août|agosto|ağustos",
    "september|sept|sep|сентябрь|сентября|سبتمبر|أيلول|septembre|septiembre|eylül",
    "october|oct|октябрь|октября|أكتوبر|تشرين الأول|octobre|oktober|octubre|ekim",
    "november|nov|ноябрь|ноября|نوفمبر|تشرين الثاني|novembre|noviembre|kasım",
    "december|dec|декабрь|декабря|ديسمبر|كانون الأول|décembre|dezember|diciembre|aralık",
)
_MONTH: Final = {name: n for n, names in enumerate(_NAMES, 1) for name in names.split("|")}
MONTHS: Final = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
"""Alternatives of a pattern, the longest first."""

FIRST_WORDS: Final = frozenset(name.split()[0] for name in _MONTH)
"""Every name of a month, or its first word, in lower case."""

_ZONES: Final = {
    "beijing time": 480,
    "china standard time": 480,
    "xinjiang time": 360,
    "urumqi time": 360,
    "ürümqi time": 360,
    "moscow time": 180,
    "北京时间": 480,
    "北京時間": 480,
    "新疆时间": 360,
    "乌鲁木齐时间": 360,
}
ZONE_NAMES: Final = "|".join(re.escape(name) for name in _ZONES if name.isascii() or "ü" in name)
"""Zones that name one offset all year, as alternatives of a pattern; EST and the like do not."""

_DIGITS: Final = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def month_named(name: str) -> int:
    """Give the month, 1 to 12, of a name in any of the languages."""
    return _MONTH[" ".join(name.lower().split())]


def chinese_number(text: str) -> int:
    """Read digits in a row (二〇二〇) or a number up to 99 (二十一); anything else gives 0."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    number = 0
    for letter in text:
        number = number * 10 + _DIGITS.get(letter, 0)
    return number


def zone_offset(text: str) -> int | None:
    """Give the offset from UTC in minutes of a zone as written, None where none is known."""
    text = " ".join(text.lower().split())
    if text in ("z", "utc", "gmt"):
        return 0
    if text in _ZONES:
        return _ZONES[text]
    found = re.search(r"([+\-−])(\d{1,2})(?::?(\d{2}))?$", text)
    if found is None:
        return None
    minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
    return minutes if found.group(1) == "+" else -minutes
