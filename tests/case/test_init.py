"""Making a case never costs one: what holds evidence is not cleared away, what an interrupted start left is."""

from __future__ import annotations

from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.statement import note
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken


def _files(root: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("what", ["object", "note"])
def test_a_case_that_lost_its_format_file_is_not_cleared_away(
    case: Case, home: Home, tmp_path: Path, what: str
) -> None:
    """Refused with what to restore; every file is still there; with the file back, the case opens."""
    if what == "object":
        (tmp_path / "letter.txt").write_bytes(b"The gate was blue.")
        add(case, [tmp_path / "letter.txt"], actor="mina")
    else:
        note(case, Digest.of(b"x"), "a thought", actor="mina")
    case.close()
    line = case.layout.format_file.read_bytes()
    case.layout.format_file.unlink()
    before = _files(case.root)
    with pytest.raises(Mistaken, match="format") as refused:
        init(case.root, actor="mina", home=home)
    assert refused.value.code == "not-empty"
    assert "wf-case/1" in refused.value.next
    assert _files(case.root) == before
    case.layout.format_file.write_bytes(line)
    with Case(case.root, home=home) as again:
        assert again.custody.checkpoint().size >= 1


def test_what_an_interrupted_start_left_is_made_anew(case: Case, home: Home) -> None:
    """A folder in which only the format file was not written yet becomes a case under the same name."""
    case.close()
    case.layout.format_file.unlink()
    with init(case.root, title="Again", actor="mina", home=home).case as again:
        assert again.title == "Again"


def test_any_other_folder_is_left_alone(home: Home, tmp_path: Path) -> None:
    """A folder with a file of the user's is refused as it is; an empty one is taken."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_bytes(b"mine")
    with pytest.raises(Mistaken, match="not empty"):
        init(tmp_path / "mine", actor="mina", home=home)
    assert (tmp_path / "mine" / "letter.txt").read_bytes() == b"mine"
    (tmp_path / "empty").mkdir()
    init(tmp_path / "empty", actor="mina", home=home).case.close()
