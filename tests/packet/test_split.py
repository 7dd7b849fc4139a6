"""Parts: between exhibits where that can be, in order, every page once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.packet.numbering import Own, number, spans
from wellfounded.packet.plan import Run
from wellfounded.packet.split import split
from wellfounded.terms.errors import Refused

_WEIGHTS = st.lists(
    st.lists(st.integers(0, 5_000), min_size=1, max_size=9), min_size=1, max_size=12
)


@given(_WEIGHTS, st.integers(7_000, 60_000))
def test_every_page_stands_once_in_order_and_fits(weights: list[list[int]], room: int) -> None:
    """Laid end to end the runs are the exhibits; no part holds more than its room; an exhibit that fits is never cut."""
    parts = split(weights, room)
    flat = [(r.exhibit, at) for part in parts for r in part for at in range(r.start, r.stop)]
    assert flat == [(n, at) for n, pages in enumerate(weights) for at in range(len(pages))]
    for part in parts:
        assert sum(sum(weights[r.exhibit][r.start : r.stop]) for r in part) <= room
    for n, pages in enumerate(weights):
        runs = [r for part in parts for r in part if r.exhibit == n]
        assert len(runs) == 1 or sum(size + 900 for size in pages) > room


def test_a_page_that_no_part_holds_is_refused() -> None:
    """It is named; with room for it, it is one part."""
    assert split([[10_000]], 20_000) == [(Run(0, 0, 1),)]
    with pytest.raises(Refused, match="larger than a part"):
        split([[10_000]], 5_000)


def test_numbers_run_through_all_parts() -> None:
    """Cover and index are in every part; tab sheets count; the last part ends with ours."""
    parts = [(Run(0, 0, 3), Run(1, 0, 2)), (Run(1, 2, 4),)]
    numbers, total = number(parts, Own(cover=1, index=2, sources=1, last=1))
    assert [(p.first, p.pages, p.index, p.tabs) for p in numbers] == [
        (1, 10, 2, (4, 8)),
        (11, 8, 12, (14,)),
    ]
    assert (numbers[1].sources, numbers[1].last, total) == (17, 18, 18)
    assert spans(parts, numbers, 2) == [(5, 7, 0), (9, 16, 0)]
