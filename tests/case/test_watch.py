"""A watched folder: what is at rest is received once, what is still being written is waited for, and a new run knows what the old one did."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.command import run
from wellfounded.case.folder import Case
from wellfounded.case.preserve import add as adding
from wellfounded.case.preserve.watch import Looked, watch
from wellfounded.intake.receipt import state
from wellfounded.terms.errors import Mistaken, Unavailable


def _watch(case: Case, folder: Path, *steps: Callable[[], object]) -> list[Looked]:
    """Watch while one step happens before each look; nothing sleeps."""
    found: list[Looked] = []
    waiting = iter(steps)

    def wait(seconds: float) -> bool:
        step = next(waiting, None)
        if step is not None:
            step()
        return step is not None

    receipt = state({"source": "wren"})
    watch(case, folder, actor="mina", receipt=receipt, wait=wait, looked=found.append)
    return found


def _nothing() -> None:
    """Let time pass."""


def _names(case: Case) -> list[str]:
    received = [e for e in case.custody.entries(0) if e.type == "received"]
    return [case.reveal("custody", e)["name"]["shown"] for e in received]


def test_what_is_still_written_is_waited_for(case: Case, tmp_path: Path) -> None:
    """A file that grows between looks is received when it no longer does, whole; the one at rest does not wait for it."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "rest.txt").write_bytes(b"at rest")
    slow = folder / "deep" / "slow.txt"
    slow.write_bytes(b"one")

    def grow() -> None:
        with slow.open("ab") as file:
            file.write(b" more")

    looks = _watch(case, folder, grow, grow, _nothing, _nothing)
    assert [(one.added.received, one.unsettled) for one in looks] == [
        (1, 1),
        (0, 1),
        (1, 0),
        (0, 0),
    ]
    assert _names(case) == ["rest.txt", "deep/slow.txt"]
    sizes = [e.body["size"] for e in case.custody.entries(0) if e.type == "received"]
    assert sizes == [7, len(b"one more more")]
    (last,) = [e for e in case.custody.entries(0) if e.body.get("size") == 13]
    assert case.reveal("custody", last)["giver"] == "wren"


def test_a_new_run_knows_what_is_here_and_takes_what_changed(case: Case, tmp_path: Path) -> None:
    """Nothing twice, not even what is no file; what has other bytes since, and what is new, once each."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one")
    os.symlink("a.txt", folder / "link")
    (first,) = _watch(case, folder, _nothing)
    assert (first.added.received, [n.code for n in first.added.not_received]) == (1, ["symlink"])
    size = case.custody.checkpoint().size
    _watch(case, folder, _nothing, _nothing)
    assert case.custody.checkpoint().size == size
    (folder / "a.txt").write_bytes(b"another")
    (folder / "b.txt").write_bytes(b"new")
    _watch(case, folder, _nothing, _nothing)
    assert _names(case) == ["a.txt", "a.txt", "b.txt"]


def test_what_could_not_be_read_is_named_once_and_tried_again_by_the_next_run(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A medium that fails there is not asked again at every look, and what it had is not taken for received."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one")

    def failing(path: bytes) -> NoReturn:
        raise Unavailable("unreadable", "could not be read: Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(adding, "reading", failing)
        looks = _watch(case, folder, _nothing, _nothing)
    assert [[n.code for n in one.added.not_received] for one in looks] == [["unreadable"], []]
    assert _names(case) == []
    _watch(case, folder, _nothing)
    assert _names(case) == ["a.txt"]


def test_a_folder_that_is_away_for_a_while_is_waited_for(case: Case, tmp_path: Path) -> None:
    """A stick pulled and put back costs nothing; what it brings is received."""
    folder, away = tmp_path / "in", tmp_path / "away"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one")
    looks = _watch(
        case,
        folder,
        _nothing,
        lambda: folder.rename(away),
        lambda: (away / "b.txt").write_bytes(b"two") and away.rename(folder),
        _nothing,
    )
    assert [one.added.received for one in looks] == [1, 0, 0, 1]
    assert _names(case) == ["a.txt", "b.txt"]


def test_what_is_no_folder_or_the_case_itself_is_refused(case: Case, tmp_path: Path) -> None:
    """Before anything is waited for; a good folder, the same way, is watched."""
    (tmp_path / "file").write_bytes(b"x")
    for place, code in ((tmp_path / "file", "not-a-folder"), (case.root / "out", "own-case")):
        with pytest.raises(Mistaken) as refused:
            _watch(case, place, _nothing)
        assert refused.value.code == code
    (tmp_path / "in").mkdir()
    assert len(_watch(case, tmp_path / "in", _nothing)) == 1


def test_a_person_sees_what_came(tmp_path: Path) -> None:
    """`--once` ends by itself, in words and in records; a second run receives nothing."""
    home, made, folder = tmp_path / "home", tmp_path / "case", tmp_path / "in"
    run("init", made, home=home)
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one")
    words = ("-C", made, "watch", folder, "--once", "--rest", "0.1")
    ran = run(*words, "--json", home=home)
    assert [r["type"] for r in ran.records] == ["received", "looked"]
    assert ran.records[-1]["received"] == 1
    assert "Received 0 files." in run(*words, home=home).out
