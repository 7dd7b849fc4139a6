"""Receiving: what goes in is kept bit for bit with its circumstances, once as bytes and as often as it came."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused, Unavailable


def _files(tmp_path: Path, contents: dict[str, bytes]) -> Path:
    folder = tmp_path / "given"
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_a_file_is_kept_with_its_circumstances_and_no_name_stands_in_the_log(
    case: Case, tmp_path: Path
) -> None:
    """The object's bytes are the file's; giver, note and name are private values and appear nowhere in the custody log."""
    folder = _files(tmp_path, {"Anna Secret.txt": b"evidence"})
    receipt = state(
        {"source": "wren-by-the-bridge", "note": "told me at the bridge", "published": "2024-03"}
    )
    told: list[object] = []
    sums = add(case, [folder], actor="mina", receipt=receipt, tell=told.append)
    assert (sums.received, len(told)) == (1, 1)
    with case.vault.open(Digest.of(b"evidence")) as file:
        assert file.read() == b"evidence"
    entry = case.custody.entry(1)
    values = case.reveal("custody", entry)
    assert values["giver"] == "wren-by-the-bridge"
    assert values["name"]["shown"] == "Anna Secret.txt"
    assert values["published"] == {"local": "2024-03"}
    logged = b"".join(p.read_bytes() for p in case.layout.log("custody").rglob("*") if p.is_file())
    kept = b"".join(p.read_bytes() for p in case.layout.private("custody").iterdir())
    for word in (b"Secret", b"bridge", b"wren-by"):
        assert word in kept
        assert word not in logged


def test_the_same_bytes_twice_are_one_object_and_two_receipts(case: Case, tmp_path: Path) -> None:
    """Nothing is hidden by being a duplicate, and the person is told."""
    folder = _files(tmp_path, {"a.txt": b"same", "b.txt": b"same", "c.txt": b"other"})
    sums = add(case, [folder], actor="mina")
    assert (sums.received, sums.again) == (3, 1)
    assert len(list(case.vault.walk())) == 2
    assert [e.about[0][1] for e in case.custody.entries(1)] == [None, 1, None]
    again = add(case, [folder / "c.txt"], actor="mina")
    assert (again.received, again.again) == (1, 1)
    assert case.custody.checkpoint().size == 5


def test_what_is_no_file_is_named_and_not_followed(case: Case, tmp_path: Path) -> None:
    """Links and pipes are recorded as not received; a pipe does not hang the program."""
    folder = _files(tmp_path, {"a.txt": b"a"})
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    sums = add(case, [folder], actor="mina")
    assert sums.received == 1
    assert sorted(n.code for n in sums.not_received) == ["not-a-file", "symlink"]
    assert [e.type for e in case.custody.entries(1)].count("not-received") == 2


def test_a_run_that_was_killed_is_taken_up_and_an_ended_one_is_not(
    case: Case, tmp_path: Path
) -> None:
    """After a kill between two commits the same command receives only what is missing."""
    folder = _files(tmp_path, {f"{n:04d}.txt": b"%d" % n for n in range(1200)})

    class Cut(BaseException):
        pass

    def tell(thing: object) -> None:
        if case.custody.checkpoint().size > 600:
            raise Cut

    with pytest.raises(Cut):
        add(case, [folder], actor="mina", tell=tell)
    held = case.custody.checkpoint().size - 1
    assert 0 < held < 1200
    sums = add(case, [folder], actor="mina")
    assert (sums.resumed, sums.received) == (held, 1200 - held)
    assert case.custody.checkpoint().size == 1201
    assert list(case.layout.incoming.iterdir()) == []


def test_eight_processes_add_to_one_case_at_once(case: Case, tmp_path: Path, home: Home) -> None:
    """Every process's files are received; the log is one chain of commits and nothing is left over."""
    program = (
        "import sys; from pathlib import Path; from wellfounded.case.home import Home;"
        "from wellfounded.case.folder import open_case; from wellfounded.case.preserve.add import add;"
        "add(open_case(sys.argv[1], home=Home(Path(sys.argv[2]))), [sys.argv[3]], actor='mina')"
    )
    for n in range(8):
        folder = tmp_path / f"given{n}"
        folder.mkdir()
        for m in range(20):
            (folder / f"{m}.txt").write_bytes(b"%d" % (m if m < 5 else 100 * n + m))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, case.root, home.folder, tmp_path / f"given{n}"]
        )
        for n in range(8)
    ]
    assert [p.wait(timeout=120) for p in running] == [0] * 8
    entries = list(case.custody.entries(1))
    assert len(entries) == 160
    assert all(case.vault.check(e.about[0][0]) >= 0 for e in entries)
    assert len(list(case.vault.walk())) == len({e.about[0][0] for e in entries})
    assert case.custody.leftovers() == []
    assert list(case.layout.incoming.iterdir()) == []


def test_a_shorter_log_than_this_computer_has_seen_is_not_written_to(
    case: Case, tmp_path: Path
) -> None:
    """Putting an older copy in place is found before two histories exist under one key."""
    import shutil

    folder = _files(tmp_path, {"a.txt": b"a"})
    shutil.copytree(case.root, tmp_path / "older")
    add(case, [folder], actor="mina")
    older = Case(tmp_path / "older", home=case.home)
    with pytest.raises(Damaged, match="has seen the custody log with 2 entries"):
        add(older, [folder], actor="mina")


def test_init_refuses_a_folder_in_use_and_a_case_needs_its_key(tmp_path: Path, home: Home) -> None:
    """Nothing is written into a folder that holds something else; without the key nothing is signed."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_bytes(b"mine")
    with pytest.raises(Mistaken, match="not empty"):
        init(tmp_path / "full", actor="mina", home=home)
    assert os.listdir(tmp_path / "full") == ["thesis.doc"]
    begun = init(tmp_path / "case", actor="mina", home=home)
    assert begun.key_file.stat().st_mode & 0o777 == 0o600
    elsewhere = Case(begun.case.root, home=Home(tmp_path / "other-home"))
    with pytest.raises(Unavailable, match="key"):
        add(elsewhere, [tmp_path / "full"], actor="mina")


def test_a_case_with_a_critical_entry_of_an_unknown_type_is_read_only(
    case: Case, tmp_path: Path
) -> None:
    """What a newer version said must not be passed over is not: nothing is written after it. Other unknown types do no harm."""
    from wellfounded.case.batch import Event, record

    folder = _files(tmp_path, {"a.txt": b"a"})
    record(case, "mina", Event("from-the-future"))
    assert add(case, [folder], actor="mina").received == 1
    record(case, "mina", Event("from-the-future", critical=True))
    case.close()
    for heads in (False, True):
        if heads:
            case.close()
            case.layout.heads("custody").unlink()
        with pytest.raises(Refused, match="type this version does not know"):
            add(case, [folder], actor="mina")
    assert case.custody.checkpoint().size == 4
