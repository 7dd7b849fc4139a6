"""A sheet of exhibits goes out and comes back as it was, whatever stands in it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.packet.exhibit import WORDS, Exhibit, tab
from wellfounded.packet.sheet import read, write
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).map(str.strip)


def exhibit(number: int, words: dict[str, str]) -> Exhibit:
    """An exhibit of its own item."""
    return Exhibit(Digest.of(b"%d" % number), tab(number), "=cmd()", "text", None, words)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(WORDS, _TEXT)), max_size=4))
def test_what_goes_out_comes_back(words: list[dict[str, str]]) -> None:
    """Every script, quotes, line breaks, signs of a formula and apostrophes; in the same order."""
    given_ = [exhibit(n, w) for n, w in enumerate(words)]
    back = read(write(given_))
    assert [line.item for line in back] == [e.item for e in given_]
    assert [line.words for line in back] == words


def test_no_cell_begins_a_formula() -> None:
    """Names come from strangers: a spreadsheet runs none of them."""
    words = {"title": "=HYPERLINK(1)", "maker": "+1", "dated": "-1", "offered": "@sum"}
    text = write([exhibit(0, words)]).decode("utf-8-sig")
    cells = next(iter(csv.DictReader(io.StringIO(text))))
    assert [c[0] for c in (cells["name"], *(cells[w] for w in WORDS))] == ["'"] * 5


_GOOD = write([exhibit(0, {}), exhibit(1, {})])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", "utf-8"),
        (_GOOD.replace(b"item", b"digest"), "no column named item"),
        (_GOOD.replace(b"sha256:", b"sha265:", 1), "line 2"),
        (_GOOD + _GOOD.splitlines(keepends=True)[1], "line 4: this item stands in the sheet twice"),
        (b"item\n" + b'"' + b"x" * 10, "unexpected end of data"),
    ],
)
def test_a_sheet_in_no_form_is_refused(data: bytes, why: str) -> None:
    """With the line that is wrong; the good one is taken."""
    assert len(read(_GOOD)) == 2
    with pytest.raises(Mistaken) as caught:
        read(data)
    assert caught.value.code == "exhibit-sheet"
    assert why in caught.value.why
