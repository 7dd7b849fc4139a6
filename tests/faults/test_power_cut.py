"""Promise 2 against a power cut: the recorded `add`, replayed with unflushed calls dropped and reordered; and each barrier is needed."""

from __future__ import annotations

import ast
import os
import random
import shutil
from pathlib import Path

import pytest

import wellfounded
from tests.faults import adding
from tests.faults.adding import Ground, Left, as_told, broken, give, ground, left, unfinished
from tests.faults.crash import Call, Crashes, Materialiser, RecordingDisk, Site, State, Trace, clear
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.preserve.add import Received
from wellfounded.ledger import Checkpoint

_SEED = 20260117
_FILES = ("vault/incoming.py", "ledger/writer.py", "case/preserve/add.py", "case/batch.py")


class _Watched(Home):
    """A home that records what it was told to remember: it lies on another disk, which lost nothing."""

    trace = Trace()

    def remember(self, signed: bytes, checkpoint: Checkpoint) -> None:
        """Record, and remember."""
        name = self._seen(checkpoint.origin).name
        self.trace.calls.append(Call("told", told=(name, signed)))
        super().remember(signed, checkpoint)


class Replay:
    """The recorded `add`, and the trial of a state it may be cut off in."""

    def __init__(self, place: Path, start: Ground, wanted: Left) -> None:
        """Record it."""
        self._place, self._start, self._wanted = place, start, wanted
        for name in ("pool", "recorded"):
            (place / name).mkdir()
        self._caches = (start.root / "cache", place / "recorded" / "case" / "cache")
        here = start.copy(place / "recorded")
        self.trace = _Watched.trace = Trace()

        def tell(thing: object) -> None:
            if isinstance(thing, Received):
                self.trace.calls.append(Call("told", told=as_told(thing, here.given)))

        disk = RecordingDisk(here.root, self.trace)
        home = _Watched(here.home.folder)
        with Case(here.root, home=home, disk=disk, ring=here.ring) as case:
            give(case, here.given, tell)
        self.material = Materialiser(start.root, place / "pool")

    def trial(self, state: State, chance: random.Random | None = None) -> list[str]:
        """Lay a state out, open it, run the same `add` again, and say what is not as promised.

        `chance` leaves a cache of some sort; without it there is none.
        """
        folder = self._place / "trial"
        folder.mkdir()
        here = Ground(folder / "case", Home(folder / "home"), self._start.given, self._start.ring)
        self.material.lay(state, here.root)
        if chance is not None:
            self._cache(here.root / "cache", chance)
        shutil.copytree(self._start.home.folder, here.home.folder)
        acknowledged = []
        for name, what in state.told:  # type: ignore[misc]
            if isinstance(what, bytes):
                (here.home.folder / "seen" / name).write_bytes(what)
            else:
                acknowledged.append((name, what))
        wrong = broken(here, acknowledged) or unfinished(here, self._wanted)
        clear(folder)
        return wrong

    def _cache(self, cache: Path, chance: random.Random) -> None:
        """Leave the cache as it may be: gone, of before, of a run that got further, or torn."""
        kind = chance.randrange(4)
        if kind == 0:
            return
        shutil.copytree(self._caches[kind == 2], cache)
        if kind == 3:
            for path in cache.glob("heads-*.db"):
                data = bytearray(path.read_bytes())
                at = chance.randrange(0, len(data), 4096)
                data[at : at + 4096] = bytes(4096)
                path.write_bytes(data)


@pytest.fixture(scope="module")
def replay(place: Path, start: Ground, undisturbed: Left) -> Replay:
    """The recorded `add`."""
    folder = place / "replay"
    folder.mkdir()
    return Replay(folder, start, undisturbed)


@pytest.fixture(scope="module")
def encrypted(place: Path) -> Replay:
    """The same `add` into an encrypted case."""
    (place / "locked").mkdir()
    begun = ground(place / "locked", encrypted=True)
    (place / "locked-whole").mkdir()
    here = begun.copy(place / "locked-whole")
    with here.opened() as case:
        give(case, here.given)
        wanted = left(case)
    (place / "locked-replay").mkdir()
    return Replay(place / "locked-replay", begun, wanted)


def _hold(replay: Replay, count: int, seed: int) -> None:
    chance = random.Random(seed)
    tried = 0
    for state in Crashes(replay.trace, seed).states(count):
        assert replay.trial(state, chance) == [], (seed, tried, state.at)
        tried += 1
    assert tried == count
    assert replay.material.unchanged()


def test_a_power_cut_loses_nothing_that_was_told(replay: Replay) -> None:
    """A quick sample of the next test."""
    _hold(replay, 60, _SEED + 1)


def test_a_power_cut_loses_nothing_of_an_encrypted_case(encrypted: Replay, replay: Replay) -> None:
    """Every file is an age file under a keyed name, and the promise is the same; it asks for the same barriers."""
    _hold(encrypted, 60, _SEED + 2)
    assert encrypted.trace.sites() == replay.trace.sites()


def test_a_power_cut_without_a_barrier_breaks_an_encrypted_case_too(encrypted: Replay) -> None:
    """The trial of an encrypted case sees what it is there to see: each barrier taken out does harm."""
    for site in _sites():
        states = Crashes(encrypted.trace, _SEED, missing={site}).states(400)
        assert any(encrypted.trial(state) for state in states), site


@pytest.mark.slow
def test_a_power_cut_loses_nothing_that_was_told_in_a_thousand_ways(replay: Replay) -> None:
    """In 1,000 different states a disk may be left in: told is there and whole, nothing partial counts, the same command completes."""
    _hold(replay, 1000, _SEED)


def _sites() -> list[Site]:
    """Give every place in the source of an `add` that asks for a barrier."""
    found = []
    for name in _FILES:
        path = Path(wellfounded.__path__[0], name)
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found += [
                    (f"{path.stem}.{function.name}", call.lineno)
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "barrier"
                ]
    return sorted(found)


def test_the_recorded_add_passes_every_barrier_of_the_source(replay: Replay) -> None:
    """No barrier stands in the source of an `add` that these tests do not try."""
    assert replay.trace.sites() == _sites()
    assert len(_sites()) >= 3


@pytest.mark.parametrize("site", _sites(), ids=lambda s: f"{s[0]}:{_sites().index(s)}")
def test_every_barrier_is_needed(replay: Replay, site: Site) -> None:
    """With any one barrier taken out of the source a power cut breaks the promise, and the trial sees it."""
    for state in Crashes(replay.trace, _SEED, missing={site}).states(400):
        if replay.trial(state):
            return
    pytest.fail(f"400 power cuts without the barrier at {site} did no harm")


def test_the_files_given_are_what_the_test_says(start: Ground) -> None:
    """25 files with duplicates, an empty one and one of 2 MiB."""
    paths = [Path(p, n) for p, _, names in os.walk(start.given) for n in names]
    assert len(paths) == adding.FILES
    assert len({p.read_bytes() for p in paths}) < adding.FILES
    assert max(p.stat().st_size for p in paths) == 2 << 20
