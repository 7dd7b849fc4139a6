"""Which pairs are worth comparing: exact for small groups, and the same however the counting is cut into blocks."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from wellfounded.copies.text import candidates
from wellfounded.copies.text.words import Ids


def _rows(seed: int, texts: int, vocabulary: int) -> list[Ids]:
    chance = np.random.default_rng(seed)
    sizes = chance.integers(0, 40, texts)
    return [np.unique(chance.integers(0, vocabulary, n)).astype(np.uint64) for n in sizes.tolist()]


def _plainly(rows: list[Ids], least: int) -> list[int]:
    """Every pair of texts that share at least so many hashes, counted pair by pair."""
    where: dict[int, list[int]] = {}
    for text, row in enumerate(rows):
        for value in row.tolist():
            where.setdefault(value, []).append(text)
    shared = Counter(pair for texts in where.values() for pair in combinations(texts, 2))
    return sorted(a * len(rows) + b for (a, b), times in shared.items() if times >= least)


@pytest.mark.parametrize("least", [1, 2, 6])
@pytest.mark.parametrize("block", [50, 60_000])
def test_pairs_are_those_that_share_enough(
    least: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no hash stands in more than 48 texts, exactly the pairs a plain count gives, in small blocks and in one."""
    monkeypatch.setattr(candidates, "BLOCK", block)
    for seed in range(4):
        rows = _rows(seed, 45, 200)
        assert sorted(candidates._sharing(rows, least).tolist()) == _plainly(rows, least)
    assert _plainly(rows, 1)


def test_a_hash_of_very_many_texts_joins_neighbours_and_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 200 texts with one hash, all are paired with the first, and each with its 48 next; blocks make no difference."""
    rows = [np.array([7], np.uint64)] * 200
    whole = set(candidates._sharing(rows, 1).tolist())
    assert set(range(1, 200)) <= whole
    assert 100 * 200 + 148 in whole and 100 * 200 + 149 not in whole
    monkeypatch.setattr(candidates, "BLOCK", 16)
    assert set(candidates._sharing(rows, 1).tolist()) == whole
