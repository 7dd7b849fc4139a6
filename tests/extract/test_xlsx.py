"""A spreadsheet gives every row with its cells, formulas with values, and what is hidden."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image

from tests.extract.fake import Collected, run
from tests.extract.make_office import package, picture
from wellfounded.extract.untrusted import read, sheet


def _saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture(scope="module")
def register() -> Collected:
    """A register with a hidden row, column and sheet, a formula, a note and a picture."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Staff"
    page.append(["Name", "Born", "Since", "Age"])
    page.append(["关恒", date(1986, 5, 4), datetime(2017, 3, 1, 8, 30), 38])  # noqa: DTZ001
    page.append(["Aru", None, None, 0.1])
    page.append(["Hidden one", None, None, 1])
    page["D5"] = "=SUM(D2:D4)"
    page["C7"] = "far down"
    page.row_dimensions[4].hidden = True
    page.column_dimensions["B"].hidden = True
    page["A2"].comment = Comment("Is this the right name?", "Reviewer")
    page.add_image(Image(io.BytesIO(picture())), "F2")
    secret = book.create_sheet("Secret")
    secret.sheet_state = "veryHidden"
    secret["A1"] = "codes"
    return run(read.read, _saved(book), "register.xlsx")


def test_rows_with_their_cells(register: Collected) -> None:
    """Each row is a passage; its fields stand for the columns of its cells, one each."""
    rows = {(p.locus.sheet, p.locus.cells): p.text for p in register.passages if not p.locus.part}
    assert rows == {
        ("Staff", "A1:D1"): "Name\tBorn\tSince\tAge",
        ("Staff", "A2:D2"): "关恒\t1986-05-04\t2017-03-01 08:30:00\t38",
        ("Staff", "A3:D3"): "Aru\t\t\t0.1",
        ("Staff", "A4:D4"): "Hidden one\t\t\t1",
        ("Staff", "C7"): "far down",
        ("Secret", "A1"): "codes",
    }
    assert {p.source for p in register.passages} == {"cell"}


def test_dates_of_cells_have_no_zone(register: Collected) -> None:
    """A sheet knows no zone, so its times have none."""
    moments = [m for p in register.passages for m in p.when]
    assert [m.local for m in moments] == ["1986-05-04", "2017-03-01T08:30:00"]
    assert all(m.offsets == () for m in moments)


def test_what_is_hidden_is_read_and_said(register: Collected) -> None:
    """Hidden rows, columns and sheets are passages like any other, and facts."""
    assert register.facts["sheet.hidden-rows"] == "4"
    assert register.facts["sheet.hidden-columns"] == "B:B"
    assert register.facts["sheet.hidden"] == "veryHidden"


def test_formulas_notes_and_pictures(register: Collected) -> None:
    """A formula, a note and a picture each name their cell."""
    (formula,) = register.named("sheet.formula")
    assert formula.value == "=SUM(D2:D4)"
    assert formula.locus is not None
    assert formula.locus.cells == "D5"
    note = next(p for p in register.passages if p.locus.part == "comment")
    assert (note.speaker, note.locus.cells) == ("Reviewer", "A2")
    assert "right name" in note.text
    ((member, data),) = [m for m in register.members if m[0].relation == "picture"]
    assert data.startswith(b"\x89PNG")
    assert member.locus is not None
    assert (member.locus.sheet, member.locus.cells) == ("Staff", "F2")


def test_formula_and_cached_value() -> None:
    """The value stored beside a formula is the text of the cell."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="One" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row><c><f>1+1</f>'
        '<v>2</v></c><c t="inlineStr"><is><t>a\tb\nc</t></is></c></row></sheetData></worksheet>',
    }
    out = run(read.read, package(parts), "x.xlsx")
    assert [(p.text, p.locus.cells) for p in out.passages] == [("2\ta b c", "A1:B1")]
    assert out.facts["sheet.formula"] == "=1+1"


def test_ten_thousand_columns() -> None:
    """A very wide row is several passages whose cells together are the row."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Wide")
    page.append([f"value {n}" for n in range(10_000)])
    out = run(read.read, _saved(book), "wide.xlsx")
    assert sum(len(p.text.split("\t")) for p in out.passages) == 10_000
    assert out.passages[0].locus.cells is not None
    assert out.passages[0].locus.cells.startswith("A1:")
    assert max(len(p.text) for p in out.passages) < 10_000


def test_a_sparse_row_is_parted() -> None:
    """Two cells sixteen thousand columns apart are two passages, not one of empty fields."""
    book = openpyxl.Workbook()
    book.active["A1"] = "left"
    book.active["XFD1"] = "right"
    out = run(read.read, _saved(book), "x.xlsx")
    assert [(p.text, p.locus.cells) for p in out.passages] == [("left", "A1"), ("right", "XFD1")]


@given(st.integers(1, 20_000), st.integers(1, 1_048_576))
def test_cell_names(column: int, row: int) -> None:
    """A column's letters and its number are each other's inverse."""
    assert sheet.cell_place(f"{sheet.column_name(column)}{row}") == (column, row)


def test_the_limit_of_characters() -> None:
    """Rows beyond the limit are not read, and that is said with the last place."""
    book = openpyxl.Workbook()
    for n in range(100):
        book.active.append([f"row number {n}"])
    out = run(read.read, _saved(book), "x.xlsx", text_chars=200)
    assert out.codes == ["over-limit"]
    assert len(out.passages) < 20


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_truncated_workbooks_are_failures(share: float) -> None:
    """Cut off anywhere, a failure and no exception."""
    data = _saved(openpyxl.Workbook())
    assert run(read.read, data[: int(len(data) * share)], "x.xlsx").codes
