"""Promise 3: if one bit changes anywhere, the full check says so and names what; a quick check says what share of the bytes it read."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check, check_object
from wellfounded.case.preserve.check_log import Named, check_log
from wellfounded.case.preserve.checked import Checked, Finding
from wellfounded.case.proof.outside import Judge
from wellfounded.case.proof.trust import Trust
from wellfounded.cli.main import app
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.vault import LOG_KINDS

_SEED = 20260118
_ITEMS = 60


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case of 60 items with readings and notes: more than 400 entries, past the end of a tile, in several bundles and segments."""
    place = tmp_path_factory.mktemp("one-bit")
    chance = random.Random(_SEED)
    given = place / "given"
    given.mkdir()
    for n in range(_ITEMS):
        (given / f"{n:02d}.bin").write_bytes(chance.randbytes(1 + n * 150))
    home = Home(place / "home")
    with init(place / "case", title="Trial", actor="mina", home=home).case as made:
        add(made, [given], actor="mina", receipt=state({"source": "s1", "note": "in the yard"}))
        items = [stored.digest for stored in made.vault.walk()]
        with Batch(made, "mina") as batch:
            for n in range(280):
                body = {"stage": f"trial-{n}", "outcome": "read", "records": str(items[0])}
                batch.add(Event("read", (items[n % _ITEMS],), body))
            batch.commit()
        with Batch(made, "mina", "work") as batch:
            for item in items:
                batch.add(Event("noted", (item,), {}, {"note": f"look at {item.hex[:6]}"}))
            batch.commit()
        yield made


def _kept(case: Case) -> list[Path]:
    """Give every file of the case that is truth: objects, logs and personal values."""
    folders = [case.layout.vault, case.root / "private", *(case.layout.log(k) for k in LOG_KINDS)]
    return sorted(p for folder in folders for p in folder.rglob("*") if p.is_file())


def _damage(case: Case, path: Path) -> list[Finding]:
    """Check the part of the case a file belongs to, as the full check does, and give what is damaged."""
    parts = path.relative_to(case.root).parts
    if parts[0] == "vault":
        digest = Digest.parse(f"sha256:{parts[1]}{parts[2]}")
        finding = check_object(case, digest, path.stat().st_size, full=True)
        return [] if finding is None else [finding]
    result = Checked(full=True)
    kind = parts[1] if parts[0] == "private" else parts[0]
    with Judge(Trust.of(case.home)) as judge:
        check_log(case, kind, result, Named(), judge=judge)
    return [f for f in result.findings if f.verdict == "damaged"]


def _name(case: Case, path: Path) -> str:
    """Give the words a finding must hold to name the object or log a file is."""
    parts = path.relative_to(case.root).parts
    if parts[0] == "vault":
        return f"sha256:{parts[1]}{parts[2]}"
    return f"{parts[1] if parts[0] == 'private' else parts[0]} log"


def _positions(case: Case, count: int) -> Iterator[tuple[Path, int]]:
    """Give random bits: of objects by their size, and as many of the logs and personal values, which are smaller."""
    chance = random.Random(_SEED)
    paths = _kept(case)
    objects = [p for p in paths if p.is_relative_to(case.layout.vault)]
    others = [p for p in paths if not p.is_relative_to(case.layout.vault)]
    for n in range(count):
        some = objects if n % 2 else others
        if n % 20 == 0:
            path = chance.choice(others)
        else:
            path = chance.choices(some, [p.stat().st_size for p in some])[0]
        yield path, chance.randrange(path.stat().st_size * 8)


def _flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def _missed(case: Case, count: int) -> list[tuple[str, int]]:
    """Flip bits one at a time and give those that were not found or not named."""
    missed = []
    for path, bit in _positions(case, count):
        _flip(path, bit)
        if not any(_name(case, path) in f.where for f in _damage(case, path)):
            missed.append((str(path.relative_to(case.root)), bit))
        _flip(path, bit)
    return missed


def test_an_undamaged_case_has_no_damage(case: Case) -> None:
    """Before anything is flipped, neither the whole check nor that of a part finds damage, and every byte was read."""
    assert len(_kept(case)) > _ITEMS + 10
    assert sum(log.checkpoint().size for log in case.logs.values()) > 400
    found = check(case, full=True)
    assert [f for f in found.findings if f.verdict != "unknown"] == []
    assert (found.objects_read, found.bytes_read) == (found.objects, found.bytes)
    assert [p for p in _kept(case) if _damage(case, p)] == []


def test_the_whole_check_finds_a_bit_in_every_file(case: Case) -> None:
    """One bit in each file of the case in turn: `check(full=True)` says damaged and names the object or the log."""
    chance = random.Random(_SEED)
    for path in _kept(case):
        if path.stat().st_size == 0:
            continue
        bit = chance.randrange(path.stat().st_size * 8)
        _flip(path, bit)
        damaged = [f for f in check(case, full=True).findings if f.verdict == "damaged"]
        assert any(_name(case, path) in f.where for f in damaged), (path, bit)
        _flip(path, bit)
    assert not check(case, full=True).damaged


def test_some_bits_are_found(case: Case) -> None:
    """A quick sample of the next test."""
    assert _missed(case, 300) == []


@pytest.mark.slow
def test_any_one_bit_is_found_and_named(case: Case) -> None:
    """10,000 random bits of objects, checkpoints, tiles, bundles and personal values, one at a time."""
    assert _missed(case, 10_000) == []


def test_a_quick_check_says_its_share_and_is_never_content_with_the_rest(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --full a changed object is not found, and the output says how many of its bytes were read: none."""
    path = max(_kept(case), key=lambda p: p.stat().st_size if "vault" in p.parts else 0)
    monkeypatch.setenv("WELLFOUNDED_HOME", str(case.home.folder))
    _flip(path, 7)
    try:
        quick = check(case)
        assert not quick.damaged
        assert quick.bytes > 0 == quick.bytes_read
        assert any(f.verdict == "unknown" and f.code == "not-read" for f in quick.findings)
        said = CliRunner().invoke(app, ["check", "-C", str(case.root)]).output
        assert re.search(r"read 0 \w+ of [\d.]+ \w+ of 60 preserved objects", said)
        assert "were not read" in said
        assert "Every byte" not in said
        full = CliRunner().invoke(app, ["check", "--full", "-C", str(case.root)])
        assert "DAMAGED" in full.output
        assert check(case, full=True).damaged
        lines = CliRunner().invoke(app, ["check", "--json", "-C", str(case.root)]).stdout
        last = json.loads(lines.splitlines()[-1])
        assert (last["type"], last["full"], last["bytes_read"]) == ("checked", False, 0)
    finally:
        _flip(path, 7)
