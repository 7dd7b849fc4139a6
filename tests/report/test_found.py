"""Dates and positions in texts are found where they stand, and nothing is added to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.report.found import found_in


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("on 2024-03-01.", ["2024-03-01 no zone"]),
        ("at 2024-03-01T12:30+08:00 there", ["2024-03-01T12:30 +08:00"]),
        ("at 2024-03-01 12:30 there", ["2024-03-01T12:30 no zone"]),
        ("at 2024-03-01 12:30:05 UTC", ["2024-03-01T12:30:05 +00:00"]),
        ("12 March 2024", ["2024-03-12 no zone"]),
        ("March 3rd, 2021", ["2021-03-03 no zone"]),
        ("5 мая 2020 года", ["2020-05-05 no zone"]),
        ("2024年3月12日", ["2024-03-12 no zone"]),
        ("2024-يىلى 3-ئاينىڭ 12-كۈنى", ["2024-03-12 no zone"]),
        ("25.12.2023", ["2023-12-25 no zone"]),
        ("03/04/2025", ["2025-03-04 no zone", "2025-04-03 no zone"]),
        ("04/04/2025", ["2025-04-04 no zone"]),
    ],
)
def test_a_date_is_read_as_written(text: str, readings: list[str]) -> None:
    """No zone is added; where day and month cannot be told apart there are two readings."""
    (found,) = found_in(text)
    assert [f"{m.local} {m.zone}" for m in found.moments] == readings
    assert text[slice(*found.chars)] == found.written


@pytest.mark.parametrize(
    "text",
    [
        "32/13/2020",
        "30 February 2024",
        "2024-13-01",
        "version 1.2.2024.3",
        "call 2024-5",
        "",
        "at 12:30",
    ],
)
def test_what_is_no_date_is_not_found(text: str) -> None:
    """Impossible dates and look-alikes give nothing."""
    assert found_in(text) == []


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
    (found,) = found_in(text)
    assert found.place is not None
    assert (found.place.latitude_e7, found.place.longitude_e7) == position
    assert found.place.radius_m == radius


def test_numbers_that_are_no_position_are_not_found() -> None:
    """Prices, out of range numbers and short decimals give nothing."""
    assert found_in("95.1234, 20.1234; 12.5, 13.5; 1.2345.6, 2.3456") == []


@given(st.text(alphabet="0123456789-/.: TZ+,年月日 °NSEWмарчMarch", max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    """For any text: spans lie in it, do not overlap, and hold what they say."""
    end = 0
    for found in found_in(text):
        assert end <= found.chars[0] < found.chars[1] <= len(text)
        assert text[slice(*found.chars)] == found.written
        end = found.chars[1]
