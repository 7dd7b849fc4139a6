"""Texts made to cost time or to confuse: bounded, and nothing lost."""

import random

import pytest

from tests.copies.text.stories import document
from wellfounded.copies.text import compare_texts
from wellfounded.copies.text.align import MOST_SEEDS, align
from wellfounded.copies.text.candidates import NEIGHBOURS, Candidates
from wellfounded.copies.text.content import content
from wellfounded.copies.text.words import split


@pytest.mark.parametrize(
    "text", ["", " ", "a", "“" * 2000, "x" * 100_000, "\u202e\ud800\x00" * 50, "1 " * 3000]
)
def test_odd_texts_are_compared_and_give_nothing_false(text: str) -> None:
    """Empty, endless and unpaired texts neither fail nor match anything that is not the same."""
    other = "The harbour stays shut, and the grain rots in open sheds while the ships wait in the roads."
    assert list(compare_texts([document("a", text), document("b", other)])) == []


def test_a_text_of_one_word_a_thousand_times_is_bounded() -> None:
    """Seeds that stand everywhere are left out rather than multiplied."""
    flood = split("no more " * 20_000)
    found = align(flood, flood)
    assert sum(len(one.runs) for one in found) <= MOST_SEEDS


def test_a_family_of_reprints_stays_joined_without_all_its_pairs() -> None:
    """Three hundred reprints of one report give each a neighbour and the first, not 44,850 pairs."""
    report = " ".join(random.Random(3).choices([f"w{n}" for n in range(5000)], k=300))
    candidates = Candidates()
    for n in range(300):
        words = split(f"{report} tail{n}")
        candidates.add(words, content(words))
    pairs = candidates.pairs()
    assert len(pairs) <= 300 * (NEIGHBOURS + 1)
    joined = {0}
    for a, b in pairs:
        if a in joined:
            joined.add(b)
    assert joined == set(range(300))
