"""Old encrypted cases open in new versions, by the passphrase of then, and are not rewritten (promises 11 and 17)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.golden.test_golden import HERE, LETTER
from wellfounded.case.folder import Case, open_case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check
from wellfounded.case.protect.access import people
from wellfounded.disk import OneFolder
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.vault.encrypted import Passphrase, make_folders

PASSPHRASE = (HERE / "passphrase-2.txt").read_text("utf-8").strip()
LONG = bytes(range(256)) * 280


def _case(tmp_path: Path, passphrase: str = PASSPHRASE) -> Case:
    """A copy to work on, with the folders that git does not keep."""
    shutil.copytree(HERE / "case-2", tmp_path / "case", dirs_exist_ok=True)
    shutil.copytree(HERE / "home-2", tmp_path / "home", dirs_exist_ok=True)
    make_folders(OneFolder(tmp_path / "case"), tmp_path / "case")
    home = Home(tmp_path / "home")
    return open_case(tmp_path / "case", home=home, openers=[Passphrase(passphrase)])


def _bytes(folder: Path) -> dict[str, bytes]:
    names = ("format", "access", "vault", "kept")
    files = (p for name in names for p in [folder / name, *(folder / name).rglob("*")])
    return {str(p.relative_to(folder)): p.read_bytes() for p in files if p.is_file()}


def _objects(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in _bytes(folder).items() if name.startswith("vault")}


def test_the_first_encrypted_format_opens_checks_and_is_not_rewritten(tmp_path: Path) -> None:
    """Everything agrees under both identities, and reading it changed no byte of it."""
    with _case(tmp_path) as case:
        before = _bytes(case.root)
        result = check(case, full=True)
        assert not result.damaged, result.findings
        assert [f.code for f in result.findings if f.verdict == "withdrawn"] == ["withdrawn"]
        assert case.ring is not None
        assert len(case.ring.identities) == 2
        assert [p.handle for p in people(case)] == ["mina"]
        with open_catalogue(case) as catalogue:
            assert catalogue.counts().items == 4
            detail = catalogue.item(LETTER)
            assert detail.receipts[0].giver == "lark"
            assert [n.text for n in detail.notes] == ["ask who painted it"]
            assert [link.kind for link in detail.links] == ["translation-of"]
            names = [r.name.raw for r in catalogue.receipts() if r.name is not None]
            assert b"na\xffme.txt" in names
        with case.vault.open(Digest.of(LONG)) as file:
            assert file.read() == LONG
        (entry,) = [e for e in case.custody.entries() if e.type == "from-the-future"]
        assert case.reveal("custody", entry) == {"secret": "kept"}
        assert _bytes(case.root) == before


def test_only_who_was_let_in_last_opens_it(tmp_path: Path) -> None:
    """The passphrase beside it opens it; that of the person who was removed, and another, do not."""
    _case(tmp_path).close()
    for other in ("harbour tide nine lark", PASSPHRASE.upper()):
        with pytest.raises(Mistaken) as refused:
            _case(tmp_path, other)
        assert refused.value.code == "no-access"


def test_it_can_be_added_to_and_everything_new_is_under_the_newest_identity(tmp_path: Path) -> None:
    """The old history stays as it was, under the new entries; every old file of the vault keeps its bytes."""
    (tmp_path / "new.txt").write_bytes(b"new")
    with _case(tmp_path) as case:
        kept, before = case.custody.checkpoint(), _objects(case.root)
        assert add(case, [tmp_path / "new.txt"], actor="mina").received == 1
        assert case.custody.root_at(kept.size) == kept.root
        assert not check(case, full=True).damaged
        after = _objects(case.root)
        assert before.items() <= after.items()
        assert len(after) == len(before) + 1
