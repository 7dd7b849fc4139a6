"""The times of a statement: when it was said, and what it tells of."""

from tests.claims.reading import read, whole
from wellfounded.claims.told import Stretch, stretch, told_times
from wellfounded.terms.moment import Moment
from wellfounded.terms.timespan import Reading, TimeSpan


def test_when_it_was_said_and_what_it_tells_of() -> None:
    """Both are given, apart, each at its own place; relative ones count from the day of publication."""
    text = "Ilva Sorn said on Monday that the mill had burned in May 2019."
    (one,) = read(text, "2025-08-20")
    found = list(told_times(one, "2025-08-20"))
    assert [(t.told, t.when.readings[0].first) for t in found] == [
        ("said", "2025-08-18"),
        ("tells of", "2019-05-01"),
    ]
    assert [text[t.when.start : t.when.end] for t in found] == ["on Monday", "May 2019"]


def test_a_day_can_begin_in_any_zone() -> None:
    """A stretch reaches from the earliest to the latest instant of all readings; an open side stays open."""
    when = TimeSpan(
        0, 1, "x", "r", (Reading("2024-03-03", "2024-03-03"), Reading("2024-03-09", ""))
    )
    assert stretch(when) == Stretch(Moment.parse("2024-03-03").interval()[0], None)
    assert stretch(TimeSpan(0, 1, "x", "r")) is None


def test_ages_are_read_beside_statements() -> None:
    """A reader gives the ages of its text."""
    reader = whole("Ilva Sorn, 41, said that the mill had burned.")
    assert [s.speaker for s in reader.statements()] == ["Ilva Sorn, 41"]
    assert [(a.years, a.count) for a in reader.ages] == [(41, "unsaid")]
