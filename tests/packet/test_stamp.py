"""Where a stamp stands, and how many q and Q keep it there."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.packet import papers
from wellfounded.packet.untrusted.stamp import Frame, balance


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"q 1 0 0 1 0 0 cm Q", (1, 1)),
        (b"q q", (1, 3)),
        (b"Q q q", (2, 3)),
        (b"BT (a q b \\) q) Tj ET % q q\n/q gs", (1, 1)),
        (b"", (1, 1)),
    ],
)
def test_the_state_ends_as_it_began(content: bytes, expected: tuple[int, int]) -> None:
    """Counted over operators, not over words in strings, comments and names."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj["/Contents"] = pdf.make_stream(content)

    with pikepdf.open(io.BytesIO(papers.paper(change=change))) as pdf:
        assert balance(pdf.pages[0]) == expected


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_upright_in_the_corner_as_shown(turn: int) -> None:
    """The stamp's origin, turned as the page is, lies where people see it."""
    frame = Frame((10.0, 20.0, 610.0, 820.0), turn, 1.0)
    a, b, c, d, e, f = frame.matrix(1.0, 500.0, 14.0)
    x, y = {
        0: (510.0, 34.0),
        90: (596.0, 520.0),
        180: (110.0, 806.0),
        270: (24.0, 320.0),
    }[turn]
    assert (e, f) == (x, y)
    assert a * d - b * c == 1.0
