"""A case and its witness, as two people use them: a second history is refused by the witness, not only found later."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Ran, run
from wellfounded.case.home import Home
from wellfounded.case.proof.witness import own_witness
from wellfounded.ledger.witness.net import serving


class Session:
    """Mina's case and home, and a witness in somebody else's home."""

    def __init__(self, place: Path) -> None:
        self.place, self.home, self.case = place, place / "home", place / "case"
        run("init", self.case, home=self.home)
        keys = self.wf("key", "--json").records
        logs = [record["verifier_key"] for record in keys]
        self.witness = own_witness(Home(place / "elsewhere"), "witness.example/ridge", logs)

    def wf(self, *words: str | Path) -> Ran:
        """Run a command in the case."""
        return run("-C", self.case, *words, home=self.home)

    def grow(self) -> None:
        """Add an entry."""
        assert self.wf("actor", "new", "wren", "--name", "W. R.").status == 0


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A case whose witness is served on loopback and named `ridge`."""
    one = Session(tmp_path)
    with serving(one.witness) as url:
        key = str(one.witness.key)
        assert run("witness", "new", "ridge", "--url", url, "--key", key, home=one.home).status == 0
        yield one


def test_a_log_that_grows_is_cosigned_each_time(session: Session) -> None:
    """Kept, listed, checked and said; the witness sees no entry, and both logs can be shown to it."""
    for _ in range(3):
        session.grow()
        ran = session.wf("witness", "ask", "ridge")
        assert ran.status == 0
        assert "will see this computer's network address and the name of the log" in ran.out
        assert "holds" in ran.out
    assert session.wf("witness", "ask", "ridge", "--log", "work").status == 0
    assert session.wf("stamp").out.count("holds") == 4
    assert "ridge" in session.wf("status").out
    checked = session.wf("check", "--full")
    assert checked.status == 0
    assert checked.out.count("cosignature of a witness") == 4
    assert "ridge+" in session.wf("witness").out


def test_a_rolled_back_and_a_forked_log_are_refused_by_the_witness(session: Session) -> None:
    """The thief has the key but not the memory: each second history agrees with itself, and the witness tells."""
    old = session.place / "old"
    shutil.copytree(session.case, old)
    for _ in range(3):
        session.grow()
    assert session.wf("witness", "ask", "ridge").status == 0
    thief = session.place / "thief"
    shutil.copytree(session.home / "keys", thief / "keys")
    shutil.copytree(session.home / "witnesses", thief / "witnesses")
    ran = run("-C", old, "witness", "ask", "ridge", home=thief)
    assert ran.status == 4
    assert "rolled-back" in ran.err
    for _ in range(9):
        run("-C", old, "actor", "new", "wren", "--name", "other", home=thief)
    ran = run("-C", old, "witness", "ask", "ridge", home=thief)
    assert ran.status == 4
    assert "[forked]" in ran.err
    assert "cosignature" not in run("-C", old, "stamp", home=thief).out
    assert session.wf("witness", "ask", "ridge").status == 0


def test_a_witness_one_cannot_rely_on_is_named(session: Session) -> None:
    """Unknown to it, another key than named, none there: each by its code, and the case is as it was."""
    other = own_witness(Home(session.place / "third"), "witness.example/ridge")
    with serving(other) as url:
        by_url = ("witness", "ask", url, "--key")
        assert "log-unknown" in session.wf(*by_url, str(other.key)).err
        own_witness(
            Home(session.place / "third"),
            "",
            [session.wf("key", "--json").records[0]["verifier_key"]],
        )
        assert "stamp-signature" in session.wf(*by_url, str(session.witness.key)).err
        assert session.wf(*by_url, str(other.key)).status == 0
    assert session.wf("witness", "ask", "http://127.0.0.1:9", "--key", str(other.key)).status == 5
    assert session.wf("witness", "ask", "nobody").status == 2
    assert session.wf("stamp").out.count("a cosignature in the name of") == 1
    checked = session.wf("check", "--witness", str(other.key))
    assert "existed on" in checked.out
