"""Times and positions of a passage are looked up where they stand, and nothing is added to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.sample_model import digest, written
from wellfounded.report.found import positions_in, times_of
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Passage


def _passage(text: str, *when: Moment, source: str = "text") -> Passage:
    return Passage(text, Locus(digest("found")), source, when=when)


def test_each_time_is_found_at_its_words() -> None:
    """The same words twice are two places; two readings of one date stand at one."""
    day, either = (
        written("2024-03-12", "12 March 2024"),
        (written("2025-04-03", "03/04/2025"), written("2025-03-04", "03/04/2025")),
    )
    text = "12 March 2024, again 12 March 2024, then 03/04/2025."
    found = times_of(_passage(text, day, day, *either))
    assert [text[slice(*f.chars)] for f in found if f.chars] == [
        "12 March 2024",
        "12 March 2024",
        "03/04/2025",
    ]
    assert [f.chars[0] for f in found if f.chars] == [0, 21, 41]
    assert [len(f.moments) for f in found] == [1, 1, 2]


def test_a_time_given_with_the_passage_has_no_words() -> None:
    """The time of a message is not looked up in what it says.

    Nor is a time whose words are not there.
    """
    sent = written("2024-09-12T21:04", "12/09/2024, 21:04")
    found = times_of(_passage("Sent 12/09/2024, 21:04", sent, source="message"))
    found += times_of(_passage("No date here", sent, written("2024", "")))
    assert [f.chars for f in found] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "position", "radius"),
    [
        ("41.2987, 69.2405", (412987000, 692405000), 11),
        ("at -33.86785; 151.20732 there", (-338678500, 1512073200), 1),
        ("33.8678°S, 151.2073°E", (-338678000, 1512073000), 11),
        ("41°17'58\"N 69°14'24\"E", (412994444, 692400000), 31),
    ],
)
def test_a_position_has_the_radius_of_its_digits(
    text: str, position: tuple[int, int], radius: int
) -> None:
    """Four decimals are eleven metres, a second of arc thirty-one."""
    (found,) = positions_in(text)
    assert found.place is not None
    assert (found.place.latitude_e7, found.place.longitude_e7) == position
    assert found.place.radius_m == radius


def test_numbers_that_are_no_position_are_not_found() -> None:
    """Prices, out of range numbers and short decimals give nothing."""
    assert positions_in("95.1234, 20.1234; 12.5, 13.5; 1.2345.6, 2.3456") == []
    assert positions_in("on 2024-03-01 at 12:30") == []


@given(st.text(alphabet="0123456789.,;-+ °'\"NSEW", max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    """For any text: spans lie in it, do not overlap, and hold what they say."""
    end = 0
    for found in positions_in(text):
        assert found.chars is not None
        assert end <= found.chars[0] < found.chars[1] <= len(text)
        assert text[slice(*found.chars)] == found.written
        end = found.chars[1]
