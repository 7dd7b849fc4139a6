"""Dates in a text are as precise as they are written, and never more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.extract.dates.moments import dates_in

ONE = {
    "on 3 March 2024 he left": "2024-03-03",
    "March 3, 2024 at 2:30 pm": "2024-03-03T14:30",
    "March 3rd, 2024": "2024-03-03",
    "May 2019": "2019-05",
    "in 2018, a committee": "2018",
    "2024-03-01": "2024-03-01",
    "2024/3/1": "2024-03-01",
    "2024年3月3日下午2时30分": "2024-03-03T14:30",
    "二〇一七年三月十五日": "2017-03-15",
    "2017年8月，各乡镇": "2017-08",
    "2024년 3월 1일": "2024-03-01",
    "15 марта 2017 года": "2017-03-15",
    "в 2020 году": "2020",
    "15.3.2017 14:30": "2017-03-15T14:30",
    "13/04/2024": "2024-04-13",
    "١٥ مارس ٢٠١٧": "2017-03-15",
    "2017-يىلى 3-ئاينىڭ 15-كۈنى": "2017-03-15",
}
NONE = [
    "yesterday at 5", "last Wednesday", "aged 38, within 30 days", "12:30", "2024-55-99", "2024/02/30",
    "tel 010-2024-3333", "file 20240301", "3 March", "03/04/24", "up to 2000 people",
]  # fmt: skip


@pytest.mark.parametrize(("words", "local"), ONE.items())
def test_one_date(words: str, local: str) -> None:
    """One reading, with the precision written, no zone, and the words it was read from."""
    (moment,) = dates_in(words)
    assert moment.local == local
    assert moment.offsets == ()
    assert moment.written in words


@pytest.mark.parametrize("words", NONE)
def test_no_date(words: str) -> None:
    """What needs a guess, an anchor or a century is left alone; a full date beside it is seen."""
    assert dates_in(words) == ()
    assert [m.local for m in dates_in(words + ". Signed 2024-03-01")] == ["2024-03-01"]


def test_two_orders_stay_two_readings() -> None:
    """Day and month that could be either way give both, with the same words."""
    assert [m.local for m in dates_in("03/04/2024")] == ["2024-04-03", "2024-03-04"]
    assert {m.written for m in dates_in("03/04/2024")} == {"03/04/2024"}
    assert [m.local for m in dates_in("11.07.2024")] == ["2024-07-11", "2024-11-07"]


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        ("2024-03-01T12:30:00+08:00", 480),
        ("2024-03-01 12:30 UTC", 0),
        ("3 March 2024, 14:30 Beijing time", 480),
        ("3 March 2024 14:30 (GMT+6)", 360),
        ("2020年3月1日新疆时间14:30", 360),
    ],
)
def test_a_zone_that_is_written(words: str, offset: int) -> None:
    """A zone is known only where it stands beside the time."""
    assert [m.offsets for m in dates_in(words)] == [(offset,)]


@given(st.text(max_size=300), st.sampled_from(["2024", "年", " March ", "/", "3", ":", "٢٠١٧"]))
def test_any_text(words: str, piece: str) -> None:
    """No text raises."""
    dates_in(piece.join(words))
