"""Ages a text gives: how many years, by which count, and the days of birth that allows.

Two counts are in use. By birthdays one is 0 at birth and a year older on every birthday. In the East Asian count (虚岁, nominal
age) one is 1 at birth and a year older at every New Year, so that it runs one or two years ahead. A text seldom says which it
means: unless it does, an age is read in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from wellfounded.extract.dates import words
from wellfounded.terms.timespan import Age, Reading

_READ: Final = 16_000
_MOST: Final = 200
_OLDEST: Final = 125
_ONES: Final = "one two three four five six seven eight nine".split()
_TEENS: Final = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: Final = (
    {w: n for n, w in enumerate((*_ONES, *_TEENS), 1)}
    | {t: 10 * n for n, t in enumerate(_TENS, 2)}
    | {f"{t}-{o}": 10 * n + k for n, t in enumerate(_TENS, 2) for k, o in enumerate(_ONES, 1)}
)
_N: Final = rf"(?P<n>\d{{1,3}}|(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_ONES)})|{'|'.join((*_TEENS, *_TENS, *_ONES))})"
_BE: Final = r"(?:was|am|is|are|were|turned|be|been|being|become|became|['’]m|['’]s|['’]re)"
_END: Final = (
    r"(?=\s*(?:[.,;:!?)\]”\"]|$|\bthis\b|\bwhen\b|\bat\s+the\s+time\b|\bthen\b|\band\b|\bin\s+the\s+(?:spring|summer|autumn|winter)\b"
    r"|\blast\b|\bnow\b|\bback\b|\bthat\b|\bby\b|\bor\b|\byears\s+(?:old|of\s+age)\b))"
)
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:aged?|at\s+(?:the\s+)?age(?:\s+of)?)\s+{_N}(?!\w|[.,]\d|\s?(?:to|-|–)\s?\d)",
        rf"(?<!\w){_N}[-\s]years?[-\s]olds?\b",
        rf"\b(?:I|he|she)\s?{_BE}\s+(?:only\s+|already\s+|still\s+|now\s+)?{_N}{_END}",
        r"(?:虚岁|虛歲|周岁|周歲)\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})|(?:满|滿)?(?P<n2>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:周|虚|虛)?[岁歲](?!月)",
        r"(?<!\w)(?P<n>\d{1,3})-летн\w+|(?<!\w)в\s+возрасте\s+(?P<n2>\d{1,3})\s+(?:лет|года?)\b|(?<!\w)(?:ему|ей|мне)\s+(?:было\s+)?(?P<n3>\d{1,3})\s+(?:лет|года?)\b",
        r"(?:يبلغ|تبلغ)\s+(?:من\s+العمر\s+)?(?P<n>[\d٠-٩]{1,3})",
    )
)
_APPOSED: Final = re.compile(
    r"(?P<who>[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]+(?:\s[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]+)*),\s(?P<n>\d{1,3})(?=[,.;]\D|[,.;]?$)"
)
_NOT_A_NAME: Final = re.compile(
    rf"(?:{words.MONTHS}|No|Nos|Article|Section|Page|Room|Hall|Line|Street|Road|Block|Unit|Chapter)$",
    re.IGNORECASE,
)
_EAST_ASIAN: Final = re.compile(r"虚岁|虛歲|虚|虛")
_BIRTHDAY: Final = re.compile(r"周|满|滿|by\s+(?:the\s+)?birthday", re.IGNORECASE)


def ages(text: str, offset: int = 0) -> Iterator[Age]:
    """Give the ages of a text of at most 16,000 characters, in order, none overlapping; `offset` is added to every place.

    A number alone between commas behind a name (`Mira Tolv, 38,`) is an age, as news writes it; other bare numbers are none.
    """
    text = text[:_READ]
    found = [m for pattern in _PATTERNS for m in pattern.finditer(text)]
    found += [m for m in _APPOSED.finditer(text) if not _NOT_A_NAME.search(m["who"])]
    taken, given = 0, 0
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        name = next((k for k, v in match.groupdict().items() if k[0] == "n" and v), "n")
        start, end = match.span(name)
        years = _years(match[name])
        if match.start() < taken or given == _MOST or not 0 < years <= _OLDEST:
            continue
        taken, given = match.end(), given + 1
        yield Age(offset + start, offset + end, text[start:end], years, _count(match.group()))


def born(age: Age, first: date, last: date) -> tuple[Reading, ...]:
    """Give the days of birth that an age allows which somebody had on a day between `first` and `last`, one reading a count.

    In the East Asian count the New Year may be that of the sun or that of the moon (21 January to 20 February).
    """
    found = []
    try:
        if age.count != "east-asian":
            earliest = _years_before(first, age.years + 1) + timedelta(days=1)
            latest = _years_before(last, age.years)
            found.append(Reading(earliest.isoformat(), latest.isoformat()))
        if age.count != "birthday":
            before_new_year = first < date(first.year, 2, 21)
            earliest = date(first.year - age.years + 1 - before_new_year, 1, 1)
            latest = date(last.year - age.years + 2, 2, 20)
            found.append(Reading(earliest.isoformat(), latest.isoformat(), "east-asian count"))
    except (ValueError, OverflowError):  # no such year
        return ()
    return tuple(found)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _years(written: str) -> int:
    plain = "-".join(written.lower().replace("-", " ").split())
    return _VALUES.get(plain) or words.number(plain)


def _count(written: str) -> str:
    if _EAST_ASIAN.search(written):
        return "east-asian"
    return "birthday" if _BIRTHDAY.search(written) else "unsaid"
