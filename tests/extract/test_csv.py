"""Tables in plain text keep every record with its cells."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.fake import run
from wellfounded.extract.untrusted import csv as decoder
from wellfounded.extract.untrusted import read


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_delimiters_and_charsets(mark: str, charset: str) -> None:
    """Each delimiter in each charset gives the same rows."""
    lines = [["姓名", "年龄", "地方"], ["关恒", "38", "库尔勒"], ["王芳", "29", "伊犁"]]
    data = "\r\n".join(mark.join(line) for line in lines).encode(charset)
    out = run(read.read, data, "list.csv")
    assert out.facts["kind"] == "csv"
    assert [p.text for p in out.passages] == ["\t".join(line) for line in lines]
    assert [p.locus.cells for p in out.passages] == ["A1:C1", "A2:C2", "A3:C3"]


def test_quoted_fields() -> None:
    """Delimiters, quotes and line ends inside quotes belong to the cell; rows are records."""
    data = b'name,said\n"Tolan, Mira","He said ""no""\nand left"\nOsk,yes\n'
    out = run(read.read, data, "x.csv")
    assert [p.text for p in out.passages] == [
        "name\tsaid",
        'Tolan, Mira\tHe said "no" and left',
        "Osk\tyes",
    ]
    assert out.passages[-1].locus.cells == "A3:B3"
    assert (out.facts["csv.rows"], out.facts["csv.columns"]) == (3, 2)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9), max_size=5),
        max_size=8,
    )
)
def test_what_was_written_is_read(rows: list[list[str]]) -> None:
    """Rows written by the standard library come back, white space at the ends aside."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    out = run(decoder.read, text.getvalue().encode(), "x.csv", settings={"delimiter": ","})
    shown = [[" ".join(c.split()) for c in p.text.split("\t")] for p in out.passages]
    plain = [[" ".join(c.split()) for c in row] for row in rows]
    assert [c for row in shown for c in row if c] == [c for row in plain for c in row if c]


def test_odd_tables_end() -> None:
    """An open quote, a lone NUL and a million commas end as rows or as a failure."""
    for data in (b'a,b\n"open,\n' + b"x," * 1000, b"a,b\n\0,c\nd,e\n", b"a,b\n" + b"," * 1_000_000):
        out = run(decoder.read, data, "x.csv")
        assert out.passages or out.codes
