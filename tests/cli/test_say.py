"""What commands print is safe on a terminal and whole for a program, whatever stands in the evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import run
from wellfounded.cli.say import Say, visible

FORGED = "a\nDAMAGED: \x1b[31mred\x9b2J\u202egpj.exe\u2028\x7f\udce9\U000e0041"


def test_a_line_stays_one_line_and_shows_what_would_act() -> None:
    """Line breaks, escapes, overrides, line separators, lone surrogates and tags stand as their numbers."""
    shown = visible(FORGED)
    assert shown.isprintable()
    for mark in ("\\x0a", "\\x1b[31m", "\\x9b2J", "\\u202e", "\\u2028", "\\x7f", "\\udce9"):
        assert mark in shown
    assert shown.endswith("\\U000e0041")


def test_ordinary_writing_stays_as_it_is() -> None:
    """Wide and no-break blanks, joiners, tabs and letters of all scripts are not marked."""
    for text in ("关\u3000恒", "1\u00a0000", "می\u200cخواهم", "ئۈرۈمچى", "a\tb"):
        assert visible(text) == text


def test_json_lines_mean_what_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing a terminal would act on is printed raw, and reading the line gives the same text."""
    Say(True).record("hit", name=FORGED, text="关恒")
    line = capsys.readouterr().out.rstrip("\n")
    assert line.isprintable()
    assert "关恒" in line
    assert json.loads(line) == {"type": "hit", "v": 1, "name": FORGED, "text": "关恒"}


def test_what_the_system_refuses_is_one_line(tmp_path: Path) -> None:
    """A folder that cannot be made is no traceback: it says where, why, and whose turn it is."""
    home, case = tmp_path / "home", tmp_path / "case"
    assert run("init", case, home=home).status == 0
    (tmp_path / "file").write_bytes(b"x")
    ran = run("-C", case, "report", "-o", tmp_path / "file" / "report", home=home)
    assert ran.status == 5
    assert ran.err.startswith("error [system]")
    assert str(tmp_path / "file") in ran.err
    assert len(ran.err.splitlines()) == 1


def test_look_never_writes_over_a_file(tmp_path: Path) -> None:
    """A page goes into a new file: what stands there may be evidence. Without it, it is written."""
    (tmp_path / "a.txt").write_bytes(b"The gate was blue.")
    page = tmp_path / "page.html"
    assert run("look", tmp_path / "a.txt", "-o", page, home=tmp_path).status == 0
    assert "The gate" in page.read_text("utf-8") or "a.txt" in page.read_text("utf-8")
    ran = run("look", tmp_path / "a.txt", "-o", tmp_path / "a.txt", home=tmp_path)
    assert (ran.status, "[exists]" in ran.err) == (2, True)
    assert (tmp_path / "a.txt").read_bytes() == b"The gate was blue."


def test_a_kept_checkpoint_that_says_nothing_here_is_no_agreement(tmp_path: Path) -> None:
    """One of another case, or no checkpoint at all, ends with 6; this case's own with 0; a missing file with 2."""
    home = tmp_path / "home"
    for name in ("one", "two"):
        assert run("init", tmp_path / name, home=home).status == 0
    (tmp_path / "letter.txt").write_bytes(b"no checkpoint")
    own, other = (tmp_path / n / "custody" / "checkpoint" for n in ("one", "two"))
    for file, status in (
        (own, 0),
        (other, 6),
        (tmp_path / "letter.txt", 6),
        (tmp_path / "absent", 2),
    ):
        assert (
            run("-C", tmp_path / "one", "check", "--checkpoint", file, home=home).status == status
        )


def test_a_name_cannot_write_a_line_of_a_look(tmp_path: Path) -> None:
    """A line break in a name stands as a mark, in the look as in every other output."""
    (tmp_path / "n\nWHAT IT IS\n  forged.txt").write_bytes(b"x")
    out = run("look", tmp_path / "n\nWHAT IT IS\n  forged.txt", home=tmp_path).out
    assert out.splitlines().count("WHAT IT IS") == 1
    assert out.startswith("n⟦LF⟧WHAT IT IS⟦LF⟧  forged.txt\n")
