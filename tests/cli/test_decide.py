"""Decisions under a handle: a second reviewer decides before seeing the first; families follow what a person ruled."""

from pathlib import Path

import pytest

from tests.cli.command import Ran, run
from tests.copies.sound.heard import tune
from tests.copies.sound.heard_file import wav

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built case of a sound and an excerpt of it."""
    sound = tune(1, 8)
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "long.wav").write_bytes(wav(sound))
    (inbox / "part.wav").write_bytes(wav(sound[16000:48000]))
    run("init", tmp_path / "case", home=tmp_path / "home")
    for words in (("add", inbox), ("build",)):
        assert wf(tmp_path, *words).status == 0
    return tmp_path


def wf(folder: Path, *words: str | Path, by: str = "mina") -> Ran:
    """Run a command on the case."""
    return run("-C", folder / "case", *words, home=folder / "home", by=by)


def test_a_second_reviewer_decides_before_seeing_the_first(folder: Path) -> None:
    """The first decision is not shown to another person, by `decide` or `show`, until that person has decided."""
    wf(
        folder,
        "decide",
        "part.wav",
        "--as",
        "cut from long",
        "--because",
        "the yard bell is in both",
    )
    for command in ("decide", "show"):
        mine, theirs = wf(folder, command, "part.wav"), wf(folder, command, "part.wav", by="otto")
        assert "yard bell" in mine.out and "cut from long" in mine.out
        assert "yard bell" not in theirs.out and "cut from long" not in theirs.out
        assert "1 decision by others" in theirs.out
    early = wf(
        folder,
        "decide",
        "part.wav",
        "--as",
        "unclear",
        "--because",
        "x",
        "--dissent",
        "y",
        by="otto",
    )
    assert early.status == 2 and "no-dissent" in early.err
    assert (
        wf(
            folder, "decide", "part.wav", "--as", "unclear", "--because", "too short", by="otto"
        ).status
        == 0
    )
    after = wf(
        folder,
        "decide",
        "part.wav",
        "--as",
        "unclear",
        "--because",
        "too short",
        "--dissent",
        "no bell",
        by="otto",
    )
    assert "yard bell" in after.out and "dissent: no bell" in after.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as", "authentic", "--because", "x"), "category-verdict"),
        (("--as", "Loud!", "--because", "x"), "category-form"),
        (("--as", "unclear", "--because", " "), "no-reason"),
    ],
)
def test_what_no_decision_is(folder: Path, words: tuple[str, ...], code: str) -> None:
    """A verdict nobody can see, an odd category and no reason are refused; nothing is written."""
    ran = wf(folder, "decide", "part.wav", *words)
    assert ran.status == 2 and code in ran.err
    assert wf(folder, "decide", "part.wav", "--json").records == []


def test_a_family_is_split_and_joined(folder: Path) -> None:
    """The machine's family is listed with its tree; a split ends it, a later join brings it back; all of it stays in the log."""
    listed = wf(folder, "origin")
    assert "2 items that count once" in listed.out and "a is longer" in listed.out
    family, edge = wf(folder, "origin", "--json").records
    assert family["parents"] and edge["direction"] == "a to b" and edge["joins"]
    split = wf(folder, "origin", "split", "part.wav", "long.wav", "--because", "two radios")
    assert split.status == 0
    (loose,) = wf(folder, "origin", "--json").records
    assert (
        loose["joins"] is False
        and loose["decided_by"] == "mina"
        and loose["because"] == "two radios"
    )
    wf(folder, "origin", "join", "long.wav", "part.wav", "--because", "one after all", by="otto")
    assert wf(folder, "origin", "--json").records[0]["type"] == "origin"
    assert wf(folder, "origin", "join", "long.wav", "long.wav", "--because", "x").status == 2
    assert wf(folder, "origin", "split", "long.wav", "part.wav").status == 2
