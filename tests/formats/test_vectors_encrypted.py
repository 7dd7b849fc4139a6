"""The vectors of docs/formats/encrypted-case.md: the golden case is accepted, and each that was changed refused with its code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.formats.encrypted import CASE, GONE, PASSPHRASE
from wellfounded.case.folder import open_case
from wellfounded.case.home import Home
from wellfounded.case.preserve.check import check
from wellfounded.disk import OneFolder
from wellfounded.terms.errors import WellfoundedError
from wellfounded.vault.encrypted import Passphrase, make_folders

VECTORS = Path(__file__).parent / "vectors" / "encrypted-case"


def _codes(root: Path, home: Path) -> set[str]:
    """Give what a case is refused with, or what a full check finds damaged."""
    make_folders(OneFolder(root), root)
    try:
        with open_case(root, home=Home(home), openers=[Passphrase(PASSPHRASE)]) as case:
            found = check(case, full=True).findings
    except WellfoundedError as exc:
        return {exc.code}
    return {f.code for f in found if f.verdict == "damaged"}


def _laid(vector: Path, root: Path) -> Path:
    """Lay the golden case out with the files of a vector in place of its own."""
    shutil.copytree(CASE, root)
    for path in _files(vector):
        name = path.relative_to(vector)
        if name == Path(GONE):
            for gone in path.read_text("utf-8").split():
                (root / gone).unlink()
        else:
            shutil.copyfile(path, root / name)
    return root


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file())


def test_the_golden_case_is_accepted(tmp_path: Path) -> None:
    """With nothing changed nothing is found: what the vectors are refused for is what was changed."""
    shutil.copytree(CASE, tmp_path / "case")
    assert _codes(tmp_path / "case", tmp_path / "home") == set()


@pytest.mark.parametrize("vector", sorted(VECTORS.iterdir()), ids=lambda p: p.name)
def test_every_vector_is_refused_with_the_code_it_is_named_by(vector: Path, tmp_path: Path) -> None:
    """To open it, or by a full check; each changes something."""
    assert list(_files(vector))
    assert vector.name in _codes(_laid(vector, tmp_path / "case"), tmp_path / "home")
