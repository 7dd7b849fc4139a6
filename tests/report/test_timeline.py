"""The timeline sorts by the instants a time can be.

And its drawing and the map hold for all there is.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.report.mention import Event, Mention, Spot, snippet
from wellfounded.report.places import Places
from wellfounded.report.sketch import WIDTH, land
from wellfounded.report.sorting import Sorted
from wellfounded.report.timeline import COLUMNS, Timeline
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place

MENTION = Mention("exif.DateTimeOriginal", "the file", "a.jpg", "items/x.html#f0", "whole item")


def _timeline(pile: Sorted, *times: str) -> Timeline:
    line = Timeline(pile)
    for time in times:
        line.add(Event(Moment.parse(time), MENTION))
    return line


def test_events_come_in_order_of_their_first_instant() -> None:
    """A time without a zone can be fourteen hours earlier than it reads in UTC."""
    with Sorted() as pile:
        line = _timeline(
            pile, "2024-03-01T12:00Z", "2024-03-01T13:00", "2024", "2024-03-01T12:00+08:00"
        )
        assert [e.when.local + e.when.zone for e in line] == [
            "2024no zone",
            "2024-03-01T13:00no zone",
            "2024-03-01T12:00+08:00",
            "2024-03-01T12:00+00:00",
        ]


def test_no_events_no_drawing() -> None:
    """An empty timeline draws nothing."""
    with Sorted() as pile:
        assert _timeline(pile).overview() is None


@pytest.mark.parametrize(
    "times",
    [
        ("2024-03-01T12:00Z",),
        ("0001", "9999"),
        ("2020", "2024-01", "2024-02-03"),
        ("2024-01-01", "2024-01-02"),
    ],
)
def test_the_drawing_stays_in_its_frame(times: tuple[str, ...]) -> None:
    """Bars and labels lie within the columns.

    For one event and for all of history; labels differ.
    """
    with Sorted() as pile:
        drawn = _timeline(pile, *times).overview()
    assert drawn is not None
    assert all(
        0 <= b.column < b.column + b.width <= COLUMNS and 0 < b.height <= 64 for b in drawn.bars
    )
    assert drawn.most <= len(times)
    assert len({t.label for t in drawn.ticks}) == len(drawn.ticks)


@given(
    st.lists(
        st.tuples(
            st.integers(-90 * 10**7, 90 * 10**7),
            st.integers(-180 * 10**7, 180 * 10**7),
            st.integers(1, 10**6),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_the_map_holds_every_place(positions: list[tuple[int, int, int]]) -> None:
    """Every place lies within the drawing, and every one is counted."""
    with Sorted() as pile:
        places = Places(pile)
        for position in positions:
            places.add(Spot(Place(*position), MENTION))
        drawn = places.sketch()
        north_first = [spot.where.latitude_e7 for spot in places]
    assert drawn is not None
    assert north_first == sorted(north_first, reverse=True)
    assert sum(mark.count for mark in drawn.marks) == len(positions)
    assert all(
        -1 <= mark.x <= WIDTH + 1 and -1 <= mark.y <= drawn.height + 1 for mark in drawn.marks
    )
    assert drawn.bar > 0
    assert not math.isnan(drawn.bar)


def test_the_outline_of_land_is_small_and_closed() -> None:
    """Under 150 kB, only path commands, every ring closed."""
    outline = land()
    assert len(outline) < 150_000
    assert set(outline) <= set("MmLlz0123456789 -")
    assert outline.count("M") == outline.count("z") > 100


def test_a_snippet_holds_the_words_it_is_for() -> None:
    """The span and a little around it, on one line."""
    text = "a" * 200 + "\n12 March 2024\n" + "b" * 200
    words = snippet(text, (201, 214))
    assert "12 March 2024" in words
    assert words.startswith("…")
    assert words.endswith("…")
    assert "\n" not in words
