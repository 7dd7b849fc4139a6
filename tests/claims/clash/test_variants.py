"""Where copies of one text read otherwise: what cannot both hold, and what can."""

from __future__ import annotations

import pytest

from tests.claims.clash.texts import words, writing
from wellfounded.claims.clash.variants import variant_clashes

_TEXT = (
    "The mill at Torre burned down on 4 May 2021 while most of its workers were asleep in the long house beside it.\n\n"
    "Ilva Sorn, 41, said that she had counted more than 30 people in the yard before the roof fell in.\n\n"
    "She asked for help in December and was told by the guards of the mill to wait for the owner from Brennsel, who did not come that day."
)


@pytest.mark.parametrize(
    ("here", "there", "sort"),
    [
        ("4 May 2021", "4 May 2011", "date"),
        ("in December", "in January", "date"),
        ("in December", "in May", "date"),
        ("41", "54", "age"),
        ("more than 30", "up to 30", "number"),
        ("before the roof", "after the roof", "order"),
        ("Brennsel", "Brensel", "name"),
    ],
)
def test_a_copy_that_reads_otherwise(here: str, there: str, sort: str) -> None:
    """One differing word of a copy is found, at its place in both, whatever else was changed with it."""
    base = writing(_TEXT, "2023-06-14")
    copy = writing(_TEXT.replace(here, there).replace("burned down", "was burned"), "2023-06-14")
    (found,) = variant_clashes(base, [copy])
    assert found.a[0].sort == sort
    for frame, text in ((found.a[0], base.text), (found.b[0], copy.text)):
        assert text[slice(*frame.spot.words)] == frame.text
        first, end = frame.spot.sentence
        assert first <= frame.spot.words[0] < frame.spot.words[1] <= end
        assert not text[first:end].startswith(("he ", "lva "))
    assert all(w in here or w in there or here in w or there in w for w in words(found))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("4 May 2021", "May 2021"),
        ("41", "42"),
        ("more than 30", "at least 40"),
        ("Ilva Sorn", "Sorn"),
        ("the guards", "two guards"),
        ("asleep", "awake"),
    ],
)
def test_a_copy_that_can_hold_beside_it(here: str, there: str) -> None:
    """Less exact, an age of the other count, a wider number, a shorter name, another word: no variant that clashes."""
    base, copy = writing(_TEXT, "2023-06-14"), writing(_TEXT.replace(here, there), "2023-06-14")
    assert base.text != copy.text
    assert list(variant_clashes(base, [copy])) == []


def test_copies_that_read_the_same_are_one_side() -> None:
    """Three copies with the same wrong year are one variant with three places."""
    base = writing(_TEXT)
    copies = [writing(_TEXT.replace("2021", "2011") + f" {end}") for end in ("One.", "Two.", "Three.")]  # fmt: skip
    (found,) = variant_clashes(base, copies)
    assert [f.spot.item for f in found.b] == [one.item for one in copies]
