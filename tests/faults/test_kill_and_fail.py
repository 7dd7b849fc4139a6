"""Promise 2 against a killed process and a failing disk, at every single call that changes a file or asks the database."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from tests.faults import adding
from tests.faults.adding import Ground, Left, give, left, receipts
from tests.faults.disturbing import failed, in_child, killed
from tests.faults.shim import KILLED, CountedDisk, Schedule
from wellfounded.case.folder import Case
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.terms.digest import Digest

_SHOWS = ("rename", "remove", "barrier", "database")


@pytest.fixture(scope="session")
def calls(place: Path, start: Ground) -> list[str]:
    """The kinds of all calls of an undisturbed `add`, in order."""
    (place / "calls").mkdir()
    schedule = Schedule()
    told, code = in_child(start.copy(place / "calls"), schedule, place / "calls.txt")
    assert code == 0
    assert len(told) == adding.FILES
    return (place / "calls.txt").read_text().split()


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
        assert killed(start, place, undisturbed, Schedule(kill_before=n)) == [], n


@pytest.mark.slow
def test_a_kill_before_any_call_loses_nothing_that_was_told(
    place: Path, start: Ground, undisturbed: Left, calls: list[str]
) -> None:
    """For every n: what was told is there and whole, nothing partial is seen, and the same command ends as if nothing had been."""
    for n in range(1, len(calls) + 1):
        assert killed(start, place, undisturbed, Schedule(kill_before=n)) == [], (n, calls[n - 1])


@pytest.mark.slow
def test_a_kill_after_any_call_that_shows_loses_nothing_that_was_told(
    place: Path, start: Ground, undisturbed: Left, calls: list[str]
) -> None:
    """The same right after each rename, removal, barrier and answer of the database; after others it is the state before the next call."""
    for n in [n for n, kind in enumerate(calls, 1) if kind in _SHOWS]:
        assert killed(start, place, undisturbed, Schedule(kill_after=n)) == [], (n, calls[n - 1])


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
        assert failed(start, place, undisturbed, schedule, monkeypatch) == [], (n, calls[n - 1])


def test_a_dead_process_holds_no_lock(place: Path, start: Ground, calls: list[str]) -> None:
    """A process killed while it held the case's lock leaves it free at once; a living one keeps it."""
    folder = place / "locked"
    folder.mkdir()
    here = start.copy(folder)
    under = next(n for n, kind in enumerate(calls, 1) if kind == "rename")
    assert in_child(here, Schedule(kill_before=under))[1] == KILLED
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
    told, code = in_child(here, Schedule(kill_before=third))
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
    in_child(here, Schedule(kill_before=third))
    with here.opened() as case:
        item = Digest.of((here.given / "03.txt").read_bytes())
        assert any(k.digest == str(item) for k in receipts(case))
        withdraw(case, item, reason="consent ended", actor="mina")
        sums = give(case, here.given)
        assert (sums.resumed, sums.received) == (17, 8)
    shutil.rmtree(folder)
