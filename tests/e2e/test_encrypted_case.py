"""A whole case's life, encrypted (promises 11 and 1 to 6 together): received, read, stamped, joined, filed, proved, handed out, checked, locked.

Two hundred words stand in the evidence, its names, and in what people state. After every command a search of case, home, temp and the
memory folder finds none of them, while what is handed out, which is not encrypted, holds those it should.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest

from tests.authority import Authority
from tests.cli.command import Ran, run
from tests.promises.canaries import CANARIES, found_below
from tests.promises.test_11_locked_case import _give as give
from wellfounded.case.opening import MEMORY_FOLDER

PASSPHRASE = "harbour tide lark nine"
LETTER = "letter.txt"


class Life:
    """An encrypted case, driven by commands as a person types them."""

    def __init__(self, place: Path) -> None:
        self.place, self.case, self.home = place, place / "case", place / "home"
        self.temp, self.out = place / "temp", place / "out"
        for folder in (self.temp, self.out):
            folder.mkdir()
        (place / "passphrase").write_text(PASSPHRASE + "\n")
        give(place / "given")
        self.memory = set(os.listdir(MEMORY_FOLDER))

    def wf(self, *words: str | Path, status: int = 0, locked: bool = False) -> Ran:
        """Run a command with the passphrase, or `locked` without it; then look for words where none may be."""
        key = () if locked else ("--passphrase-file", self.place / "passphrase")
        ran = run(*key, "-C", self.case, *words, home=self.home)
        assert ran.status == status, (words, ran.status, ran.err, ran.out[-800:])
        assert self.on_disk() == set(), words
        return ran

    def on_disk(self) -> set[str]:
        """Give the words found in case, home and temp; nothing new may lie in the memory folder."""
        left = set(os.listdir(MEMORY_FOLDER)) - self.memory
        assert not {name for name in left if not name.startswith("wellfounded-")}, left
        return found_below(self.case, self.home, self.temp)


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    """The case, made, with everything received and read."""
    made = Life(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", None)
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(made.temp))
    made_by = ("--passphrase-file", made.place / "passphrase", "init", made.case, "--encrypted")
    assert run(*made_by, "--title", CANARIES[199], home=made.home).status == 0
    note = " ".join(CANARIES[170:199])
    sheet = ("--sheet", made.place / "given" / "sheet.csv")
    offered = (made.place / "given" / "phone", "--note", note, "--consent", "court")
    made.wf("add", *offered, *sheet, status=1)  # files without a row are told
    made.wf("build")
    return made


def test_every_step_works_encrypted_and_leaves_no_word(life: Life) -> None:
    """Each of them as in a plain case; the disk says nothing after any; what is handed out says what it should."""
    assert found_below(life.place / "given") >= set(CANARIES[:170])
    assert CANARIES[3] in life.wf("search", CANARIES[3]).out
    authority = Authority(life.place / "authority")
    with authority.serving() as url:
        life.wf("authority", "new", "ridge", "--url", url, "--roots", authority.roots)
        assert "holds" in life.wf("stamp", "ask", "ridge").out
    _join(life)
    life.wf("exhibit", "add", LETTER, "--title", CANARIES[5])
    life.wf("exhibit", "order", LETTER)
    life.wf("prove", LETTER, "--reveal", "note", "-o", life.out / "proof")
    assert found_below(life.out / "proof") >= set(CANARIES[170:199])
    said = life.wf("export", LETTER, "-o", life.out / "export", "--for", "court").out
    assert "these files are not encrypted: whoever has that folder can read them" in said
    assert found_below(life.out / "export") == set(CANARIES[:40])
    said = life.wf("report", "-o", life.out / "report").out
    assert "these pages are not encrypted" in said
    assert found_below(life.out / "report") >= set(CANARIES[:60])
    checked = life.wf("check", "--full", "--json")
    last = json.loads(checked.out.splitlines()[-1])
    assert (last["damaged"], last["contradicted"], last["objects_read"]) == (0, 0, last["objects"])
    assert any("existed on" in line for line in last["agrees"])
    life.wf("lock")
    assert "locked-case" in life.wf("search", CANARIES[3], locked=True, status=5).err
    assert "locked-case" in life.wf("check", locked=True, status=5).err


def _join(life: Life) -> None:
    """Receive the plain case of a second laptop, which has one of the items and one of its own."""
    laptop, home = life.place / "laptop", life.place / "lark"
    (life.place / "more.txt").write_text(f"{CANARIES[7]} at the ferry")
    run("init", laptop, home=home, by="lark")
    given = (life.place / "more.txt", life.place / "given" / "phone" / LETTER)
    assert run("-C", laptop, "add", *given, home=home, by="lark").status == 0
    assert "2 receipts taken over" in life.wf("join", laptop).out
    life.wf("build")


def test_nothing_is_handed_out_into_the_case_itself(life: Life) -> None:
    """It would lie there unencrypted: refused before anything is written or logged; beside the case it is written."""
    life.wf("exhibit", "add", LETTER, "--title", CANARIES[5])
    before = life.wf("status", "--json").out
    for words in (
        ("export", LETTER, "--for", "team"),
        ("report",),
        ("prove", LETTER),
        ("packet", "build"),
        ("exhibit", "sheet"),
        ("claim", "sheet"),
    ):
        for inside in (life.case / "out" / "x", life.case / "kept" / "x", life.case / "x"):
            assert "plain-inside" in life.wf(*words, "-o", inside, status=2).err, words
            assert not inside.exists()
    assert life.wf("status", "--json").out == before
    for words in (("report",), ("exhibit", "sheet")):
        life.wf(*words, "-o", life.out / words[0])
        assert (life.out / words[0]).exists()
