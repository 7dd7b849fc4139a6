"""Promise 19: we say what we do not protect against, where a person reads it and before it matters."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import run
from tests.house.tree import ROOT

NOT_ENCRYPTED = "This case is not encrypted: whoever has the disk can read it."


def test_init_and_status_say_it(tmp_path: Path) -> None:
    """Not encrypted, no outside stamp: in words, and in the JSON of a program that asks."""
    home, case = tmp_path / "home", tmp_path / "case"
    assert NOT_ENCRYPTED in run("init", case, home=home).out
    ran = run("-C", case, "status", home=home)
    assert NOT_ENCRYPTED in ran.out
    assert "No outside stamp or witness" in ran.out
    (status,) = run("-C", case, "status", "--json", home=home).records
    assert any("not encrypted" in line for line in status["unprotected"])


def test_a_weak_place_is_named(tmp_path: Path) -> None:
    """In a folder that a program synchronises, `init` says what that does; in another it does not."""
    synced = tmp_path / "Dropbox"
    synced.mkdir()
    told = run("init", synced / "case", home=tmp_path / "home").out
    plain = run("init", tmp_path / "case", home=tmp_path / "home").out
    assert "inside a folder Dropbox copies elsewhere" in told
    assert "copies elsewhere" not in plain


def test_withdraw_says_what_it_does_not_reach(tmp_path: Path) -> None:
    """Mirrors, backups, what was handed out."""
    home, case = tmp_path / "home", tmp_path / "case"
    (tmp_path / "letter.txt").write_bytes(b"The gate was blue.")
    run("init", case, home=home)
    run("-C", case, "add", tmp_path / "letter.txt", home=home)
    ran = run("-C", case, "withdraw", "letter.txt", "--reason", "not ours", "--yes", home=home)
    assert ran.status == 0
    for words in ("mirrors", "backups", "Not reached"):
        assert words in ran.out


def test_check_says_what_it_could_not_know(tmp_path: Path) -> None:
    """Without an outside stamp the times are the computer's word, and `check` does not keep that back."""
    home, case = tmp_path / "home", tmp_path / "case"
    run("init", case, home=home)
    assert "could not be checked: no outside stamp" in run("-C", case, "check", home=home).out


def test_the_pages_name_what_no_program_helps_against() -> None:
    """Coercion, an owned machine, a destroyed last copy, truth itself."""
    pages = "".join(
        (ROOT / "docs" / "know" / name).read_text("utf-8")
        for name in ("safety.md", "threat-model.md")
    ).lower()
    for words in ("coercion", "last copy", "controls while the case is open", "something is true"):
        assert words in pages, words
