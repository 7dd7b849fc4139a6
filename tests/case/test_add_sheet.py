"""Receiving with a sheet: each row's words reach its own receipt, and what does not fit is told
before or after.
"""

from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.preserve.add import add
from wellfounded.intake.receipt import state
from wellfounded.terms.errors import Mistaken


def _given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (folder / name).write_bytes(name.encode())
    return folder


def test_each_row_reaches_its_own_receipt(case: Case, tmp_path: Path) -> None:
    """Giver, consent and the whole row stand in the receipt of that file; the others take the
    command's words.
    """
    folder = _given(tmp_path)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "path,source,consent,镜头\na.jpg,ilyas,team,50 mm\nb.jpg,dana,,\ngone.jpg,x,,\n", "utf-8"
    )
    sums = add(case, [folder], actor="mina", receipt=state({"source": "wren"}), sheet=sheet)
    received = [entry for entry in case.custody.entries(0) if entry.type == "received"]
    private = [case.reveal("custody", entry) for entry in received]
    assert [p["giver"] for p in private] == ["ilyas", "dana", "wren"]
    assert [entry.body.get("consent") for entry in received] == ["team", None, None]
    assert private[0]["row"]["row"] == 2
    assert ["镜头", "50 mm"] in private[0]["row"]["cells"]
    assert "row" not in private[2]
    assert sums.unmatched == [
        "row 4: names a file that is not there",
        "1 file has no row and takes what the command states",
    ]


def test_a_sheet_that_is_not_understood_receives_nothing(case: Case, tmp_path: Path) -> None:
    """A mistake in the last row stops the command before the first file."""
    folder = _given(tmp_path)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("path,received\na.jpg,2024\nb.jpg,1/2/2024\n", "utf-8")
    before = case.custody.checkpoint().size
    with pytest.raises(Mistaken) as caught:
        add(case, [folder], actor="mina", sheet=sheet)
    assert caught.value.where == "row 3, column received"
    assert case.custody.checkpoint().size == before
