"""Promise 4, the times: nobody can give an entry a time outside the stamps around it without `check` naming it; between two stamps a time is the writer's word, and that is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.authority import Authority
from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.check import Checked, check
from wellfounded.case.proof.outside import DRIFT_US
from wellfounded.case.proof.stamp import Kept, ask
from wellfounded.case.proof.trust import keep_authority
from wellfounded.ledger import clock_us

_HOUR = 3_600_000_000


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Authority, str]]:
    """A real authority on loopback."""
    one = Authority(tmp_path_factory.mktemp("authority"))
    with one.serving() as url:
        yield one, url


@pytest.fixture
def case(tmp_path: Path, authority: tuple[Authority, str]) -> Iterator[Case]:
    """A case whose owner holds the authority's root."""
    home = Home(tmp_path / "home")
    keep_authority(home, "ridge", authority[1], authority[0].roots)
    with init(tmp_path / "case", title="Trial", actor="mina", home=home).case as made:
        yield made


def _write(case: Case, off_by: int, kind: str = "custody") -> int:
    """Write an entry with a clock that is off; give its index."""
    false = clock_us() + off_by
    with patch("wellfounded.ledger.writer.clock_us", lambda: false):
        return record(case, "mina", Event("noted", private={"note": "line"}), kind).index


def _stamp(case: Case, log: str = "custody") -> int:
    (kept,) = ask(case, ["ridge"], actor="mina", log=log)
    assert isinstance(kept, Kept)
    assert kept.verdict.standing == "holds"
    return kept.entry


def _outside(result: Checked) -> set[str]:
    return {f.where for f in result.findings if f.code == "clock-outside-stamps"}


def test_a_time_that_is_right_is_not_named(case: Case) -> None:
    """Entries between stamps by an honest clock, and by one a minute off, are not named; that between stamps a time is the writer's word is said."""
    _write(case, 0)
    _stamp(case)
    for off in (0, DRIFT_US // 2, -DRIFT_US // 2):
        _write(case, off)
    _stamp(case)
    result = check(case, full=True)
    assert not result.damaged
    assert _outside(result) == set()
    assert any("between two stamps" in f.what for f in result.findings if f.verdict == "unknown")


@pytest.mark.parametrize("log", ["custody", "work"])
def test_a_back_dated_entry_is_found(case: Case, log: str) -> None:
    """Written after a stamp under a time before it: named, in either log, and it is not called damage."""
    _stamp(case, log)
    index = _write(case, -2 * _HOUR, log)
    result = check(case, full=True)
    assert _outside(result) == {f"{log} log, entry {index}"}
    assert result.contradicted
    assert not result.damaged


def test_a_time_ahead_of_the_next_stamp_is_found(case: Case) -> None:
    """Written under a time that had not come when the next stamp was made."""
    index = _write(case, 3 * _HOUR)
    assert _outside(check(case)) == set()
    _stamp(case)
    assert _outside(check(case)) == {f"custody log, entry {index}"}


def test_a_whole_log_back_dated_is_found_by_its_first_stamp(case: Case) -> None:
    """Every entry under a clock a year back, stamped today: what follows the stamp contradicts it, what came before is the writer's word."""
    early = [_write(case, -365 * 24 * _HOUR) for _ in range(3)]
    with patch("wellfounded.ledger.writer.clock_us", lambda: clock_us() - 365 * 24 * _HOUR):
        stamped = _stamp(case)
    late = _write(case, -365 * 24 * _HOUR)
    found = _outside(check(case))
    assert found == {f"custody log, entry {n}" for n in (stamped, late)}
    assert not {f"custody log, entry {n}" for n in early} & found


def test_a_stamp_that_cannot_be_checked_says_nothing_about_times(
    case: Case, tmp_path: Path
) -> None:
    """Without the authority's root the same log is not named: a stamp anybody could have made is no evidence."""
    _stamp(case)
    _write(case, -2 * _HOUR)
    assert len(_outside(check(case))) == 1
    with Case(case.root, home=Home(tmp_path / "away")) as away:
        result = check(away)
    assert _outside(result) == set()
    assert {"stamp-no-roots", "no-outside-proof"} <= {f.code for f in result.findings}
