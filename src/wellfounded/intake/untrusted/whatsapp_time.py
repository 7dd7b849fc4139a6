"""The time in front of each WhatsApp message, in the forms phones of many languages write, and
the order of its date.

An export does not say whether 01/02 is the first of February or the second of January. The order is
decided only by what stands in the file: a message whose date has no other reading. Otherwise both
readings stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

FIRST_YEAR: Final = 2009
MARKS: Final = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
_AM: Final = (
    "AM", "A.M.", "a. m.", "am", "上午", "午前", "오전", "早上", "清晨", "凌晨", "ص", "ق.ظ",
    "π.μ.", "πμ", "पूर्वाह्न", "ÖÖ", "SA", "de.", "f.m.", "fm",
)  # fmt: skip
_PM: Final = (
    "PM", "P.M.", "p. m.", "pm", "下午", "午後", "오후", "傍晚", "م", "ب.ظ", "μ.μ.", "μμ",
    "अपराह्न", "ÖS", "CH", "du.", "e.m.", "em",
)  # fmt: skip
_NIGHT: Final = ("晚上",)
_NOON: Final = ("中午",)
_HALF_DAY: Final = {
    **{word.lower().replace(" ", ""): "am" for word in _AM},
    **{word.lower().replace(" ", ""): "pm" for word in _PM},
    **dict.fromkeys(_NIGHT, "night"),
    **dict.fromkeys(_NOON, "noon"),
}
_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s?")
    for word in sorted((*_AM, *_PM, *_NIGHT, *_NOON), key=len, reverse=True)
)
_M = f"[{MARKS}]{{0,4}}"
_DATE = (
    rf"(?P<one>\d{{1,4}})\s?{_M}(?P<by>[./年년-])\s?{_M}(?P<two>\d{{1,2}})\s?{_M}[./月월-]\s?{_M}"
    rf"(?P<three>\d{{1,4}})\s?{_M}[.日일]?"
)
_TIME = (
    rf"(?:(?P<before>{_WORDS})\s?)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})"
    rf"(?:[:.](?P<second>\d{{2}}))?(?:\s?{_M}(?P<after>{_WORDS}))?{_M}"
)
_STAMP = re.compile(
    rf"{_M}(?P<open>\[)?{_M}(?P<stamp>{_DATE}{_M}[,،、]?\s?{_M}(?:klo\s)?{_M}{_TIME})"
    rf"(?(open)\]|\s[-–])(?:\s|$){_M}",
    re.IGNORECASE,
)
_SAID: Final = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """The numbers of a date as written, the possible hours, and where the message begins in its
    line.
    """

    written: str
    numbers: tuple[str, str, str]
    hours: tuple[int, ...]
    rest: tuple[int, ...]
    year_first: bool
    end: int

    def readings(self, orders: Iterable[str]) -> dict[str, tuple[int, int, int]]:
        """Give year, month, day for each of `orders` under which the numbers are a date
        WhatsApp can have seen.
        """
        found = {}
        for order in orders:
            fields = dict(zip(order, self.numbers, strict=True))
            year = int(fields["y"]) + (2000 if len(fields["y"]) <= 2 else 0)
            date = (year, int(fields["m"]), int(fields["d"]))
            if year >= FIRST_YEAR and _is_date(date):
                found[order] = date
        return found

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders its form allows: a year of four digits shows where it stands, East Asian
        forms may begin with it.
        """
        if len(self.numbers[0]) == 4:
            return ("ymd",)
        if len(self.numbers[2]) == 4:
            return ("dmy", "mdy")
        return ("dmy", "mdy", "ymd") if self.year_first else ("dmy", "mdy")


@dataclass(frozen=True, slots=True)
class Order:
    """The orders of date that fit a file, and what decided it: said in words, with the number
    of the deciding message.
    """

    orders: tuple[str, ...]
    said: str
    message: int | None = None

    def moments(self, stamp: Stamp) -> tuple[Moment, ...]:
        """Give every moment a stamp can mean: one where the order is decided, else one for each
        reading.
        """
        orders = [o for o in self.orders if o in stamp.orders] or stamp.orders
        dates = stamp.readings(orders) or stamp.readings(stamp.orders)
        moments = [
            Moment((*date, hour, *stamp.rest), (), stamp.written)
            for date in dict.fromkeys(dates.values())
            for hour in stamp.hours
        ]
        return tuple(moments)


def stamp_of(line: str) -> Stamp | None:
    """Give the stamp a line begins with; None if the line goes on with the message before."""
    found = _STAMP.match(line)
    if found is None:
        return None
    hours = _hours(int(found["hour"]), found["before"] or found["after"] or "")
    rest = tuple(int(n) for n in (found["minute"], found["second"]) if n is not None)
    if not hours or any(n > 59 for n in rest):
        return None
    numbers = (found["one"], found["two"], found["three"])
    half = found["before"] or ""
    east = found["by"] in "年년" or any(c > "\u3000" for c in half)
    return Stamp(found["stamp"].strip(), numbers, hours, rest, east, found.end())


def decide(stamps: Sequence[Stamp]) -> Order:
    """Give the orders of date that every stamp of the file allows, and which message left only
    one.
    """
    open_ = list(dict.fromkeys(order for stamp in stamps for order in stamp.orders))
    if open_ == ["ymd"]:
        return Order(("ymd",), "year, month, day: the year is written in full and first")
    left, deciding = tuple(open_), 0
    for number, stamp in enumerate(stamps, 1):
        fitting = stamp.readings(stamp.orders)
        kept = tuple(o for o in left if o in fitting or o not in stamp.orders) if fitting else left
        if not kept:
            said = (
                "the dates of this file fit no one order of day and month: each is read by itself"
            )
            return Order(tuple(open_), said, number)
        if len(kept) == 1 < len(left):
            deciding = number
        left = kept
    if deciding:
        said = f"{_SAID[left[0]]}: message {deciding} is dated {stamps[deciding - 1].written}"
        return Order(left, said, deciding)
    both = " or ".join(_SAID[order] for order in left)
    return Order(left, f"undecided: {both}; no date in this file has only one reading")


def _hours(hour: int, word: str) -> tuple[int, ...]:
    half = _HALF_DAY.get(re.sub(r"\s", "", word).lower(), "")
    if not half or hour > 12:
        return (hour,) if hour < 24 else ()
    if half == "am":
        return (hour % 12,)
    if half == "pm":
        return (hour % 12 + 12,)
    if half == "noon":
        return (hour,) if hour in (11, 12) else (hour + 12,)
    return (0, 12) if hour == 12 else (hour + 12,)


@lru_cache(4096)
def _is_date(date: tuple[int, int, int]) -> bool:
    try:
        Moment(date)
    except Mistaken:
        return False
    return True
