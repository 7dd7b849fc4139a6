"""Business days of a forum: weekend, holidays and closures, all of them data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache
from typing import Final

from wellfounded.law.rule import CalendarData, Closure, Holiday

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A forum's calendar, and further days a matter says the forum is closed."""

    data: CalendarData
    closed: frozenset[date] = frozenset()

    def closing(self, days: Iterable[date]) -> Calendar:
        """Give the calendar with further closed days."""
        return Calendar(self.data, self.closed | frozenset(days))

    def closed_by(self, day: date) -> str:
        """Say why no business is done on a day: a weekday's name, a holiday, a closure; empty for a business day."""
        if day in self.closed:
            return "closed, as the matter says"
        for closure in self.data.closure:
            if closure.counts and closure.on == day:
                return closure.text
        for name, kept in self._holidays(day):
            if kept == day:
                return name
        return weekday(day) if day.isoweekday() in self.data.weekend else ""

    def is_business(self, day: date) -> bool:
        """Say whether business is done on a day."""
        return not self.closed_by(day)

    def next_business(self, day: date) -> date:
        """Give the day itself if business is done on it, else the next such day."""
        while not self.is_business(day):
            day += DAY
        return day

    def business_before(self, day: date) -> date:
        """Give the last business day before a day."""
        day -= DAY
        while not self.is_business(day):
            day -= DAY
        return day

    def doubtful(self, day: date) -> Closure | None:
        """Give the closure on a day of which nobody knows whether it moves a date."""
        return next((c for c in self.data.closure if c.on == day and not c.counts), None)

    def _holidays(self, day: date) -> Iterator[tuple[str, date]]:
        """Give the holidays kept near a day: one of the year's ends may be kept in the other year."""
        for year in (day.year - 1, day.year, day.year + 1):
            for holiday in self.data.holiday:
                if max(holiday.from_year, MINYEAR) <= year < MAXYEAR:
                    yield from self._kept(holiday, year)

    def _kept(self, holiday: Holiday, year: int) -> Iterator[tuple[str, date]]:
        """Give the day a holiday falls on and, where that is in the weekend, the day it is kept instead."""
        falls = falls_on(holiday, year)
        yield holiday.name, falls
        if holiday.observed == "nearest" and falls.isoweekday() in self.data.weekend:
            before, after = falls - DAY, falls + DAY
            kept = before if before.isoweekday() not in self.data.weekend else after
            yield f"{holiday.name}, observed", kept


@cache
def falls_on(holiday: Holiday, year: int) -> date:
    """Give the day of a year a holiday falls on."""
    if holiday.fixed is not None:
        return date(year, *holiday.fixed)
    month, on, which = holiday.nth or (1, 1, 1)
    days = [d for d in _month(year, month) if d.isoweekday() == on]
    return days[which - 1] if which > 0 else days[which]


def _month(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += DAY


_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def weekday(day: date) -> str:
    """Give the English name of the weekday, whatever the locale."""
    return _WEEKDAYS[day.weekday()]
