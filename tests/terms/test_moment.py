"""Times are never guessed: what was written stays, and a time without a zone stays one (promise 13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment, utc

HOUR = 3_600_000_000
DAY = 24 * HOUR


def test_what_is_written_is_not_completed() -> None:
    """A month stays a month; a time without a zone spans every zone there is."""
    month = Moment.parse("2024-03")
    assert (month.precision, month.local, month.zone) == ("month", "2024-03", "no zone")
    start, end = month.interval()
    assert end - start == 31 * DAY + 26 * HOUR
    minute = Moment.parse("2024-03-01T12:30")
    assert minute.interval()[1] - minute.interval()[0] == 60_000_000 + 26 * HOUR


def test_a_zone_is_kept_as_it_was_written() -> None:
    """A time at +08:00 does not come back as another clock's."""
    moment = Moment.parse("2024-03-01T12:30:00+08:00")
    assert (moment.local, moment.zone) == ("2024-03-01T12:30:00", "+08:00")
    assert Moment.from_json(moment.to_json()) == moment
    assert moment.interval()[0] == Moment.parse("2024-03-01T04:30:00Z").interval()[0]


def test_two_clocks_stay_two() -> None:
    """Where a region keeps two clocks the instants cover both, and nothing chooses."""
    fields = Moment.parse("2024-03-01T12:30").fields
    moment = Moment(fields, (360, 480))
    assert moment.zone == "+06:00 or +08:00"
    start, end = moment.interval()
    assert end - start == 2 * HOUR + 60_000_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03/04/2024",
        "2024-13",
        "2024-02-30",
        "2024-3-1",
        "2024-03-01 noon",
        "yesterday",
        "2024+08:00",
    ],
)
def test_what_is_no_date_is_refused_with_the_form_to_write(text: str) -> None:
    """Nothing is read into what is undecidable or wrong."""
    with pytest.raises(Mistaken) as refused:
        Moment.parse(text)
    assert refused.value.code == "moment-form"


@given(
    st.datetimes(datetime(1, 1, 2), datetime(9998, 12, 30)),  # noqa: DTZ001
    st.integers(-12 * 60, 14 * 60),
)
def test_an_interval_is_what_the_calendar_says(when: datetime, offset: int) -> None:
    """Against the standard library, for any time in any zone."""
    written = when.replace(microsecond=0)
    sign, minutes = "-" if offset < 0 else "+", abs(offset)
    moment = Moment.parse(f"{written.isoformat()}{sign}{minutes // 60:02d}:{minutes % 60:02d}")
    zoned = written.replace(tzinfo=timezone(timedelta(minutes=offset)))
    expected = (zoned - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert moment.interval() == (expected, expected + 1_000_000)
    assert Moment.from_json(moment.to_json()) == moment


@given(st.integers(-62_000_000_000_000_000, 250_000_000_000_000_000))
def test_an_instant_in_utc_is_that_instant(microseconds: int) -> None:
    """A log's clock shown as a moment begins at that very microsecond or second."""
    start = utc(microseconds).interval()[0]
    assert start == microseconds
