"""Promise 4, the history: each way to bend a log is tried, by hand and by somebody who has its key, and `check` finds it.

Rollback, truncation and fork are tried in test_04_no_line_removed.py, false times in test_04_times_within_stamps.py.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.adding import Unflushed
from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.check import Checked, check
from wellfounded.case.preserve.statement import actor
from wellfounded.ledger import Checkpoint, merkle, note, tiles
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

_ITEM = Digest.of(b"an item")


@dataclass(frozen=True)
class Bench:
    """Two cases of one person, the checkpoint of the first, and a computer that has seen neither."""

    place: Path
    home: Home
    case: Path
    other: Path
    kept: Path

    def copy(self) -> Path:
        """A copy of the first case to bend."""
        path = self.place / "bent"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.case, path)
        shutil.rmtree(path / "cache")
        return path

    def judged(self, root: Path, *, shown: bool = False) -> Checked:
        """What a full check of it says, on the other computer, alone or against the kept checkpoint."""
        with Case(root, home=Home(self.place / "away")) as case:
            return check(case, full=True, checkpoints=[self.kept] if shown else [])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Cases with twelve entries each."""
    place = tmp_path_factory.mktemp("bench")
    home = Home(place / "home")
    for name in ("case", "other"):
        init(place / name, title=name, actor="mina", home=home).case.close()
        with Case(place / name, home=home, disk=Unflushed(place / name)) as case:
            for number in range(11):
                record(case, "mina", Event("handling", (_ITEM,), {"handling": f"{name}{number}"}))
    kept = place / "kept.checkpoint"
    shutil.copy(place / "case" / "custody" / "checkpoint", kept)
    return Bench(place, home, place / "case", place / "other", kept)


def _entries(root: Path) -> list[bytes]:
    with Case(root, home=Home(root.parent / "none")) as case:
        return [entry.data for entry in case.custody.entries()]


def _write(root: Path, data: list[bytes], home: Home | None) -> None:
    """Write a custody log of these entries, signed with its key where `home` has it, else under the old checkpoint."""
    folder = root / "custody"
    with Case(root, home=home or Home(root.parent / "none")) as case:
        signer = case.signer("custody") if home else None
        origin = case.custody.checkpoint().origin
    shutil.rmtree(folder / "tile")
    leaves = [merkle.leaf_hash(one) for one in data]
    files = tiles.extended(0, leaves, lambda level, number: [])
    files[tiles.tile_name("entries", 0, len(data))] = tiles.pack(data)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if signer is not None:
        level = lambda depth, index: tiles.rolled_up(leaves[index << depth : (index + 1) << depth])  # noqa: E731
        head = Checkpoint(origin, len(data), merkle.root(level, len(data)))
        (folder / "checkpoint").write_bytes(note.sign(head, signer))


def _codes(result: Checked) -> set[str]:
    return {f.code for f in result.findings if f.verdict == "damaged"}


def _at(data: bytes, index: int, log: str | None = None) -> bytes:
    """The same entry made to stand at another place, and in another log."""
    fields = json.loads(data)
    fields["index"] = index
    fields["log"] = log or fields["log"]
    if "about" in fields:
        fields["about"] = [{**a, "prev": index - 1 if index > 1 else None} for a in fields["about"]]
    return canonical.encode(fields)


def _swapped(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:3], ours[4], ours[3], *ours[5:]]


def _swapped_well(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:3], _at(ours[4], 3), _at(ours[3], 4), *ours[5:]]


def _spliced(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:5], theirs[5], *ours[6:]]


def _spliced_well(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:5], _at(theirs[5], 5, json.loads(ours[0])["log"]), *ours[6:]]


def _one_out(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:5], *(_at(one, n) for n, one in enumerate(ours[6:], 5))]


def _one_in(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:6], _at(ours[5], 6), *(_at(one, n) for n, one in enumerate(ours[6:], 7))]


def _twice(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    return [*ours[:6], ours[5], *ours[7:]]


BENT: dict[str, Callable[[list[bytes], list[bytes]], list[bytes]]] = {
    "two entries in the other order": _swapped,
    "two entries in the other order, made to fit": _swapped_well,
    "an entry of another case": _spliced,
    "an entry of another case, made to fit": _spliced_well,
    "an entry taken out, the rest made to fit": _one_out,
    "an entry put in, the rest made to fit": _one_in,
    "an entry twice": _twice,
}


def test_the_case_as_it_is_agrees(bench: Bench) -> None:
    """Nothing is found where nothing was bent, alone or against the kept checkpoint; and the bench writes a log as the program does."""
    copy = bench.copy()
    for shown in (False, True):
        assert _codes(bench.judged(copy, shown=shown)) == set()
    _write(copy, _entries(copy), bench.home)
    assert _codes(bench.judged(copy, shown=True)) == set()


@pytest.mark.parametrize("bend", BENT)
def test_bent_by_somebody_without_the_key(bench: Bench, bend: str) -> None:
    """Whatever is done to entries and tiles, the signed checkpoint no longer fits: found with nothing from elsewhere."""
    copy = bench.copy()
    _write(copy, BENT[bend](_entries(copy), _entries(bench.other)), None)
    assert _codes(bench.judged(copy))


@pytest.mark.parametrize("bend", BENT)
def test_bent_by_somebody_with_the_key(bench: Bench, bend: str) -> None:
    """Signed anew, what was made to fit agrees with itself; against the checkpoint that was kept elsewhere each is found."""
    copy = bench.copy()
    _write(copy, BENT[bend](_entries(copy), _entries(bench.other)), bench.home)
    alone, shown = _codes(bench.judged(copy)), _codes(bench.judged(copy, shown=True))
    assert alone == (set() if bend.endswith("made to fit") else {"entry-place"})
    assert shown & {"forked", "rolled-back", "entry-place"}


def test_the_whole_log_of_another_case_is_found(bench: Bench) -> None:
    """Put in place of ours with its own checkpoint and key: it does not belong beside the other log."""
    copy = bench.copy()
    shutil.rmtree(copy / "custody")
    shutil.copytree(bench.other / "custody", copy / "custody")
    assert "opened" in _codes(bench.judged(copy))
    result = bench.judged(copy, shown=True)
    assert any(f.code == "checkpoint-other" for f in result.findings)


def test_unknown_future_fields_are_kept_shown_and_protected(bench: Bench) -> None:
    """A field, a nested field and a type of a later version agree and are read; one changed character in them is found."""
    copy = bench.copy()
    ours = _entries(copy)
    fields = json.loads(ours[5])
    fields["mood"] = {"of": "later"}
    fields["about"][0]["weight"] = 3
    strange = json.loads(ours[6]) | {"type": "from-the-future", "body": {"pinned": {}}}
    future = [*ours[:5], canonical.encode(fields), canonical.encode(strange), *ours[7:]]
    _write(copy, future, bench.home)
    assert _codes(bench.judged(copy)) == set()
    with Case(copy, home=bench.home, disk=Unflushed(copy)) as case:
        assert case.custody.entry(5).fields["mood"] == {"of": "later"}
        assert case.custody.entry(6).type == "from-the-future"
    changed = [*future[:5], future[5].replace(b"later", b"early"), *future[6:]]
    _write(copy, changed, None)
    assert "root" in _codes(bench.judged(copy))


def test_a_critical_entry_of_the_future_makes_the_case_read_only(bench: Bench) -> None:
    """It is read and checked as it is; writing is refused, and without the mark it is not."""
    for critical in (False, True):
        copy = bench.copy()
        ours = _entries(copy)
        strange = json.loads(ours[6]) | {"type": "from-the-future", "critical": critical}
        _write(copy, [*ours[:6], canonical.encode(strange), *ours[7:]], bench.home)
        (copy / "cache").mkdir()
        assert _codes(bench.judged(copy)) == set()
        thief = bench.place / f"writer-{critical}"
        shutil.copytree(bench.home.folder / "keys", thief / "keys")
        with Case(copy, home=Home(thief), disk=Unflushed(copy)) as case:
            if critical:
                with pytest.raises(Refused, match="may not pass over"):
                    actor(case, "wren", "W. R.", actor="mina")
            else:
                actor(case, "wren", "W. R.", actor="mina")
