"""Promise 4, by the program that is handed out: a history cut short, put back, forked, spliced, reordered or timed otherwise is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifier.both import ALONE, Verdict, lay, package, verifier
from tools.formats.hostile import Vector
from tools.formats.sample import (
    CLOCK,
    Files,
    SampleCase,
    chain_of,
    sample_case,
    sample_proof,
    signer,
)
from wellfounded.ledger.stamps.cosignature import WITNESS, VerifierKey, cosign

WITNESS_NAME, WITNESS_KEY = "witness.example", signer("witness")
DAY = 86_400


@pytest.fixture
def case() -> SampleCase:
    """A case to which seven more things happened."""
    made = sample_case("history")
    item = next(iter(made.custody.last))
    for stage in range(7):
        made.custody.add("read", item, body={"stage": f"more-{stage}"})
    return made


def _found(files: Files, folder: Path, *words: str | Path) -> Verdict:
    return verifier(lay(files, folder / "given"), *words)


def _kept(case: SampleCase, folder: Path, size: int) -> Path:
    path = folder / f"kept-{size}"
    path.write_bytes(case.custody.earlier(1, size)["stamps/1.checkpoint"])
    return path


def _older(case: SampleCase, size: int) -> Files:
    """The whole case as it was when the custody log was shorter: complete, and signed by its own key."""
    log = case.custody
    log.entries[size:] = []
    return case.files()


def test_a_case_put_back_is_found_by_a_checkpoint_that_was_kept(
    case: SampleCase, tmp_path: Path
) -> None:
    """Each earlier state agrees with itself, which is said; against the newest checkpoint each is rolled back."""
    size = len(case.custody.entries)
    newest = _kept(case, tmp_path, size)
    assert _found(case.files(), tmp_path, "--checkpoint", newest).exit == 0
    for shorter in range(size - 1, size - 7, -1):
        files = _older(case, shorter)
        assert (alone := _found(files, tmp_path)).codes == frozenset()
        assert (alone.exit, alone.said) == (6, ALONE)
        assert _found(files, tmp_path, "--checkpoint", newest).codes == {"rolled-back"}


def test_a_log_cut_short_is_found_by_itself(case: SampleCase, tmp_path: Path) -> None:
    """The checkpoint says how long the log is: taking entries or files away below it is damage."""
    files = case.files()
    assert _found(files, tmp_path).codes == frozenset()
    older = _older(case, len(case.custody.entries) - 1)
    mixed = {**older, "custody/checkpoint": files["custody/checkpoint"]}
    assert _found(mixed, tmp_path).codes == {"bundle"}
    for name in [n for n in files if n.startswith("custody/tile")]:
        less = {n: data for n, data in files.items() if n != name}
        assert _found(less, tmp_path).codes & {"bundle", "tile"}


def test_a_fork_is_found(case: SampleCase, tmp_path: Path) -> None:
    """Two histories under one key, as long as each other: each agrees with itself and with checkpoints from before the fork only."""
    size = len(case.custody.entries)
    ours, early = _kept(case, tmp_path, size), _kept(case, tmp_path, size - 3)
    case.custody.entries[size - 2]["actor"] = "mira"
    forked = case.files()
    assert _found(forked, tmp_path).codes == frozenset()
    assert _found(forked, tmp_path, "--checkpoint", ours).codes == {"forked"}
    assert _found(forked, tmp_path, "--checkpoint", early).exit == 0


def test_a_history_written_anew_under_another_key_is_found(
    case: SampleCase, tmp_path: Path
) -> None:
    """Complete, signed, consistent: only the key or a checkpoint from elsewhere tells, and each does."""
    key, kept = case.custody.key.public_key.hex(), _kept(case, tmp_path, 3)
    forged = sample_case("history", key=signer("forger"), clock=CLOCK - DAY * 1_000_000).files()
    assert _found(forged, tmp_path).said == ALONE
    assert _found(forged, tmp_path, "--key", key).codes == {"checkpoint-signature"}
    assert _found(forged, tmp_path, "--checkpoint", kept).codes == {"forked"}


def test_parts_of_another_case_are_found(case: SampleCase, tmp_path: Path) -> None:
    """A log, a tile, a bundle, personal values or an object of another case under the same key, each put in place of ours."""
    ours = case.files()
    theirs = sample_case("elsewhere", key=case.custody.key).files()
    logs = {
        n for n in (*ours, *theirs) if n.split("/")[0] == "work" or n.startswith("private/work")
    }
    spliced = {n: d for n, d in ours.items() if n not in logs}
    spliced |= {n: d for n, d in theirs.items() if n in logs}
    assert "opened" in _found(spliced, tmp_path).codes
    for start in (
        "custody/tile/0",
        "custody/tile/entries",
        "custody/checkpoint",
        "vault",
        "private",
    ):
        name = next(n for n in sorted(ours) if n.startswith(start))
        part = next(d for n, d in sorted(theirs.items()) if n.startswith(start) and d != ours[name])
        assert _found({**ours, name: part}, tmp_path).codes, start


def test_a_clock_outside_its_stamps_is_found(case: SampleCase, tmp_path: Path) -> None:
    """A witness cosigned the log a day before its entries say they were written; at their own time it is in order."""
    log = sample_proof("times")
    key = str(VerifierKey(WITNESS_NAME, WITNESS, WITNESS_KEY.public_key))
    files = log.proof(chain_of(log)) | log.earlier(1, 2)
    for seconds, codes in (
        (CLOCK // 1_000_000 + 60, set()),
        (CLOCK // 1_000_000 - DAY, {"clock-outside-stamps"}),
    ):
        line = cosign(files["stamps/1.checkpoint"], WITNESS_NAME, WITNESS_KEY, seconds)
        found = _found({**files, "stamps/1.cosig": line}, tmp_path, "--key", key)
        assert found.codes == codes


def test_what_a_later_version_writes_is_kept_and_is_no_damage(
    case: SampleCase, tmp_path: Path
) -> None:
    """Unknown types and fields, at every level, in custody, work log and proof, for both judges."""
    item = next(iter(case.custody.last))
    for log in (case.custody, case.work):
        log.add("from-the-future", item, body={"new": [{"deep": None}]}, beyond={"x": 1})
        log.entries[1]["beyond"] = "y"
    folder = lay(case.files(), tmp_path / "given")
    vector = Vector("future", "case", case.files())
    assert verifier(folder).codes == package(vector, folder, tmp_path / "away").codes == frozenset()
    case.custody.add("shown", item, more=[1])
    proof = case.custody.proof(chain_of(case.custody))
    found = _found(proof, tmp_path)
    assert found.codes == frozenset()
    assert "from-the-future" in {f["code"] for f in found.findings}
