"""Promise 2 for an encrypted case: what a plain one keeps through kills and failing disks, it keeps too."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.faults import adding
from tests.faults.adding import Ground, Left, give, ground, left
from tests.faults.disturbing import failed, in_child, killed
from tests.faults.shim import Schedule


@pytest.fixture(scope="module")
def locked(place: Path) -> Ground:
    """The case before the `add`; never written to."""
    (place / "encrypted").mkdir()
    return ground(place / "encrypted", encrypted=True)


@pytest.fixture(scope="module")
def whole(place: Path, locked: Ground) -> Left:
    """What the `add` leaves when nothing goes wrong."""
    (place / "encrypted-whole").mkdir()
    here = locked.copy(place / "encrypted-whole")
    with here.opened() as case:
        give(case, here.given)
        return left(case)


@pytest.fixture(scope="module")
def kinds(place: Path, locked: Ground) -> list[str]:
    """The kinds of all calls of an undisturbed `add`, in order."""
    (place / "encrypted-calls").mkdir()
    listing = place / "encrypted-calls.txt"
    told, code = in_child(locked.copy(place / "encrypted-calls"), Schedule(), listing)
    assert (len(told), code) == (adding.FILES, 0)
    return listing.read_text().split()


def test_the_order_of_durability_is_that_of_a_plain_case(
    kinds: list[str], place: Path, start: Ground
) -> None:
    """The same barriers, and between them the same renames, as when the files lie as they are."""
    (place / "plain-calls").mkdir()
    listing = place / "plain-calls.txt"
    in_child(start.copy(place / "plain-calls"), Schedule(), listing)
    turns = [k for k in kinds if k in {"barrier", "rename"}]
    assert turns == [k for k in listing.read_text().split() if k in {"barrier", "rename"}]
    assert turns.count("barrier") == 9


def test_a_kill_loses_nothing_that_was_told(
    place: Path, locked: Ground, whole: Left, kinds: list[str]
) -> None:
    """Before every seventh call, and after those that rename or remove: what was told is there and whole, and the same command completes."""
    for n in range(1, len(kinds) + 1, 7):
        assert killed(locked, place, whole, Schedule(kill_before=n)) == [], (n, kinds[n - 1])
        if kinds[n - 1] in {"rename", "remove"}:
            assert killed(locked, place, whole, Schedule(kill_after=n)) == [], (n, kinds[n - 1])


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_is_named_and_costs_nothing(
    code: int,
    place: Path,
    locked: Ground,
    whole: Left,
    kinds: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At every seventeenth call: a full disk (it stays full) or one bad write is told as such, and once it is repaired the same command completes."""
    for n in range(1, len(kinds) + 1, 17):
        schedule = Schedule(fail_at=n, code=code, stays=code == errno.ENOSPC)
        assert failed(locked, place, whole, schedule, monkeypatch) == [], (n, kinds[n - 1])
