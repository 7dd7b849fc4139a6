"""Each type of entry that the program knows has one row in docs/formats/entry.md, and no other type has."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from wellfounded.ledger.entry import KNOWN_TYPES

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "entry.md"
_ROW = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)


def rows(page: str) -> Counter[str]:
    """The types that the tables of both logs describe, each with the number of its rows."""
    return Counter(_ROW.findall(page[page.index("## Types in the custody log") :]))


def test_each_type_is_described_once() -> None:
    """`opened` begins both logs; a row that was pasted twice is seen."""
    page = PAGE.read_text("utf-8")
    assert rows(page) == Counter(KNOWN_TYPES) + Counter(["opened"])
    again = page + "| `read` | item | again | - |\n"
    assert rows(again)["read"] == 2
