"""Promises 14 and 15: the same input gives the same bytes, and all that is derived can be thrown away and made again.

At the level of the command line: two cases of the same files, and one case whose cache was deleted.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import run
from tests.e2e.canaries import Planted, mail, photograph
from tests.e2e.canary_papers import chat, footage, paper, printed
from tests.e2e.pages import Page

VERBS = (("search", "was"), ("search", "2024-02-13"), ("show", "letter.txt"), ("show", "clip.mp4"))


def _fill(folder: Path) -> None:
    planted = Planted()
    folder.mkdir()
    (folder / "letter.txt").write_bytes("The gate was blue on 03/04/2024.\n\n关恒\n".encode())
    (folder / "photo.jpg").write_bytes(photograph(planted, "photo"))
    (folder / "paper.docx").write_bytes(paper(planted))
    (folder / "printed.pdf").write_bytes(printed(planted))
    (folder / "chat.txt").write_text(chat(planted))
    (folder / "clip.mp4").write_bytes(footage(planted))
    (folder / "mail.eml").write_bytes(mail(planted, "m", attached=b"It was there.", body="It was."))


def _made(folder: Path, inbox: Path) -> Path:
    """A case of the inbox, read."""
    assert run("init", folder / "case", home=folder / "home").status == 0
    for verb in (("add", inbox), ("build",)):
        assert run("-C", folder / "case", *verb, home=folder / "home").status in (0, 1)
    return folder


def _asked(folder: Path) -> list[Any]:
    """What the case answers, without its own random salts and clocks: words, places, facts, passages."""
    answers = []
    for verb in VERBS:
        ran = run("-C", folder / "case", *verb, "--json", home=folder / "home")
        answers += [r for r in ran.records if r["type"] not in ("entry", "receipt")]
    return answers


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of mixed files."""
    folder = tmp_path_factory.mktemp("given") / "inbox"
    _fill(folder)
    return folder


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory, inbox: Path) -> Path:
    """A case of them."""
    return _made(tmp_path_factory.mktemp("one"), inbox)


def test_two_cases_of_the_same_files_hold_the_same_readings(
    one: Path, inbox: Path, tmp_path: Path
) -> None:
    """Every record set and derived picture has the same digest in both; another file gives another."""
    two = _made(tmp_path / "two", inbox)
    assert _readings(one) == _readings(two)
    assert len(_readings(one)) > 10
    (tmp_path / "other.txt").write_bytes(b"The gate was green.")
    for verb in (("add", tmp_path / "other.txt"), ("build",)):
        assert run("-C", two / "case", *verb, home=two / "home").status in (0, 1)
    assert _readings(one) < _readings(two)


def _readings(folder: Path) -> set[str]:
    """Names, which are digests, of all that the readings left."""
    place = folder / "case" / "cache" / "readings"
    return {p.parent.name + p.name for p in place.rglob("*") if p.is_file()}


def test_all_that_is_derived_can_be_deleted(one: Path, tmp_path: Path) -> None:
    """Without cache and out, `build` makes the same again: same readings, same answers, same words in the report."""
    copy = tmp_path / "copy"
    shutil.copytree(one, copy)
    before, answers, pages = _readings(copy), _asked(copy), _pages(copy, tmp_path / "first")
    assert any(a["type"] == "hit" for a in answers)
    for folder in ("cache", "out"):
        shutil.rmtree(copy / "case" / folder)
    assert run("-C", copy / "case", "build", home=copy / "home").status in (0, 1)
    assert _readings(copy) == before
    assert _asked(copy) == answers
    assert _pages(copy, tmp_path / "second") == pages
    assert run("-C", copy / "case", "check", "--full", home=copy / "home").status == 0


def _pages(folder: Path, report: Path) -> dict[str, list[str]]:
    """The passages on each item's page of a new report."""
    ran = run("-C", folder / "case", "report", "-o", report, home=folder / "home")
    assert ran.status == 0, ran.err
    found = {}
    for path in (report / "items").rglob("*.html"):
        text = Page(path).text
        found[path.name] = [line.strip() for line in text.splitlines() if "gate" in line]
    return found
