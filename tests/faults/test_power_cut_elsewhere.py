"""A power cut while a case is made or an item is withdrawn: the other two commands that ask for barriers of their own."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import wellfounded
from tests.faults.adding import Ground, Unflushed
from tests.faults.crash import Call, Crashes, Materialiser, RecordingDisk, Site, State, Trace, clear
from wellfounded.case import init as making
from wellfounded.case.batch import Batch
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, WellfoundedError

_SEED = 20260119
_GONE = Digest.of(b"letter 2")


def _sites(name: str) -> list[Site]:
    """Give the places in a source file that ask for a barrier."""
    path = Path(wellfounded.__path__[0], name)
    return sorted(
        (f"{path.stem}.{function.name}", call.lineno)
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "barrier"
    )


class _Making:
    """The recorded `init`, and the trial of a state it may be cut off in."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch) -> None:
        self._place = place
        for name in ("start", "pool", "home"):
            (place / name).mkdir(parents=True)
        self.home, self.trace = Home(place / "home"), Trace()
        patch.setattr(making, "OneFolder", lambda root: RecordingDisk(root, self.trace))
        init(place / "made", actor="mina", home=self.home).case.close()
        self.trace.calls.append(Call("told", told="made"))
        patch.setattr(making, "OneFolder", Unflushed)
        self.material = Materialiser(place / "start", place / "pool")

    def trial(self, state: State) -> list[str]:
        """A case that was told made is whole; else there is a whole one, or none and the folder can be taken or refused."""
        root = self._place / "trial"
        self.material.lay(state, root, skip=("never",))
        wrong = self._look(root, bool(state.told))
        clear(root)
        return wrong

    def _look(self, root: Path, told: bool) -> list[str]:
        try:
            if (root / "format").exists() or told:
                return self._whole(root)
            init(root, actor="mina", home=Home(self._place / "home2")).case.close()
        except Mistaken as exc:
            return [] if exc.code == "not-empty" and not told else [str(exc)]
        except WellfoundedError as exc:
            return [str(exc)]
        return []

    def _whole(self, root: Path) -> list[str]:
        with Case(root, home=self.home, disk=Unflushed(root)) as case:
            found = check(case, full=True).findings
            return [f.what for f in found if f.verdict != "unknown"]


class _Withdrawing:
    """The recorded `withdraw` of one of six items, and the trial of a state it may be cut off in."""

    def __init__(self, place: Path) -> None:
        self._place = place
        for name in ("given", "pool"):
            (place / name).mkdir(parents=True)
        for n in range(6):
            (place / "given" / f"{n}.txt").write_bytes(b"letter %d" % n)
        self._home, root = Home(place / "home"), place / "start"
        init(root, actor="mina", home=self._home).case.close()
        with Case(root, home=self._home, disk=Unflushed(root)) as case:
            add(case, [place / "given"], actor="mina", receipt=state({"note": "by the ferry"}))
        shutil.copytree(root, place / "recorded")
        self.trace = Trace()
        disk = RecordingDisk(place / "recorded", self.trace)
        with Case(place / "recorded", home=self._home, disk=disk) as case:
            withdraw(case, _GONE, reason="consent ended", actor="mina")
        self.trace.calls.append(Call("told", told="withdrawn"))
        shutil.rmtree(self._home.folder / "seen")
        self.material = Materialiser(root, place / "pool")

    def trial(self, state: State) -> list[str]:
        """Nothing of the other items is lost, the same command ends it, and what was told destroyed is in no file."""
        root = self._place / "trial"
        self.material.lay(state, root)
        here = Ground(root, Home(self._place / "trial-home"), root)
        shutil.copytree(self._home.folder, here.home.folder)
        try:
            wrong = self._look(here, bool(state.told))
        except WellfoundedError as exc:
            wrong = [str(exc)]
        clear(root)
        clear(here.home.folder)
        return wrong

    def _look(self, here: Ground, told: bool) -> list[str]:
        with here.opened() as case:
            damage = [f for f in check(case, full=True).findings if f.verdict == "damaged"]
            wrong = [f.what for f in damage if told or "still" not in f.what]
            if not told:
                withdraw(case, _GONE, reason="consent ended", actor="mina")
            Batch(case, "mina").__exit__(None, None, None)
            found = [
                f
                for f in check(case, full=True).findings
                if f.verdict not in ("unknown", "withdrawn")
            ]
            wrong += [f"{f.verdict} {f.what}" for f in found]
            wrong += [] if len(list(case.vault.walk())) == 5 else ["objects"]
            notes = sum(
                case.reveal("custody", entry).get("note") == "by the ferry"
                for entry in case.custody.entries()
            )
            wrong += [] if notes == 5 else [f"{notes} notes"]
            kept = [
                p for p in case.layout.private("custody").iterdir() if b"2.txt" in p.read_bytes()
            ]
            return wrong + [f"still in {path.name}" for path in kept]


def _hold(states: Crashes, trial: Callable[[State], list[str]], count: int) -> None:
    for cut in states.states(count):
        assert trial(cut) == [], cut.at


def test_a_case_is_made_whole_or_not_at_all(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 120 states an `init` may be cut off in; and each of its barriers is needed."""
    made = _Making(place / "making", monkeypatch)
    _hold(Crashes(made.trace, _SEED), made.trial, 120)
    sites = _sites("case/init.py")
    assert set(sites) <= set(made.trace.sites())
    for site in sites:
        cuts = Crashes(made.trace, _SEED, missing={site}).states(150)
        assert any(made.trial(cut) for cut in cuts), site


def test_a_withdrawal_destroys_its_item_and_nothing_else(place: Path) -> None:
    """In 120 states a `withdraw` may be cut off in; and each of its barriers is needed."""
    gone = _Withdrawing(place / "withdrawing")
    _hold(Crashes(gone.trace, _SEED), gone.trial, 120)
    sites = [*_sites("vault/private.py"), *_sites("case/preserve/withdraw.py")]
    assert set(sites) <= set(gone.trace.sites())
    for site in sites:
        cuts = Crashes(gone.trace, _SEED, missing={site}).states(150)
        assert any(gone.trial(cut) for cut in cuts), site
