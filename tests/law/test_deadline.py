"""Dates are functions of rule, trigger, version and as-of day; worked examples, and a second counting that agrees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law import by_hand
from wellfounded.law.deadline import Deadline, amber, deadlines
from wellfounded.law.forums import calendar_of, forum
from wellfounded.law.matter import Matter, Order, Outage

EOIR = forum("us-eoir")
CALENDAR = calendar_of(EOIR)
LATE = date(2035, 12, 31)
_YEARS = st.dates(date(2008, 7, 1), LATE)


def one(key: str, matter: Matter, as_of: date = LATE) -> Deadline:
    """The deadline of one rule."""
    return next(d for d in deadlines(EOIR, CALENDAR, matter, as_of) if d.rule.key == key)


def of(name: str, day: date, *, detained: bool | None = False, **more: object) -> Matter:
    """A matter with one date."""
    return Matter(dates={name: day}, detained=detained, **more)  # type: ignore[arg-type]


D = date.fromisoformat


@pytest.mark.parametrize(
    ("key", "trigger", "day", "counted", "due"),
    [
        ("appeal", "decision", "2026-01-28", "2026-02-27", "2026-02-27"),
        ("appeal", "decision", "2026-07-31", "2026-08-30", "2026-08-31"),
        ("evidence", "hearing", "2026-08-04", "2026-07-05", "2026-07-06"),
        ("evidence", "hearing", "2026-05-04", "2026-04-04", "2026-04-06"),
        ("evidence", "hearing", "2020-12-22", "2020-12-07", "2020-12-07"),
        ("evidence", "hearing", "2021-02-01", "2021-01-02", "2021-01-04"),
        ("evidence", "hearing", "2024-06-03", "2024-05-19", "2024-05-20"),
        ("master", "master", "2026-08-04", "2026-07-20", "2026-07-20"),
        ("one-year", "arrival", "2024-02-29", "2025-02-28", "2025-02-28"),
    ],
)
def test_worked_examples(key: str, trigger: str, day: str, counted: str, due: str) -> None:
    """Day 0 is the trigger, closed days roll forward even backward, each version has its days."""
    found = one(key, of(trigger, D(day)))
    assert found.standing == "counted"
    assert (found.candidates[0].counted.counted, found.due) == (D(counted), D(due))


def test_the_safe_day_is_a_business_day_earlier() -> None:
    """Monday 6 July 2026: Friday is the holiday observed, so Thursday."""
    assert one("evidence", of("hearing", D("2026-08-04"))).safe == D("2026-07-02")


def test_the_version_follows_the_as_of_day() -> None:
    """A hearing to come is counted by what holds on the as-of day; 15 days in 2024, 30 in 2026."""
    matter = of("hearing", D("2026-08-04"))
    assert one("evidence", matter, D("2024-06-01")).due == D("2026-07-20")
    assert one("evidence", matter, D("2026-06-01")).due == D("2026-07-06")


@pytest.mark.parametrize(
    ("day", "dues"),
    [
        ("2021-12-10", {"2021-11-10", "2021-11-26"}),
        ("2025-02-10", {"2025-01-13", "2025-01-27"}),
    ],
)
def test_inside_a_window_both_dates_stand(day: str, dues: set[str]) -> None:
    """Where only a span is known for the change, both counts are shown and the earlier is kept."""
    found = one("evidence", of("hearing", D(day)))
    assert found.standing == "either"
    assert {str(c.due) for c in found.candidates} == dues
    assert str(found.due) == min(dues)


def test_before_any_version_nothing_is_known() -> None:
    """No date is made up for a day no version on file covers."""
    found = one("evidence", of("hearing", D("2007-03-01")))
    assert (found.standing, found.due) == ("not-known", None)
    assert "2007-03-01" in found.notes[0]


def test_a_change_is_what_it_was_on_the_as_of_day() -> None:
    """The 10-day rule: unknown, then published, then vacated the evening before it began."""
    matter = of("decision", D("2026-03-10"))
    assert one("appeal", matter, D("2026-02-05")).notes[:-1] == ()
    published = one("appeal", matter, D("2026-03-07"))
    assert (published.standing, published.due) == ("either", D("2026-03-20"))
    vacated = one("appeal", matter, D("2026-03-08"))
    assert (vacated.standing, vacated.due) == ("counted", D("2026-04-09"))
    assert "vacated on 2026-03-08" in vacated.notes[0]
    assert one("appeal", of("decision", D("2026-01-28")), D("2026-03-07")).standing == "counted"


def test_a_proposed_change_changes_nothing() -> None:
    """It is named, with the day it would give."""
    found = one("work-permit-file", of("asylum-filed", D("2026-03-02")))
    assert found.due == D("2026-07-30")
    assert "proposed on 2026-02-23, not in force" in found.notes[0]
    assert "2027-03-02" in found.notes[0]


def test_an_order_wins() -> None:
    """The judge's day stands; what the rule would give is said."""
    order = Order("evidence", D("2026-07-01"), "scheduling order")
    found = one("evidence", of("hearing", D("2026-08-04"), orders=(order,)))
    assert (found.standing, found.due, found.safe) == ("ordered", D("2026-07-01"), D("2026-06-30"))
    assert found.notes[0] == "without the order: 2026-07-06"


def test_detained_asks_and_never_counts() -> None:
    """No day for a hearing's filings; an order gives one; the appeal counts, as its source says."""
    held = of("hearing", D("2026-08-04"), detained=True)
    found = one("evidence-detained", held)
    assert (found.standing, found.due, found.candidates) == ("ask", None, ())
    keys = {d.rule.key for d in deadlines(EOIR, CALENDAR, held, LATE)}
    assert not keys & {"evidence", "master", "response"}
    order = Order("evidence-detained", D("2026-07-01"))
    ordered = of("hearing", D("2026-08-04"), detained=True, orders=(order,))
    assert one("evidence-detained", ordered).due == D("2026-07-01")
    assert one("appeal", of("decision", D("2026-01-28"), detained=True)).due == D("2026-02-27")


def test_nobody_said_whether_detained() -> None:
    """Then a rule that depends on it gives no date."""
    found = one("evidence", of("hearing", D("2026-08-04"), detained=None))
    assert (found.standing, found.due) == ("ask", None)


@pytest.mark.parametrize(
    ("planned", "up", "due"),
    [
        (False, "2026-02-28", "2026-03-02"),
        (False, "2026-03-03", "2026-03-03"),
        (True, "2026-02-28", "2026-02-27"),
    ],
)
def test_an_outage_on_the_last_day(planned: bool, up: str, due: str) -> None:
    """Unplanned it extends to the first business day the system is up; planned it extends nothing."""
    outage = Outage(D("2026-02-27"), D(up), planned)
    found = one("appeal", of("decision", D("2026-01-28"), outages=(outage,)))
    assert found.due == D(due)
    assert "outage on 2026-02-27" in " ".join(found.candidates[0].notes)


def test_an_outage_no_rule_speaks_of_moves_nothing() -> None:
    """Nor does one on another day."""
    outage = Outage(D("2026-07-06"), D("2026-07-08"))
    found = one("evidence", of("hearing", D("2026-08-04"), outages=(outage,)))
    assert found.due == D("2026-07-06")
    assert "not known: not moved" in " ".join(found.candidates[0].notes)
    early = Outage(D("2026-02-20"), D("2026-02-25"))
    assert one("appeal", of("decision", D("2026-01-28"), outages=(early,))).due == D("2026-02-27")


def test_no_stated_roll_leaves_the_day_where_it_is() -> None:
    """A closed day is kept, the earlier reading, and it is said that nobody knows."""
    found = one("reconsider", of("final-order", D("2026-01-01")))
    assert found.due == D("2026-01-31")  # a Saturday
    assert "not known: not moved" in found.candidates[0].notes[-1]


def test_the_amber_mark_is_for_rules_not_checked_for_thirty_days() -> None:
    """On the thirtieth day not yet; the day after, every rule of the list."""
    matter = of("decision", D("2026-01-28"))
    found = [one("appeal", matter)]
    checked = found[0].rule.checked
    assert amber(EOIR, found, checked + timedelta(days=30)) == []
    assert [r.key for r in amber(EOIR, found, checked + timedelta(days=31))] == ["appeal"]


@given(_YEARS)
def test_forward_counts_agree_with_a_second_counting(day: date) -> None:
    """Appeals from 2008 to 2035, as of the end: the same day by another program."""
    found = one("appeal", of("decision", day))
    assert found.due == by_hand.due(day, 30, backward=False)
    assert found.safe == by_hand.safe(found.due)


@given(_YEARS)
def test_backward_counts_agree_with_a_second_counting(day: date) -> None:
    """Evidence before a hearing: each date is one of 15 or 30 days by another program, and by the dates of the versions one."""
    found = one("evidence", of("hearing", day))
    days = {15, 30}
    if day <= D("2020-12-22") or D("2022-01-01") <= day < D("2025-02-03"):
        days = {15}
    elif day < D("2021-11-22") or day > D("2025-02-16"):
        days = {30}
    assert {c.due for c in found.candidates} == {by_hand.due(day, n, backward=True) for n in days}
    assert found.due is not None and found.safe == by_hand.safe(found.due)


@given(_YEARS, _YEARS)
def test_what_always_holds(day: date, as_of: date) -> None:
    """A counted day that rolls is a business day, never earlier than the counted one, and the safe day is before it."""
    for found in deadlines(EOIR, CALENDAR, of("hearing", day), as_of):
        for c in found.candidates:
            assert c.due >= c.counted.counted
            assert CALENDAR.is_business(c.due) and CALENDAR.is_business(c.counted.safe)
            assert c.counted.safe < c.due
