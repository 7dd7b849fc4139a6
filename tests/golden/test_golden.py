"""Old cases open in new versions, and new versions never silently rewrite them (promise 17)."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check
from wellfounded.terms.digest import Digest

HERE = Path(__file__).parent
LETTER = Digest.of(b"The gate was blue.\n")


def _case(tmp_path: Path) -> Case:
    """A copy to work on; git keeps neither modes nor empty folders, and a case is made again without its cache."""
    shutil.copytree(HERE / "case-1", tmp_path / "case")
    shutil.copytree(HERE / "home-1", tmp_path / "home")
    for name in ("vault/incoming", "cache", "out"):
        (tmp_path / "case" / name).mkdir(parents=True, exist_ok=True)
    return Case(tmp_path / "case", home=Home(tmp_path / "home"))


def _digests(folder: Path) -> dict[str, str]:
    kept = ("vault", "private", "custody", "work")
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for name in kept
        for p in sorted((folder / name).rglob("*"))
        if p.is_file()
    }


def test_the_first_format_opens_checks_and_is_not_rewritten(tmp_path: Path) -> None:
    """Everything agrees, and reading it changed no byte of it."""
    case = _case(tmp_path)
    before = _digests(case.root)
    result = check(case, full=True)
    assert not result.damaged, result.findings
    assert [f.code for f in result.findings if f.verdict == "withdrawn"] == ["withdrawn"]
    with open_catalogue(case) as catalogue:
        assert catalogue.counts().items == 3
        assert catalogue.counts().withdrawn == 1
        detail = catalogue.item(LETTER)
        assert detail.receipts[0].giver == "lark"
        assert [n.text for n in detail.notes] == ["ask who painted it"]
        assert [link.kind for link in detail.links] == ["translation-of"]
        names = [r.name.raw for r in catalogue.receipts() if r.name is not None]
        assert b"na\xffme.txt" in names
    assert _digests(case.root) == before


def test_what_is_not_known_is_kept_and_shown(tmp_path: Path) -> None:
    """An entry of an unknown type keeps its fields and personal values, and stands among the item's entries."""
    case = _case(tmp_path)
    (entry,) = [e for e in case.custody.entries() if e.type == "from-the-future"]
    assert entry.body == {"unheard": ["of", 1], "nested": {"x": None}}
    assert case.reveal("custody", entry) == {"secret": "kept"}
    with open_catalogue(case) as catalogue:
        assert entry.index in [line.index for line in catalogue.item(LETTER).entries]


def test_it_can_be_added_to(tmp_path: Path) -> None:
    """The old history stays as it was, under the new entries."""
    case = _case(tmp_path)
    kept = case.custody.checkpoint()
    (tmp_path / "new.txt").write_bytes(b"new")
    assert add(case, [tmp_path / "new.txt"], actor="mina").received == 1
    assert case.custody.root_at(kept.size) == kept.root
    assert not check(case, full=True).damaged
    assert os.listdir(case.layout.incoming) == []
