"""Counting one date: from a trigger, by a span, to the counted day, the day it becomes, and a safe day before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wellfounded.law.calendar import Calendar
from wellfounded.law.rule import Direction
from wellfounded.terms.errors import Mistaken


@dataclass(frozen=True, slots=True)
class Span:
    """How far to count: calendar days or years, as a rule states them."""

    days: int = 0
    years: int = 0

    def __str__(self) -> str:
        """Give it in words: `30 days`, `1 year`."""
        count, unit = (self.years, "year") if self.years else (self.days, "day")
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted day; the due day it becomes; `closed`, why the counted day is no business day.

    `rolled` is false where the counted day is closed and no source says what happens then: it is left where it is, which is
    the earlier day. `safe` is the last business day before the earlier of the two.
    """

    counted: date
    due: date
    safe: date
    closed: str = ""
    rolled: bool = False


def count(
    trigger: date, span: Span, direction: Direction, calendar: Calendar, roll: str
) -> Counted:
    """Count from a trigger, which is day 0. A closed day becomes the next business day if `roll` says so, backward too.

    Raises Mistaken `date-range` where the calendar ends.
    """
    try:
        counted = _step(trigger, span, -1 if direction == "before" else 1)
        closed = calendar.closed_by(counted)
        rolled = bool(closed) and roll == "next-business-day"
        due = calendar.next_business(counted) if rolled else counted
        return Counted(counted, due, calendar.business_before(due), closed, rolled)
    except (OverflowError, ValueError) as exc:
        raise Mistaken(
            "date-range", f"{span} from {trigger} is beyond the calendar", why=str(exc)
        ) from exc


def _step(day: date, span: Span, sign: int) -> date:
    """Give the day a span away. A year from 29 February ends on the last day of February, the earlier reading."""
    if not span.years:
        return day + sign * timedelta(days=span.days)
    year = day.year + sign * span.years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=day.day - 1)
