"""A power cut and a kill while a case's key is changed: each log is signed by a key that is here, and changing it again ends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.adding import Ground, Unflushed
from tests.faults.crash import Call, Crashes, Materialiser, RecordingDisk, State, Trace, clear
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.check import check
from wellfounded.case.preserve.key import rotate
from wellfounded.case.preserve.statement import actor as name_actor
from wellfounded.ledger import FolderLog, fingerprint
from wellfounded.terms.errors import WellfoundedError
from wellfounded.vault import LOG_KINDS

_SEED = 20260301


class _Rotating:
    """A case whose key was changed once before; the recorded second change, and the trial of a state it may be cut off in."""

    def __init__(self, place: Path) -> None:
        self._place = place
        (place / "pool").mkdir(parents=True)
        self._home, root = Home(place / "home"), place / "start"
        init(root, actor="mina", home=self._home).case.close()
        with Case(root, home=self._home, disk=Unflushed(root)) as case:
            name_actor(case, "mina", "Mina Trial", actor="mina")
            rotate(case, actor="mina")
        shutil.copytree(root, place / "recorded")
        self.trace = Trace()
        disk = RecordingDisk(place / "recorded", self.trace)
        with Case(place / "recorded", home=self._home, disk=disk) as case:
            self._told = rotate(case, actor="mina")
        self.trace.calls.append(Call("told", told="rotated"))
        shutil.rmtree(self._home.folder / "seen")
        self.material = Materialiser(root, place / "pool")

    def trial(self, state: State) -> list[str]:
        """Lay a state out and say what is not as promised. The keys lie elsewhere and lost nothing."""
        root = self._place / "trial"
        self.material.lay(state, root)
        here = Ground(root, Home(self._place / "trial-home"), root)
        shutil.copytree(self._home.folder, here.home.folder)
        try:
            wrong = self._look(here, told=bool(state.told))
        except WellfoundedError as exc:
            wrong = [str(exc)]
        clear(root)
        clear(here.home.folder)
        return wrong

    def _look(self, here: Ground, *, told: bool) -> list[str]:
        with here.opened() as case:
            wrong = self._damage(case)
            if told and {fingerprint(case.logs[k].public_key()) for k in LOG_KINDS} != {self._told}:
                wrong.append("another key than the one told")
            name_actor(case, "jo", "Jo Trial", actor="mina")
            again = rotate(case, actor="mina")
            keys = {fingerprint(case.logs[kind].public_key()) for kind in LOG_KINDS}
            wrong += [] if keys == {again} else ["the logs have not one key"]
            return wrong + self._damage(case)

    def _damage(self, case: Case) -> list[str]:
        return [f.what for f in check(case, full=True).findings if f.verdict == "damaged"]


@pytest.fixture(scope="module")
def rotating(place: Path) -> _Rotating:
    """The recorded change of key."""
    return _Rotating(place / "rotating")


def test_a_change_of_key_that_is_cut_off_leaves_logs_that_can_be_written(
    rotating: _Rotating,
) -> None:
    """In 100 states a power cut may leave, between the two logs among them."""
    between = 0
    for cut in Crashes(rotating.trace, _SEED).states(100):
        between += any(n.startswith("custody/checkpoint") for n in cut.names) and not any(
            n.startswith("work/checkpoint") for n in cut.names
        )
        assert rotating.trial(cut) == [], cut.at
    assert between > 10
    assert rotating.material.unchanged()


def test_without_a_barrier_of_the_log_the_trial_fails(rotating: _Rotating) -> None:
    """Each barrier that the change passes is needed."""
    for site in rotating.trace.sites():
        cuts = Crashes(rotating.trace, _SEED, missing={site}).states(200)
        assert any(rotating.trial(cut) for cut in cuts), site


def test_a_changed_key_is_found_without_reading_the_log(
    rotating: _Rotating, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest change is looked for from the end, by its bytes; no other entry is parsed, and the answer is remembered."""
    log = FolderLog(rotating._place / "recorded" / "custody")
    parsed: list[int] = []
    whole = FolderLog.entries

    def counted(self: FolderLog, start: int = 0, end: int | None = None) -> object:
        for entry in whole(self, start, end):
            parsed.append(entry.index)
            yield entry

    monkeypatch.setattr(FolderLog, "entries", counted)
    assert fingerprint(log.public_key()) == rotating._told
    assert log.public_key() == log.public_key()
    assert set(parsed) == {0}
    assert log.checkpoint().size > 3
