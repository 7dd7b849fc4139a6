"""Each check of the program that is handed out, taken out, lets a vector through or names it otherwise: none of them is idle."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType

import pytest

from tests.verifier.both import verifier
from tests.verifier.mutants import mutants
from tests.verifier.scenarios import Scenario, everything
from tests.verifier.signatures import MESSAGE, edges, off_the_curve
from wellfounded.ledger.signer import signature_holds
from wellfounded.verifier import wellfounded_verify

IDLE: dict[str, str] = {}
"""Checks that no vector needs, by the line they stand in, with the reason."""

_signed = lru_cache(maxsize=None)(wellfounded_verify.signed)


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    """Every scenario, laid out once."""
    return everything(tmp_path_factory.mktemp("scenarios"))


def test_every_scenario_ends_as_it_says(scenarios: list[Scenario]) -> None:
    """Zips, keys, kept checkpoints, cosignatures, stamps, files in hand, odd files, and one round of hostile cases and proofs."""
    wrong = []
    for one in scenarios:
        found = verifier(*one.words)
        if found.exit != one.exit or (one.code and one.code not in found.codes):
            wrong.append((one.name, found.exit, sorted(found.codes)))
    assert wrong == []
    assert len(scenarios) > 200


@pytest.mark.parametrize(("name", "key", "signature", "holds"), edges(), ids=lambda v: str(v)[:20])
def test_signatures_at_the_edges(name: str, key: bytes, signature: bytes, holds: bool) -> None:
    """The program and this package agree where Ed25519 implementations differ."""
    assert wellfounded_verify.signed(key, signature, MESSAGE) is holds
    assert signature_holds(key, signature, MESSAGE) is holds


def test_a_key_off_the_curve_is_none() -> None:
    """A key whose y belongs to no point is no key."""
    assert wellfounded_verify.point(off_the_curve()) is None
    assert not signature_holds(off_the_curve(), bytes(64), MESSAGE)


def _edges_hold(program: ModuleType) -> bool:
    """Say whether a program judges all signatures at the edges rightly; one that breaks down does not."""
    try:
        right = all(program.signed(key, s, MESSAGE) is holds for _, key, s, holds in edges())
        return right and program.point(off_the_curve()) is None
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return False


def _differs(one: Scenario, mutant: ModuleType) -> bool:
    """Say whether a program judges a scenario otherwise than it should; one that breaks down does."""
    try:
        found = verifier(*one.words, program=mutant)
    except (
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        OSError,
        RecursionError,
    ):
        return True
    return found.exit != one.exit or (bool(one.code) and one.code not in found.codes)


def idle(scenarios: list[Scenario]) -> tuple[int, list[str]]:
    """Count the checks, and give those without which every scenario still ends as it should."""
    found, count = [], 0
    for place, code, curve, mutant in mutants():
        count += 1
        if curve:
            needed = not _edges_hold(mutant)
        else:
            mutant.signed = _signed  # type: ignore[attr-defined]
            likely = sorted(scenarios, key=lambda one: one.code != code)
            needed = any(_differs(one, mutant) for one in likely)
        if not needed:
            found.append(place)
    return count, found


@pytest.mark.slow
def test_each_check_taken_out_makes_a_scenario_fail(scenarios: list[Scenario]) -> None:
    """For every check there is a scenario that only it gets right."""
    count, found = idle(scenarios)
    assert [one for one in found if one not in IDLE] == []
    assert set(IDLE) <= set(found)
    assert count > 100
