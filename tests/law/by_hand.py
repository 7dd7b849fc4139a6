"""A second counting, written apart from the program: one day at a time, with a list of federal holidays of its own.

It shares no code and no data with `wellfounded.law`: weeks of a month from the standard library, and the list of 5 USC 6103 as the
Office of Personnel Management prints it (Saturday kept on Friday, Sunday on Monday).
"""

from __future__ import annotations

from calendar import monthcalendar
from datetime import date, timedelta
from functools import cache

_ONE = timedelta(1)
_FIXED = ((1, 1), (7, 4), (11, 11), (12, 25))


def _week(year: int, month: int, weekday: int, which: int) -> date:
    """The which-th weekday (Monday 0) of a month, counted from 0, or from the end."""
    days = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[which])


@cache
def _federal(year: int) -> frozenset[date]:
    """Days on which federal offices keep a holiday of a year; one of them may lie in December before."""
    kept = {
        _week(year, 1, 0, 2),
        _week(year, 2, 0, 2),
        _week(year, 5, 0, -1),
        _week(year, 9, 0, 0),
        _week(year, 10, 0, 1),
        _week(year, 11, 3, 3),
    }
    for month, day in (*_FIXED, *(((6, 19),) if year >= 2021 else ())):
        on = date(year, month, day)
        kept.add({5: on - _ONE, 6: on + _ONE}.get(on.weekday(), on))
    return frozenset(kept)


def open_on(day: date) -> bool:
    """Say whether a federal office is open on a day."""
    near = _federal(day.year) | _federal(day.year + 1)
    return day.weekday() < 5 and day not in near


def due(trigger: date, days: int, *, backward: bool) -> date:
    """Walk the days one by one, then on to the first open one."""
    day = trigger
    for _ in range(days):
        day = day - _ONE if backward else day + _ONE
    while not open_on(day):
        day += _ONE
    return day


def safe(day: date) -> date:
    """Walk back to the open day before."""
    day -= _ONE
    while not open_on(day):
        day -= _ONE
    return day
