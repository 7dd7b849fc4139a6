"""The jail holds, for root and for a user without rights; each refusal is first seen to be one of the jail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox import attacks, decoders, users

USERS = ("root", "unprivileged")
CODES = {
    "endless_loop": "timed-out",
    "sleeps_for_ever": "timed-out",
    "takes_fifty_gib": "out-of-memory",
    "takes_memory_slowly": "out-of-memory",
    "crashes": "crashed",
    "aborts": "crashed",
    "says_nothing_and_leaves": "crashed",
    "floods_records": "over-limit",
    "floods_members": "over-limit",
    "raises": "crashed",
    "ends_itself_by_signal": "out-of-memory",
    "leaves_a_thread": "timed-out",
    "threads_without_end": "timed-out",
}
"""The failure each hostile decoder ends in; those not named are `garbage`."""

_REPORTS: dict[str, Any] = {}


@pytest.fixture(params=USERS)
def report(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Gives what happened to every attack, run once as each user."""
    user = request.param
    if user not in _REPORTS:
        _REPORTS[user] = users.report_of(user)
    found = _REPORTS[user]
    if isinstance(found, str):
        pytest.skip(found)
    assert (found["uid"] == 0) == (user == "root")
    return found


@pytest.mark.parametrize("attack", attacks.ATTACKS)
def test_refused_inside_and_possible_outside(report: dict[str, Any], attack: str) -> None:
    """What a hostile file must not do is refused in the jail and goes through outside it."""
    assert report["outside"][attack] == "through"
    assert report["inside"][attack] in {"PermissionError", "OSError", "ProcessLookupError"}, report[
        "inside"
    ][attack]


@pytest.mark.parametrize("name", decoders.HOSTILE)
def test_every_bad_end_is_a_failure(report: dict[str, Any], name: str) -> None:
    """A crash, a hang, a bomb or garbage becomes a Failure with its reason, within the wall limit and 2 s."""
    ending = report["endings"][name]
    assert ending["failure"]["code"] == CODES.get(name, "garbage"), ending
    assert ending["failure"]["stage"] == "read"
    assert "private" not in str(ending)
    assert ending["took_ms"] <= 2000 + 2000


def test_the_run_goes_on(report: dict[str, Any]) -> None:
    """After all of them the same sandbox reads on, in the same jail."""
    assert report["after"] == "PermissionError"


def test_nothing_is_left(report: dict[str, Any]) -> None:
    """No process and no file is left; both would be seen."""
    assert report["processes_during"] >= 2
    assert report["processes_after"] == []
    assert report["left_in_scratch"] == []
    assert report["unexpected"] == []


def test_everything_holds(report: dict[str, Any]) -> None:
    """On this machine every protection holds and is named."""
    names = {name.partition("-v")[0] for name in report["held"]}
    assert names == {
        *("no-new-privs", "landlock", "seccomp", "rlimits"),
        *("user-namespace", "network-namespace", "process-namespace"),
    }
