"""Promise 1: what you gave us is kept bit for bit. We never edit, move or delete your originals, nor our copy (withdraw has its own test)."""

from __future__ import annotations

import errno
import io
import os
import random
from pathlib import Path
from typing import Any

import pytest

import wellfounded.case.preserve.add as adding
from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest

_SIZES = (0, 1, 4095, 65_536, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 5)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """An empty case."""
    return init(tmp_path / "case", actor="mina", home=Home(tmp_path / "home")).case


def _given(tmp_path: Path) -> Path:
    """Make files of awkward sizes, names and modes."""
    given = tmp_path / "given"
    (given / "inner folder").mkdir(parents=True)
    chance = random.Random(1)
    for size in _SIZES:
        (given / f"{size}.bin").write_bytes(chance.randbytes(size))
    names = (b"\xff\xfe not text", b"line\nbreak", "信 ئۇيغۇر".encode(), b" .. ", b"-rf")
    for name in names:
        Path(os.fsdecode(os.fsencode(given / "inner folder") + b"/" + name)).write_bytes(name)
    (given / "0.bin").chmod(0o400)
    os.utime(given / "1.bin", ns=(1, 1_234_567_890_123_456_789))
    return given


def _look(folder: Path) -> dict[bytes, tuple[Any, ...]]:
    """Give all there is to see of a tree but the time it was last read."""
    seen: dict[bytes, tuple[Any, ...]] = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        for name in [*folders, *files]:
            path = os.path.join(place, name)
            found = os.lstat(path)
            data = Path(os.fsdecode(path)).read_bytes() if name in files else b""
            facts = (
                found.st_mode,
                found.st_ino,
                found.st_mtime_ns,
                found.st_ctime_ns,
                found.st_uid,
            )
            seen[path] = (*facts, data)
    return seen


def test_originals_are_only_read_and_the_copy_is_theirs_bit_for_bit(
    case: Case, tmp_path: Path
) -> None:
    """After an `add` nothing about the originals has changed, and each object holds exactly the bytes of its file."""
    given = _given(tmp_path)
    before = _look(given)
    sums = add(case, [given], actor="mina")
    assert _look(given) == before
    files = [path for path in before if os.path.isfile(path)]
    assert sums.received == len(files) == len(_SIZES) + 5
    for entry in case.custody.entries(1):
        path = bytes.fromhex(case.reveal("custody", entry)["path"]["bytes_hex"])
        with case.vault.open(entry.about[0][0]) as file:
            assert file.read() == before[path][-1]


def test_a_change_to_an_original_would_be_seen(tmp_path: Path) -> None:
    """The look that the test above rests on sees a byte, a time, a mode and a name."""
    given = _given(tmp_path)
    before = _look(given)
    (given / "0.bin").chmod(0o600)
    assert _look(given) != before
    before = _look(given)
    with (given / "65536.bin").open("r+b") as file:
        file.write(b"x")
    assert _look(given) != before


def test_no_later_command_touches_an_object(case: Case, tmp_path: Path) -> None:
    """Adding the same again, amending, noting: every object keeps its file, its time and its bytes."""
    given = _given(tmp_path)
    add(case, [given], actor="mina")
    before = _look(case.layout.vault)
    objects = {p: seen for p, seen in before.items() if seen[-1] or p.endswith(b"b855")}
    assert len(objects) >= len(_SIZES) + 4
    add(case, [given], actor="mina", receipt=state({"source": "s2"}))
    item = next(case.vault.walk()).digest
    record(case, "mina", Event("handling", (item,), {"handling": "private"}))
    record(case, "mina", Event("noted", (item,), {}, {"note": "blurred at the left"}), "work")
    after = _look(case.layout.vault)
    assert {p: after[p] for p in objects} == objects


class _Hesitant(io.RawIOBase):
    """A medium that gives a few bytes at a time, and at some place may fail."""

    def __init__(self, data: bytes, fails_at: int = -1) -> None:
        self._data, self._at, self._fails_at = data, 0, fails_at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if 0 <= self._fails_at <= self._at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        part = self._data[self._at : self._at + min(len(buffer), 70_001)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


@pytest.mark.parametrize("size", [0, 70_001, 70_002, 1 << 20, 3_000_000])
def test_a_medium_that_gives_few_bytes_at_a_time_is_read_to_its_end(
    case: Case, size: int, tmp_path: Path
) -> None:
    """A short read is no end of file: network folders and old cards answer so."""
    from wellfounded.case.batch import Batch

    data = random.Random(size).randbytes(size)
    with Batch(case, "mina") as batch:
        stored = batch.take(_Hesitant(data))  # type: ignore[arg-type]
        batch.add(
            Event(
                "received",
                (stored.digest,),
                {"object": str(stored.digest), "size": size, "door": "file"},
            )
        )
        batch.commit()
    assert (stored.digest, stored.size) == (Digest.of(data), size)
    assert case.vault.check(stored.digest) == size


@pytest.mark.parametrize("fails_at", [0, 140_002, 2_100_030])
def test_a_medium_that_fails_costs_that_file_and_is_named(
    case: Case, fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad sector in one original: it is listed as not received with the reason, nothing of it is kept, the others are received."""
    given = tmp_path / "given"
    given.mkdir()
    for name in ("a", "b", "c"):
        (given / f"{name}.bin").write_bytes(name.encode() * 3_000_000)
    real = adding.Tally

    def opened(descriptor: int, claims: Any) -> Any:
        if os.fstat(descriptor).st_ino == (given / "b.bin").stat().st_ino:
            return _Hesitant(b"b" * 3_000_000, fails_at)
        return real(descriptor, claims)

    monkeypatch.setattr(adding, "Tally", opened)
    sums = add(case, [given], actor="mina")
    assert sums.received == 2
    assert [(n.code, n.name.shown) for n in sums.not_received] == [("unreadable", "b.bin")]
    assert "Input/output error" in sums.not_received[0].what
    assert {s.digest for s in case.vault.walk()} == {Digest.of(c * 3_000_000) for c in (b"a", b"c")}
    assert list(case.layout.incoming.iterdir()) == []
