"""This package and the program that is handed out give the same verdict on more than a thousand cases and proofs, half of them hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.verifier.both import ALONE, Verdict, lay, package, verifier
from tools.formats import hostile
from tools.formats.hostile import Vector

GOOD, FORGED, FLIPPED, ROUNDS = 300, 120, 250, 4


def _both(vector: Vector, place: Path) -> tuple[Verdict, Verdict]:
    folder = lay(vector.files, place / "given")
    ours = package(vector, folder, place / "away")
    return ours, verifier(folder)


def _disagreements(vectors: Iterator[Vector], place: Path) -> tuple[int, list[str]]:
    count, wrong = 0, []
    for vector in vectors:
        ours, theirs = _both(vector, place)
        count += 1
        named = vector.code in ("", "*") or (
            vector.code in ours.codes and vector.code in theirs.codes
        )
        damaged = bool(vector.code)
        if (
            not named
            or bool(ours.codes) != damaged
            or bool(theirs.codes) != damaged
            or ours.exit != theirs.exit
        ):
            wrong.append(
                f"{vector.name}: {sorted(ours.codes)} {ours.exit}, {sorted(theirs.codes)} {theirs.exit}"
            )
    return count, wrong


@pytest.mark.slow
def test_good_and_forged_ones_are_consistent_with_themselves(tmp_path: Path) -> None:
    """Good cases and proofs, and complete forgeries under another key and a back-dated clock, get one and the same verdict: no key is known."""
    count = 0
    for vector in [*hostile.good(GOOD), hostile.large(), *hostile.forged(FORGED)]:
        ours, theirs = _both(vector, tmp_path)
        assert (ours.codes, theirs.codes) == (frozenset(), frozenset()), vector.name
        assert (theirs.exit, theirs.said) == (6, ALONE), vector.name
        count += 1
    assert count == GOOD + 1 + FORGED


@pytest.mark.slow
def test_each_hostile_one_is_refused_under_its_code(tmp_path: Path) -> None:
    """Wrong in one way each, and signed correctly where that can be: both judges name the same code."""
    count, wrong = _disagreements(hostile.hostile(ROUNDS), tmp_path)
    assert wrong == []
    assert count == ROUNDS * (len(hostile.CASES) + len(hostile.PROOFS))


@pytest.mark.slow
def test_one_bit_anywhere_is_damage_for_both(tmp_path: Path) -> None:
    """Random bits of good cases and proofs."""
    count, wrong = _disagreements(hostile.flipped(FLIPPED), tmp_path)
    assert wrong == []
    assert count == FLIPPED


def test_there_are_enough(tmp_path: Path) -> None:
    """At least a thousand vectors, half of them hostile, a hundred of them forgeries; and one of each kind makes the same bytes again."""
    refused = ROUNDS * (len(hostile.CASES) + len(hostile.PROOFS)) + FLIPPED
    assert FORGED >= 100
    assert GOOD + FORGED + refused >= 1000
    assert refused + FORGED >= (GOOD + FORGED + refused) / 2
    assert [v.files for v in hostile.good(4)] == [v.files for v in hostile.good(4)]
