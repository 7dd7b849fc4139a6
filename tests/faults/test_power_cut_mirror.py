"""A power cut, a kill and a full disk while a second copy is made or brought up to date: it is the older copy, the newer one, or none yet."""

from __future__ import annotations

import ast
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import wellfounded
from tests.faults.adding import Unflushed
from tests.faults.crash import Call, Crashes, Materialiser, RecordingDisk, Site, State, Trace, clear
from tests.faults.shim import CountedDisk, Schedule, make_room
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve import mirror as mirroring
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check
from wellfounded.case.preserve.mirror import mirror
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable, WellfoundedError

_SEED = 20260214
_GONE = b"letter 2"
_KEPT = 8


def _sites() -> list[Site]:
    """Give the places in the source of a mirror that ask for a barrier."""
    path = Path(wellfounded.__path__[0], "case", "preserve", "mirror.py")
    return sorted(
        (f"{path.stem}.{function.name}", call.lineno)
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "barrier"
    )


class _Mirroring:
    """A case that was copied once and has grown and lost an item since; the recorded second run, and trials of states it may be cut off in."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch, *, first: bool) -> None:
        self._place, self._patch = place, patch
        for name in ("given", "later", "pool", "start"):
            (place / name).mkdir(parents=True)
        patch.setattr(mirroring, "OneFolder", Unflushed)
        home, root = Home(place / "home"), place / "case"
        init(root, actor="mina", home=home).case.close()
        self.case = Case(root, home=home, disk=Unflushed(root))
        self._add("given", range(6))
        if not first:
            mirror(self.case, place / "start")
        self._add("later", range(6, 9))
        withdraw(self.case, Digest.of(_GONE), reason="consent ended", actor="mina")
        self.trace = Trace()
        shutil.copytree(place / "start", place / "recorded")
        with patch.context() as recorded:
            recorded.setattr(mirroring, "OneFolder", lambda root: RecordingDisk(root, self.trace))
            mirror(self.case, place / "recorded")
        self.trace.calls.append(Call("told", told="mirrored"))
        self.material = Materialiser(place / "start", place / "pool")

    def trial(self, cut: State) -> list[str]:
        """Lay a state out and say what is not as promised."""
        root = self._place / "trial"
        self.material.lay(cut, root)
        root.mkdir(exist_ok=True)
        wrong = self.looked_at(root, told=bool(cut.told))
        clear(root)
        return wrong

    def looked_at(self, root: Path, *, told: bool = False) -> list[str]:
        """A copy that can be opened is whole, older or newer; the next run makes it whole and new, and leaves nothing destroyed behind."""
        try:
            wrong = self._damage(root) if told or (root / "format").exists() else []
            wrong = [what for what in wrong if told or "still" not in what]
            mirror(self.case, root)
            return wrong + self._damage(root) + self._left(root)
        except WellfoundedError as exc:
            return [str(exc)]

    def _damage(self, root: Path) -> list[str]:
        with Case(root, home=Home(self._place / "nobody"), disk=Unflushed(root)) as copy:
            found = check(copy, full=True).findings
            return [f"{f.verdict}: {f.what}" for f in found if f.verdict == "damaged"]

    def _left(self, root: Path) -> list[str]:
        with Case(root, home=Home(self._place / "nobody"), disk=Unflushed(root)) as copy:
            strays = [f.what for f in check(copy, full=True).findings if f.verdict == "stray"]
            count = len(list(copy.vault.walk()))
            behind = copy.custody.note() != self.case.custody.note()
        files = [p for p in root.rglob("*") if p.is_file()]
        kept = [p.name for p in files if _GONE in p.read_bytes() or b"2.txt" in p.read_bytes()]
        wrong = strays + [f"still in {name}" for name in kept]
        wrong += [] if count == _KEPT else [f"{count} objects"]
        return wrong + (["another checkpoint"] if behind else [])

    def _add(self, folder: str, numbers: range) -> None:
        for n in numbers:
            (self._place / folder / f"{n}.txt").write_bytes(b"letter %d" % n)
        stated = state({"note": "by the ferry"})
        add(self.case, [self._place / folder], actor="mina", receipt=stated)


@pytest.fixture(params=["a first copy", "a copy brought up to date"])
def mirrored(
    request: pytest.FixtureRequest, place: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[_Mirroring]:
    """The recorded mirror, into an empty folder and into an older copy."""
    folder = place / "mirror"
    made = _Mirroring(folder, monkeypatch, first="first" in request.param)
    yield made
    made.case.close()
    shutil.rmtree(folder)


def test_a_copy_that_is_cut_off_is_never_taken_for_whole(mirrored: _Mirroring) -> None:
    """In 120 states a power cut may leave, and the run that follows ends as if nothing had been."""
    for cut in Crashes(mirrored.trace, _SEED).states(120):
        assert mirrored.trial(cut) == [], cut.at
    assert mirrored.material.unchanged()


def test_every_barrier_of_a_mirror_is_needed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With any one taken away a power cut does harm to a first copy or to an older one, and the trial sees it."""
    harmless = set(_sites())
    assert harmless
    for first in (True, False):
        made = _Mirroring(place / f"barriers-{first}", monkeypatch, first=first)
        assert set(_sites()) <= set(made.trace.sites())
        for site in sorted(harmless):
            if any(
                made.trial(cut) for cut in Crashes(made.trace, _SEED, missing={site}).states(150)
            ):
                harmless.discard(site)
        made.case.close()
    assert harmless == set()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_is_named_and_the_next_run_ends_it(
    code: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every call of a run that brings an older copy up to date; the older copy stays whole meanwhile."""
    folder = place / "failing"
    made = _Mirroring(folder, monkeypatch, first=False)
    calls = 0
    number = 1
    while not calls or number <= calls:
        root, schedule = folder / "trial", Schedule()
        shutil.copytree(folder / "start", root)
        schedule = Schedule(fail_at=number if calls else 0, code=code, stays=code == errno.ENOSPC)
        with monkeypatch.context() as failing:
            failing.setattr(mirroring, "OneFolder", lambda at, s=schedule: CountedDisk(at, s))
            if calls:
                with pytest.raises(Unavailable) as told:
                    mirror(made.case, root)
                assert told.value.code == "disk"
                number += 1
            else:
                mirror(made.case, root)
                calls = len(schedule.calls)
                assert calls > 40
        make_room(schedule)
        assert made.looked_at(root) == [], number
        shutil.rmtree(root)
    made.case.close()
    shutil.rmtree(folder)
