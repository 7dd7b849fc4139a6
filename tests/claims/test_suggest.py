"""What is suggested as bearing on a claim, with which stance and why."""

from __future__ import annotations

import pytest

from wellfounded.claims.suggest import MOST, Candidate, Suggested, suggestions
from wellfounded.terms.digest import Digest

ITEM = Digest.of(b"item")
_OTHERS = (
    "The bus was late.",
    "My telephone was not returned.",
    "Lessons were held from nine to twelve.",
)


def found(claim: str, *texts: str) -> dict[str, Suggested]:
    """The suggestions among these texts and some that have nothing to do with the claim, by text."""
    every = [*texts, *_OTHERS]
    rows = [Candidate(ITEM, 100 * n, 100 * n + 1, text) for n, text in enumerate(every)]
    return {every[s.start // 100]: s for s in suggestions(claim, rows)}


@pytest.mark.parametrize(
    ("claim", "text", "stance"),
    [
        ("The centre has four halls", "There were four halls at the centre.", "supports"),
        (
            "The centre has four halls",
            "The centre has never had more than one hall for accommodation.",
            "denies",
        ),
        ("The centre has four halls", "Reports of four halls at the centre are false.", "denies"),
        ("The gate was not locked in March 2024", "The gate was locked in March 2024.", "denies"),
        (
            "The gate was locked in March 2024",
            "They said the gate was locked on 4 March 2024. No address was given.",
            "supports",
        ),
        ("The gate was locked in March 2024", "The gate was locked in May 2024.", "denies"),
        (
            "More than 4,000 people passed through the centre",
            "Up to 4,000 people passed through the centre.",
            "denies",
        ),
    ],
)
def test_stance_follows_slots_and_negation(claim: str, text: str, stance: str) -> None:
    """And every suggestion says why."""
    one = found(claim, text)[text]
    assert one.stance == stance
    assert one.reasons


def test_what_shares_little_is_not_suggested() -> None:
    """A name alone is not enough; with the number it is."""
    claim = "The centre at Kerrin has four halls"
    assert "There were four halls in Kerrin." in found(claim, "There were four halls in Kerrin.")
    assert found(claim, "The road to Kerrin was closed.") == {}


def test_a_claim_of_several_sentences_is_looked_at_one_by_one() -> None:
    """The second sentence of a paragraph finds what bears on it."""
    claim = (
        "I was held in Hall 2 with my sister. There were four halls. I counted 58 bunks in my room."
    )
    text = "The order speaks of four halls."
    assert found(claim, text)[text].stance == "supports"


def test_there_is_an_end_to_suggestions() -> None:
    """The likeliest come first, and not more than the limit."""
    texts = [f"There were four halls, said witness {n}." for n in range(MOST + 20)]
    best = "The centre has four halls"
    got = found("The centre has four halls", *texts, best)
    assert len(got) == MOST
    assert next(iter(got)) == best
