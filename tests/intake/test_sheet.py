"""Sheets: each row states its own receipt, and what does not match is told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.intake.item import Consent, Handling
from wellfounded.intake.receipt import Receipt, state
from wellfounded.intake.sheet import Matched, match, read_sheet
from wellfounded.intake.walk import Offered, offered
from wellfounded.terms.errors import Mistaken


def _files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def _matched(folder: Path, text: str | bytes, *, base: Receipt | None = None) -> Matched:
    sheet = folder.parent / "sheet.csv"
    sheet.write_bytes(text if isinstance(text, bytes) else text.encode())
    return match(read_sheet(sheet, base), offered([folder]))


def _receipts(folder: Path, matched: Matched) -> dict[str, Receipt]:
    offers = [o for o in offered([folder]) if isinstance(o, Offered)]
    return {o.name.shown: matched.receipt(o, Receipt(note="none")) for o in offers}


def test_each_row_keeps_its_own_receipt_and_row(tmp_path: Path) -> None:
    """Three files, three givers; the row with all its cells is the basis of each."""
    folder = tmp_path / "in"
    _files(folder, "a.jpg", "b/c.jpg", "d.jpg")
    matched = _matched(
        folder,
        "Path,Source,Received,Consent-Until,CONSENT,Lens\n"
        "in/a.jpg,ilyas,2024-03-01,2030,team,50 mm\n"
        "b/c.jpg,dana,,,,\n",
    )
    receipts = _receipts(folder, matched)
    assert receipts["a.jpg"].source == "ilyas"
    assert receipts["a.jpg"].terms.consent is Consent.TEAM
    assert receipts["a.jpg"].row is not None
    assert receipts["a.jpg"].row.number == 2
    assert ("Lens", "50 mm") in receipts["a.jpg"].row.cells
    assert receipts["b/c.jpg"].source == "dana"
    assert receipts["d.jpg"].note == "none"
    assert matched.unnamed == 1
    assert matched.absent == ()


def test_rows_without_a_file_are_told(tmp_path: Path) -> None:
    """A row that names no offered file is reported with its number."""
    folder = tmp_path / "in"
    _files(folder, "a.jpg")
    matched = _matched(folder, "name;note\na.jpg;x\nmissing.jpg;y\n")
    assert [(row.number, row.path) for row in matched.absent] == [(3, "missing.jpg")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_sheets_as_office_programs_save_them(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """UTF-8 with and without mark, UTF-16 with mark; comma, semicolon or tab; quoted line ends."""
    folder = tmp_path / "in"
    _files(folder, "照片.jpg")
    text = 'path,note\r\n照片.jpg,"two\r\nlines"\r\n'.replace(",", delimiter)
    receipt = _receipts(folder, _matched(folder, text.encode(encoding)))["照片.jpg"]
    assert receipt.note == "two\r\nlines"


def test_empty_cells_take_the_options_of_the_command(tmp_path: Path) -> None:
    """What the command line states holds for every row that says nothing else."""
    folder = tmp_path / "in"
    _files(folder, "a", "b")
    base = state({"handling": "private", "source": "ilyas"})
    receipts = _receipts(folder, _matched(folder, "path,source\na,\nb,dana\n", base=base))
    assert [receipts[n].source for n in "ab"] == ["ilyas", "dana"]
    assert all(r.terms.handling is Handling.PRIVATE for r in receipts.values())


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("path,minor\na,maybe\n", "yes-no-form", "row 2, column minor"),
        ("path,received\na,2024\nb,1.2.2024\n", "moment-form", "row 3, column received"),
        ("path,note\na,x,y\n", "sheet-form", "row 2"),
        ("path,note\n,x\n", "sheet-form", "row 2, column path"),
        ("note\nx\n", "sheet-form", ""),
        ("path,Path\na,b\n", "sheet-form", "column path"),
        ("", "sheet-form", None),
        ('path\n"a\n', "sheet-form", None),
        (b"path\n\xff\xfe\xfa\n", "sheet-form", None),
    ],
)
def test_a_mistake_names_its_row_and_column(
    tmp_path: Path, text: str | bytes, code: str, where: str | None
) -> None:
    """Nothing is taken in by half a sheet: the first mistake is told with its place."""
    folder = tmp_path / "in"
    _files(folder, "a", "b")
    with pytest.raises(Mistaken) as caught:
        _matched(folder, text)
    assert caught.value.code == code
    if where is not None:
        assert caught.value.where == where


def test_what_could_mean_two_things_is_a_mistake(tmp_path: Path) -> None:
    """A bare name found in two folders, or two rows for one file, are told and not decided."""
    folder = tmp_path / "in"
    _files(folder, "x/a.jpg", "y/a.jpg")
    for text in ("name\na.jpg\n", "path,note\nx/a.jpg,1\nin/x/a.jpg,2\nx/a.jpg,3\n"):
        with pytest.raises(Mistaken) as caught:
            _matched(folder, text)
        assert caught.value.code == "sheet-ambiguous"
    assert len(_matched(folder, "path\nx/a.jpg\ny/a.jpg\n").by_path) == 2


@given(st.binary(max_size=300))
def test_no_bytes_make_a_sheet_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Any file given as a sheet is rows or a Mistaken error, nothing else."""
    path = tmp_path_factory.mktemp("sheets") / "s.csv"
    path.write_bytes(b"path,note\n" + data)
    try:
        read_sheet(path)
    except Mistaken:
        return
