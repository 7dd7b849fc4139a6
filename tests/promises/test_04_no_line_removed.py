"""Promise 4: a log cut short, rolled back or written differently is found against any kept checkpoint; without one, that is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.faults.adding import Unflushed
from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.check import Checked, check
from wellfounded.cli.main import app
from wellfounded.ledger import Draft, FolderLog, Heads, KeySigner, Writer
from wellfounded.terms.errors import Damaged
from wellfounded.vault import LOG_KINDS, Layout

_STATES = 24


@dataclass(frozen=True)
class History:
    """Copies of one case after every entry of both logs, by the number of entries each has."""

    place: Path
    home: Home

    def state(self, number: int) -> Path:
        """Give the copy after `number` commits."""
        return self.place / f"state-{number}"

    def case(self, number: int, *, remembers: bool) -> Case:
        """Open a copy, at home or on a computer that has never seen the case."""
        return Case(self.state(number), home=self.home if remembers else Home(self.place / "away"))

    def checkpoint(self, number: int, kind: str) -> Path:
        """Give the file of the checkpoint a log had then."""
        return Layout(self.state(number)).log(kind) / "checkpoint"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """A case that grew entry by entry, now in the custody and now in the work log, and was copied after each."""
    place = tmp_path_factory.mktemp("history")
    home = Home(place / "home")
    init(place / "case", title="Trial", actor="mina", home=home).case.close()
    for number in range(_STATES):
        with Case(place / "case", home=home, disk=Unflushed(place / "case")) as case:
            kind = LOG_KINDS[number % 3 == 2]
            record(case, "mina", Event("noted", (), {}, {"note": f"line {number}"}), kind)
        shutil.copytree(place / "case", place / f"state-{number}")
    return History(place, home)


def _codes(result: Checked) -> set[str]:
    return {f.code for f in result.findings if f.verdict == "damaged"}


def _says(case: Case, home: Home, *more: str) -> tuple[str, int]:
    environment = {"WELLFOUNDED_HOME": str(home.folder)}
    done = CliRunner().invoke(
        app,
        ["check", "--full", "-C", str(case.root), *more],
        env=environment,
        standalone_mode=False,
    )
    return done.output, done.return_value or 0


def test_an_earlier_state_is_found_on_the_computer_that_wrote_it(history: History) -> None:
    """Every earlier state of the case, put back whole, is damaged here, and nothing may be written to it; the newest is not."""
    newest = _STATES - 1
    with history.case(newest, remembers=True) as case:
        assert not check(case, full=True).damaged
    for number in range(newest):
        with history.case(number, remembers=True) as case:
            assert _codes(check(case, full=True)) == {"rolled-back"}
            with pytest.raises(Damaged, match="has seen"):
                record(case, "mina", Event("noted"), "custody")


def test_an_earlier_state_is_found_against_any_later_kept_checkpoint(history: History) -> None:
    """Away from home: each earlier state against each later checkpoint of the log that grew is damaged, and earlier ones agree."""
    for number in range(0, _STATES, 5):
        with history.case(number, remembers=False) as case:
            for other in range(_STATES):
                for kind in LOG_KINDS:
                    path = history.checkpoint(other, kind)
                    longer = _size(path) > case.logs[kind].checkpoint().size
                    result = check(case, full=True, checkpoints=[path])
                    assert _codes(result) == ({"rolled-back"} if longer else set())
                    assert any("kept checkpoint" in line for line in result.agrees) == (not longer)


def test_without_a_kept_checkpoint_the_output_says_what_could_not_be_known(
    history: History,
) -> None:
    """A rolled-back case on a computer that never saw it agrees with itself, and the check says that this is all it can say."""
    away = Home(history.place / "away")
    with history.case(3, remembers=False) as case:
        result = check(case, full=True)
        assert not result.damaged
        unknown = [f.what for f in result.findings if f.verdict == "unknown"]
        assert any("never seen" in what and "cut short" in what for what in unknown)
        said, code = _says(case, away)
        assert "could not be checked" in said
        assert "cut short" in said
        newest = history.checkpoint(_STATES - 1, "custody")
        said, code = _says(case, away, "--checkpoint", str(newest))
        assert "DAMAGED" in said
        assert code == 3


def test_a_log_cut_short_by_hand_is_damaged_even_alone(history: History, tmp_path: Path) -> None:
    """An older checkpoint over a newer log is found at home; files of the log taken away are found anywhere."""
    newest = history.state(_STATES - 1)
    for name in sorted(p for p in (newest / "custody" / "tile").rglob("*") if p.is_file()):
        copy = tmp_path / "copy"
        shutil.copytree(newest, copy)
        (copy / name.relative_to(newest)).unlink()
        with Case(copy, home=Home(history.place / "away")) as case:
            assert _codes(check(case, full=True)) & {"tile", "bundle"}
        shutil.rmtree(copy)


@pytest.fixture
def forked(history: History, tmp_path: Path) -> Iterator[Case]:
    """State 9 of the case, continued differently by somebody who has the key but not the memory."""
    thief = tmp_path / "thief"
    shutil.copytree(history.home.folder / "keys", thief / "keys")
    copy = tmp_path / "forked"
    shutil.copytree(history.state(9), copy)
    with Case(copy, home=Home(thief), disk=Unflushed(copy)) as case:
        for number in range(30):
            record(
                case, "mina", Event("noted", (), {}, {"note": f"other line {number}"}), "custody"
            )
        yield case


def test_a_fork_is_found(forked: Case, history: History) -> None:
    """Two histories after one beginning: each agrees with itself, and each is found against a checkpoint of the other."""
    assert not check(forked, full=True).damaged
    ours = history.checkpoint(_STATES - 1, "custody")
    assert _codes(check(forked, full=True, checkpoints=[ours])) == {"forked"}
    theirs = forked.layout.log("custody") / "checkpoint"
    with history.case(_STATES - 1, remembers=False) as case:
        assert _codes(check(case, full=True, checkpoints=[theirs])) == {"rolled-back"}
    early = history.checkpoint(8, "custody")
    assert not check(forked, full=True, checkpoints=[early]).damaged
    with Case(forked.root, home=history.home) as at_home:
        assert "forked" in _codes(check(at_home, full=True))


def test_a_log_written_anew_under_another_key_is_found(history: History, tmp_path: Path) -> None:
    """The same name of the log and a new key: it agrees with itself, and any checkpoint of the old one shows it."""
    copy = tmp_path / "anew"
    shutil.copytree(history.state(_STATES - 1), copy)
    layout = Layout(copy)
    origin = FolderLog(layout.log("custody")).checkpoint().origin
    name = FolderLog(layout.log("custody")).entry(0).body["case"]
    for folder in (layout.log("custody"), layout.private("custody"), layout.cache):
        shutil.rmtree(folder)
        folder.mkdir()
    signer, heads = KeySigner.new(), Heads(layout.heads("custody"))
    log = FolderLog(layout.log("custody"))
    writer = Writer(log, Unflushed(copy), heads, signer, origin=origin)
    body = {"case": name, "key": signer.public_key.hex(), "kind": "custody"}
    writer.add(Draft("opened", body=body), "mina")
    for number in range(40):
        writer.add(Draft("weaker-jail", body={"held": [], "missing": [str(number)]}), "mina")
    writer.commit()
    heads.close()
    with Case(copy, home=Home(tmp_path / "away")) as case:
        assert not check(case, full=True).damaged
        for number in (0, _STATES - 1):
            kept = history.checkpoint(number, "custody")
            assert _codes(check(case, full=True, checkpoints=[kept])) == {"forked"}
    with Case(copy, home=history.home) as case:
        assert "forked" in _codes(check(case, full=True))


def _size(path: Path) -> int:
    return int(path.read_text("utf-8").splitlines()[1])
