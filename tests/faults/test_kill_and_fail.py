"""Promise 2 against a killed process and a failing disk, at every single call that changes a file or asks the database."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import traceback
from pathlib import Path

import pytest

from tests.faults import adding
from tests.faults.adding import Ground, Left, as_told, broken, give, left, receipts, unfinished
from tests.faults.shim import KILLED, CountedDisk, Schedule, counted_connect, make_room
from wellfounded.case.add import Received
from wellfounded.case.folder import Case
from wellfounded.case.withdraw import withdraw
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable

_SHOWS = ("rename", "remove", "barrier", "database")


@pytest.fixture(scope="session")
def calls(place: Path, start: Ground) -> list[str]:
    """The kinds of all calls of an undisturbed `add`, in order."""
    (place / "calls").mkdir()
    schedule = Schedule()
    told, code = _in_child(start.copy(place / "calls"), schedule, place / "calls.txt")
    assert code == 0
    assert len(told) == adding.FILES
    return (place / "calls.txt").read_text().split()


def _in_child(
    here: Ground, schedule: Schedule, listing: Path | None = None
) -> tuple[list[tuple[str, str]], int]:
    """Run the `add` in a process of its own under a schedule; give what it said was received, and how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run(here, schedule, writing, listing)
    os.close(writing)
    with os.fdopen(reading, "r") as pipe:
        lines = pipe.read().splitlines()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [(path, digest) for path, digest in (line.split("\t") for line in lines)], code


def _run(here: Ground, schedule: Schedule, writing: int, listing: Path | None) -> None:
    """The child: never returns."""
    try:
        sqlite3.connect = counted_connect(schedule)

        def tell(thing: object) -> None:
            if isinstance(thing, Received):
                os.write(writing, "\t".join(as_told(thing, here.given)).encode() + b"\n")

        with here.opened(CountedDisk(here.root, schedule)) as case:
            give(case, here.given, tell)
        if listing is not None:
            listing.write_text("\n".join(schedule.calls))
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the child must end here, whatever happened
        traceback.print_exc(file=sys.stderr)
        os._exit(99)


def _killed(start: Ground, place: Path, wanted: Left, schedule: Schedule) -> list[str]:
    """Kill one `add` and say what is not as promised."""
    folder = place / "killed"
    folder.mkdir()
    here = start.copy(folder)
    told, code = _in_child(here, schedule)
    wrong = [] if code == KILLED else [f"ended with {code}"]
    lock = here.opened().lock()
    wrong += [] if lock.try_take() else ["the dead process's lock still holds"]
    lock.release()
    wrong += broken(here, told)
    wrong += unfinished(here, wanted)
    shutil.rmtree(folder)
    return wrong


def test_an_add_counts_enough_calls_to_mean_something(calls: list[str]) -> None:
    """The schedule sees folders, files, renames, removals, barriers and the database: nothing else changes a case."""
    assert {
        "make_folder",
        "create",
        "write",
        "close",
        "rename",
        "remove",
        "barrier",
        "database",
    } == set(calls)
    assert calls.count("barrier") == 3 * 3
    assert len(calls) > 150


def test_a_kill_at_some_calls_loses_nothing_that_was_told(
    place: Path, start: Ground, undisturbed: Left, calls: list[str]
) -> None:
    """A quick sample of the test of all calls below."""
    for n in range(1, len(calls) + 1, 12):
        assert _killed(start, place, undisturbed, Schedule(kill_before=n)) == [], n


@pytest.mark.slow
def test_a_kill_before_any_call_loses_nothing_that_was_told(
    place: Path, start: Ground, undisturbed: Left, calls: list[str]
) -> None:
    """For every n: what was told is there and whole, nothing partial is seen, and the same command ends as if nothing had been."""
    for n in range(1, len(calls) + 1):
        assert _killed(start, place, undisturbed, Schedule(kill_before=n)) == [], (n, calls[n - 1])


@pytest.mark.slow
def test_a_kill_after_any_call_that_shows_loses_nothing_that_was_told(
    place: Path, start: Ground, undisturbed: Left, calls: list[str]
) -> None:
    """The same right after each rename, removal, barrier and answer of the database; after others it is the state before the next call."""
    for n in [n for n, kind in enumerate(calls, 1) if kind in _SHOWS]:
        assert _killed(start, place, undisturbed, Schedule(kill_after=n)) == [], (n, calls[n - 1])


def _failed(
    start: Ground, place: Path, wanted: Left, schedule: Schedule, patch: pytest.MonkeyPatch
) -> list[str]:
    """Let a call fail, then make room, run again, and say what is not as promised."""
    folder = place / "failed"
    folder.mkdir()
    here = start.copy(folder)
    told: list[tuple[str, str]] = []

    def tell(thing: object) -> None:
        if isinstance(thing, Received):
            told.append(as_told(thing, here.given))

    wrong = []
    with patch.context() as patched, here.opened(CountedDisk(here.root, schedule)) as case:
        patched.setattr(sqlite3, "connect", counted_connect(schedule))
        try:
            give(case, here.given, tell)
            wrong.append("no error")
        except Unavailable as exc:
            wrong += [] if exc.code == "disk" and exc.why and exc.next else [f"unclear: {exc}"]
        make_room(schedule)
    wrong += broken(here, told)
    wrong += unfinished(here, wanted)
    shutil.rmtree(folder)
    return wrong


@pytest.mark.parametrize(
    ("code", "step"),
    [
        (errno.ENOSPC, 12),
        (errno.EIO, 12),
        pytest.param(errno.ENOSPC, 1, marks=pytest.mark.slow),
        pytest.param(errno.EIO, 1, marks=pytest.mark.slow),
    ],
)
def test_a_failing_disk_is_named_and_costs_nothing(
    code: int,
    step: int,
    place: Path,
    start: Ground,
    undisturbed: Left,
    calls: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At every n: a full disk (it stays full) or one bad write is told as such, and once it is repaired the same command completes."""
    for n in range(1, len(calls) + 1, step):
        schedule = Schedule(fail_at=n, code=code, stays=code == errno.ENOSPC)
        assert _failed(start, place, undisturbed, schedule, monkeypatch) == [], (n, calls[n - 1])


def test_a_dead_process_holds_no_lock(place: Path, start: Ground, calls: list[str]) -> None:
    """A process killed while it held the case's lock leaves it free at once; a living one keeps it."""
    folder = place / "locked"
    folder.mkdir()
    here = start.copy(folder)
    under = next(n for n, kind in enumerate(calls, 1) if kind == "rename")
    assert _in_child(here, Schedule(kill_before=under))[1] == KILLED
    case = Case(here.root, home=here.home)
    first, second = case.lock(), case.lock()
    assert first.try_take()
    assert not second.try_take()
    first.release()
    shutil.rmtree(folder)


def test_a_run_taken_up_copies_only_what_is_missing(
    place: Path, start: Ground, undisturbed: Left, calls: list[str]
) -> None:
    """What an interrupted run had received is read and compared, not written again: a disk with little room left suffices."""
    folder = place / "resumed"
    folder.mkdir()
    here = start.copy(folder)
    third = [n for n, kind in enumerate(calls, 1) if kind == "barrier"][6]
    told, code = _in_child(here, Schedule(kill_before=third))
    assert (len(told), code) == (18, KILLED)
    schedule = Schedule()
    with here.opened(CountedDisk(here.root, schedule)) as case:
        sums = give(case, here.given)
        assert (sums.resumed, sums.received) == (18, 7)
        assert left(case) == undisturbed
    assert schedule.calls.count("create") < calls.count("create") / 2
    shutil.rmtree(folder)


def test_a_run_is_taken_up_although_some_of_it_was_withdrawn(
    place: Path, start: Ground, calls: list[str]
) -> None:
    """A path that is no longer kept cannot be compared: that file is received again, the others are not."""
    folder = place / "withdrawn"
    folder.mkdir()
    here = start.copy(folder)
    third = [n for n, kind in enumerate(calls, 1) if kind == "barrier"][6]
    _in_child(here, Schedule(kill_before=third))
    with here.opened() as case:
        item = Digest.of((here.given / "03.txt").read_bytes())
        assert any(k.digest == str(item) for k in receipts(case))
        withdraw(case, item, reason="consent ended", actor="mina")
        sums = give(case, here.given)
        assert (sums.resumed, sums.received) == (17, 8)
    shutil.rmtree(folder)
