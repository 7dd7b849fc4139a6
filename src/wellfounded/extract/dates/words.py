"""Words of dates: months in the languages read here, Chinese numerals, zones that name one offset."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = (
    "january|jan|январь|января|январе|يناير|كانون الثاني|janvier|januar|jänner|enero|ocak|يانۋار",
    "february|feb|февраль|февраля|феврале|فبراير|شباط|février|februar|febrero|şubat|فېۋرال",
    "march|mar|март|марта|марте|مارس|آذار|mars|märz|marzo|mart",
    "april|apr|апрель|апреля|апреле|أبريل|إبريل|نيسان|avril|abril|nisan",
    "may|май|мая|мае|مايو|أيار|mai|mayo|mayıs",
    "june|jun|июнь|июня|июне|يونيو|حزيران|juin|juni|junio|haziran",
    "july|jul|июль|июля|июле|يوليو|تموز|juillet|juli|julio|temmuz",
    "august|aug|август|августа|августе|أغسطس|آب|août|agosto|ağustos",
    "september|sept|sep|сентябрь|сентября|сентябре|سبتمبر|أيلول|septembre|septiembre|eylül",
    "october|oct|октябрь|октября|октябре|أكتوبر|تشرين الأول|octobre|oktober|octubre|ekim",
    "november|nov|ноябрь|ноября|ноябре|نوفمبر|تشرين الثاني|novembre|noviembre|kasım",
    "december|dec|декабрь|декабря|декабре|ديسمبر|كانون الأول|décembre|dezember|diciembre|aralık",
)
_MONTH: Final = {name: n for n, names in enumerate(_NAMES, 1) for name in names.split("|")}
MONTHS: Final = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
"""Alternatives of a pattern, the longest first."""

FIRST_WORDS: Final = frozenset(name.split()[0] for name in _MONTH)
"""Every name of a month, or its first word, in lower case."""

NOT_A_YEAR: Final = r"(?!\s*(?:people|persons|men|women|children|cases|times|files|dollars|euros|percent|per\s+cent|%|km|miles|pages|words))"
"""What may not stand behind four digits that are a year."""

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


_WEEKDAY: Final = {
    name: n
    for n, names in enumerate(
        (
            "monday|понедельник|понедельника|الاثنين|الإثنين",
            "tuesday|вторник|вторника|الثلاثاء",
            "wednesday|среду|среда|среды|الأربعاء",
            "thursday|четверг|четверга|الخميس",
            "friday|пятницу|пятница|пятницы|الجمعة",
            "saturday|субботу|суббота|субботы|السبت",
            "sunday|воскресенье|воскресенья|الأحد",
        )
    )
    for name in names.split("|")
}
WEEKDAYS: Final = "|".join(sorted(map(re.escape, _WEEKDAY), key=len, reverse=True))
CHINESE_WEEKDAYS: Final = "(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
_CHINESE_DAYS: Final = "一二三四五六日"

_NUMBER: Final = {
    name: n
    for n, names in enumerate(
        (
            "zero", "a|an|one|один|одну|واحد", "two|два|две|اثنين|يومين", "three|три|ثلاثة|ثلاث", "four|четыре|أربعة|أربع", "five|пять|خمسة|خمس",
            "six|шесть|ستة|ست", "seven|семь|سبعة|سبع", "eight|восемь|ثمانية|ثماني", "nine|девять|تسعة|تسع", "ten|десять|عشرة|عشر", "eleven|одиннадцать",
            "twelve|двенадцать", "thirteen", "fourteen|четырнадцать", "fifteen|пятнадцать", "sixteen", "seventeen", "eighteen", "nineteen",
            "twenty|двадцать|عشرين",
        )
    )
    for name in names.split("|")
} | {"thirty": 30, "тридцать": 30, "ثلاثين": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "шестьдесят": 60, "ninety": 90, "девяносто": 90}  # fmt: skip
NUMBERS: Final = (
    r"[\d٠-٩۰-۹]{1,4}|"
    + "|".join(sorted(map(re.escape, _NUMBER), key=len, reverse=True))
    + "|[一二两兩三四五六七八九十百]{1,4}"
)
_UNIT: Final = {
    name: unit
    for unit, names in (
        ("day", "days|day|дней|дня|день|يوما|يومًا|أيام|يوم|天|日|個工作日"),
        ("week", "weeks|week|недель|недели|неделю|أسابيع|أسبوع|周|週|星期"),
        ("month", "months|month|месяцев|месяца|месяц|أشهر|شهرا|شهر|月"),
        ("year", "years|year|лет|года|год|سنوات|سنة|أعوام|عام|年"),
    )
    for name in names.split("|")
}
UNITS: Final = "|".join(sorted(map(re.escape, _UNIT), key=len, reverse=True))


def weekday_named(name: str) -> int:
    """Give the weekday, 0 for Monday, of a name in English, Russian, Arabic or Chinese."""
    if name[-1] in _CHINESE_DAYS or name[-1] == "天":
        return _CHINESE_DAYS.index("日" if name[-1] == "天" else name[-1])
    return _WEEKDAY[name.lower()]


def number(text: str | None) -> int:
    """Give a small number in figures or words; none at all is one, as in `a week ago`."""
    plain = plain_digits((text or "one").strip().lower())
    if plain.isdigit():
        return int(plain)
    if plain in _NUMBER:
        return _NUMBER[plain]
    return chinese_number(plain.replace("两", "二").replace("兩", "二"))


_FIRST_TO_NINTH: Final = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth".split("|")
_TENTH_ON: Final = (
    "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
).split("|")
_ORDINAL: Final = (
    {name: n for n, name in enumerate((*_FIRST_TO_NINTH, *_TENTH_ON), 1)}
    | {f"twenty-{name}": 20 + n for n, name in enumerate(_FIRST_TO_NINTH, 1)}
    | {"thirtieth": 30, "thirty-first": 31}
)
ORDINALS: Final = "|".join(
    name.replace("-", r"[-\s]") for name in sorted(_ORDINAL, key=len, reverse=True)
)
"""Days of a month in words, `first` to `thirty-first`, as alternatives of a pattern."""


def day_named(text: str) -> int:
    """Give the day of a month in figures or as an ordinal in words: `27` and `twenty-seventh`."""
    return _ORDINAL.get("-".join(text.lower().replace("-", " ").split())) or number(text)


def unit_named(name: str) -> str:
    """Give day, week, month or year."""
    return _UNIT[name.lower()]


_PLAIN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def plain_digits(text: str) -> str:
    """Give a text with Arabic and Persian digits written as 0 to 9."""
    return text.translate(_PLAIN)


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
