"""What several texts say of one thing is found as one proposition."""

from __future__ import annotations

from wellfounded.claims.clusters import Group, groups
from wellfounded.claims.suggest import Candidate
from wellfounded.terms.digest import Digest

_OTHERS = (
    "My telephone was not returned after the count.",
    "Lessons were held from nine to twelve in the morning.",
    "The bus back to Upper Sael left at about eleven.",
    *(f"Witness number{n} spoke of a lorry{n} beside shed{n}." for n in range(40)),
)


def found(*texts: str) -> list[Group]:
    """The groups among these texts and some others."""
    rows = [Candidate(Digest.of(t.encode()), n, n + 1, t) for n, t in enumerate((*texts, *_OTHERS))]
    return groups(rows)


def test_rewordings_with_one_number_are_one_proposition() -> None:
    """Three ways of saying it; a fourth text of another number of other things stays out."""
    texts = (
        "As of 1 March 2025, 612 persons are enrolled at the centre.",
        "612 people are enrolled there in courses that they attend of their own will",
        "that 612 people were enrolled in Kerrin",
    )
    (group,) = found(*texts, "There were 40 buses on the embankment that morning")
    assert [m.words for m in group.members] == list(texts)
    assert set(group.stances) == {"supports"}


def test_who_says_otherwise_is_in_the_group() -> None:
    """Another number of the same thing denies."""
    (group,) = found("I counted fourteen buses since five", "I counted forty buses since five")
    assert sorted(group.stances) == ["denies", "supports"]


def test_what_shares_one_word_is_no_proposition() -> None:
    """Nothing is joined by a place name alone."""
    assert (
        found(
            "The road to Kerrin was closed at noon", "Kerrin lies in the upper valley by the river"
        )
        == []
    )


def test_the_order_and_the_result_are_the_same_every_time() -> None:
    """Deterministic."""
    texts = (
        "The gate of the yard was locked in March",
        "In March the gate of the yard was locked",
        "the gate of the yard",
    )
    assert found(*texts) == found(*texts)
