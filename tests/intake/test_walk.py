"""Walking: everything under the named paths is offered or named with the reason it is not."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.intake.walk import NotTaken, Offered, offered
from wellfounded.terms.errors import Mistaken


def _taken(*paths: Path | bytes, case: Path | None = None) -> list[Offered]:
    return [o for o in offered(paths, case=case) if isinstance(o, Offered)]


def _left(*paths: Path | bytes, case: Path | None = None) -> list[NotTaken]:
    return [o for o in offered(paths, case=case) if isinstance(o, NotTaken)]


def test_a_tree_is_offered_in_the_order_of_its_bytes(tmp_path: Path) -> None:
    """The order is the same on every machine: sorted by bytes in each folder, folders where
    their name falls.
    """
    for name in ("b/2", "b/10", "a", "B", "ä", "c"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    names = [o.name.raw.decode() for o in _taken(tmp_path)]
    assert names == ["B", "a", "b/10", "b/2", "c", "ä"]
    assert all(o.door == "folder" and o.size == 1 for o in _taken(tmp_path))


def test_a_file_named_by_itself_keeps_its_last_component(tmp_path: Path) -> None:
    """The received name of a single file holds nothing of the folder it lay in."""
    (tmp_path / "report.pdf").write_bytes(b"12345")
    (only,) = _taken(tmp_path / "report.pdf")
    assert (only.name.shown, only.door, only.size) == ("report.pdf", "file", 5)
    assert only.modified_ns == (tmp_path / "report.pdf").stat().st_mtime_ns


def test_what_is_no_file_is_named_and_never_opened(tmp_path: Path) -> None:
    """Links, pipes, sockets and devices are reported; the file beside them is still offered."""
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(tmp_path)
    listening.bind("socket")
    os.chdir(here)
    left = {n.name.shown: n for n in _left(tmp_path)}
    listening.close()
    assert [o.name.shown for o in _taken(tmp_path)] == ["file"]
    assert {name: n.code for name, n in left.items()} == {
        "link": "symlink",
        "loop": "symlink",
        "pipe": "not-a-file",
        "socket": "not-a-file",
    }
    assert left["link"].target == b"/etc/passwd"
    assert not any("passwd" in n.what for n in left.values())
    assert [n.code for n in _left(Path("/dev/null"))] == ["not-a-file"]


def test_names_that_are_not_utf_8_keep_their_bytes(tmp_path: Path) -> None:
    """A name written in KOI8-R is the same bytes in the receipt, and shown with escapes."""
    raw = os.fsencode(tmp_path) + b"/" + "свидетель".encode("koi8-r")
    with open(raw, "wb") as file:
        file.write(b"x")
    (only,) = _taken(tmp_path)
    assert only.name.raw == "свидетель".encode("koi8-r")
    assert only.name.charset == "unknown"
    assert only.name.shown.startswith("\\x")


def test_a_sparse_file_is_seen_as_sparse(tmp_path: Path) -> None:
    """A file with a hole is offered with its full size and the fact that the disk holds less."""
    with open(tmp_path / "hole", "wb") as file:
        file.truncate(10_000_000)
    (tmp_path / "solid").write_bytes(os.urandom(100_000))
    by_name = {o.name.shown: o for o in _taken(tmp_path)}
    assert by_name["hole"].sparse
    assert by_name["hole"].size == 10_000_000
    assert not by_name["solid"].sparse


def test_the_case_does_not_take_itself_in(tmp_path: Path) -> None:
    """A path inside the case is refused, and a walk from above passes the case by and says so."""
    case = tmp_path / "case"
    (case / "out").mkdir(parents=True)
    (case / "out" / "report.html").write_bytes(b"x")
    (tmp_path / "clip.mp4").write_bytes(b"x")
    assert len(_taken(tmp_path)) == 2
    assert [o.name.shown for o in _taken(tmp_path, case=case)] == ["clip.mp4"]
    assert [n.code for n in _left(tmp_path, case=case)] == ["own-case"]
    for inside in (case, case / "out", case / "out" / "report.html"):
        with pytest.raises(Mistaken, match="own folder"):
            offered([inside], case=case)


def test_a_missing_path_is_a_mistake_before_anything_is_offered(tmp_path: Path) -> None:
    """One wrong argument takes nothing in, so that the command can simply be repeated."""
    (tmp_path / "here").write_bytes(b"x")
    with pytest.raises(Mistaken) as caught:
        offered([tmp_path / "here", tmp_path / "gone"])
    assert caught.value.code == "no-such-path"
    with pytest.raises(Mistaken):
        offered([b"a\0b"])


def test_a_file_that_vanishes_during_the_walk_is_named(tmp_path: Path) -> None:
    """What was listed and is gone when its turn comes is reported, and the walk goes on."""
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"x")
    walk = offered([tmp_path])
    first = next(walk)
    (tmp_path / "b").unlink()
    rest = list(walk)
    assert isinstance(first, Offered)
    assert [(type(o).__name__, o.name.shown) for o in rest] == [("NotTaken", "b"), ("Offered", "c")]
    assert isinstance(rest[0], NotTaken)
    assert rest[0].code == "vanished"


def test_a_deep_tree_does_not_use_the_call_stack(tmp_path: Path) -> None:
    """A tree deeper than Python's call stack is walked; what passes the system's path limit is
    named.
    """
    here = os.open(tmp_path, os.O_RDONLY)
    for name in ["d"] * 1100 + ["e" * 200] * 10:
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
        if name == "d":
            continue
        os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    found = list(offered([tmp_path]))
    taken = [o.name.raw.count(b"d/") for o in found if isinstance(o, Offered)]
    assert len(taken) > 5
    assert set(taken) == {1100}
    assert [n.code for n in found if isinstance(n, NotTaken)] == ["unreadable"]
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # shutil.rmtree would recurse


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8, unique=True))
def test_every_name_the_system_allows_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, names: list[bytes]
) -> None:
    """Any bytes but NUL and a slash are a name, and are kept."""
    names = [n for n in names if b"\0" not in n and b"/" not in n and n not in (b".", b"..")]
    folder = tmp_path_factory.mktemp("names")
    for name in names:
        with open(os.fsencode(folder) + b"/" + name, "wb"):
            pass
    assert [o.name.raw for o in _taken(folder)] == sorted(names)
