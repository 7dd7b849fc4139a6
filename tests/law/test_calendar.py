"""Holidays and closures are data, and agree with a second list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.law.by_hand import open_on
from wellfounded.law.forums import calendar_of, forum

FEDERAL = calendar_of(forum("us-eoir"))


def test_every_day_of_28_years_is_open_or_closed_as_a_second_list_says() -> None:
    """From 2008 to 2035, day by day; no day is left out."""
    day, differs = date(2008, 1, 1), []
    while day < date(2036, 1, 1):
        if FEDERAL.is_business(day) != open_on(day):
            differs.append(day)
        day += timedelta(days=1)
    assert differs == []


def test_saturday_4_july_2026_is_kept_on_friday() -> None:
    """Lists of holidays mark both days; each says which it is, and Monday is open."""
    assert FEDERAL.closed_by(date(2026, 7, 3)) == "Independence Day, observed"
    assert FEDERAL.closed_by(date(2026, 7, 4)) == "Independence Day"
    assert FEDERAL.closed_by(date(2026, 7, 6)) == ""


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 12, 31), "New Year's Day, observed"),  # Saturday 1 January 2022
        (date(2020, 6, 19), ""),  # a holiday since 2021
        (date(2021, 6, 18), "Juneteenth National Independence Day, observed"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 2, 28), "Saturday"),
    ],
)
def test_a_closed_day_says_why(day: date, why: str) -> None:
    """Across the turn of the year too."""
    assert FEDERAL.closed_by(day) == why


def test_a_matter_can_close_a_day() -> None:
    """A day the court was closed is closed for that matter only."""
    day = date(2026, 3, 4)
    assert FEDERAL.is_business(day)
    assert FEDERAL.closing([day]).closed_by(day) == "closed, as the matter says"
    assert FEDERAL.closing([day]).next_business(day) == date(2026, 3, 5)


def test_a_closure_nobody_knows_the_effect_of_moves_nothing() -> None:
    """The day of mourning of 2025 stays a business day, and is named."""
    day = date(2025, 1, 9)
    assert FEDERAL.is_business(day)
    closure = FEDERAL.doubtful(day)
    assert closure is not None and "EO 14133" in closure.authority
