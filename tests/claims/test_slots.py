"""Slots of propositions: numbers and dates as intervals, names as words."""

import pytest

from wellfounded.claims.slots import Slot, agreement, compared, slots


def _one(text: str, kind: str, published: str = "") -> Slot:
    return next(s for s in slots(text, published) if s.kind == kind)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("more than 4,000 people", 4001, None),
        ("up to 4,000 people", 0, 4000),
        ("As many as 900 people", 0, 900),
        ("some 900 people", 810, 990),
        ("612 persons are enrolled", 612, 612),
        ("The centre has never had more than one hall", 0, 1),
        ("four halls", 4, 4),
        ("forty-one days", 41, 41),
        ("nineteen other people", 19, 19),
        ("at least two hundred people", 200, None),
        ("fewer than 20 buses", 0, 19),
        ("between 20 and 30 buses", 20, 30),
        ("20-30 buses", 20, 30),
        ("1.5 million people", 1_500_000, 1_500_000),
        ("nearly 100 people", 90, 100),
        ("100 or more people", 100, None),
        ("超过4000人", 4001, None),
        ("более 4000 человек", 4001, None),
    ],
)
def test_numbers_are_intervals(text: str, low: int | None, high: int | None) -> None:
    """A number with its bound is the whole numbers it can be."""
    found = _one(text, "number")
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "at 06:00",
        "Order No. 17/2024",
        "the number KR2-0117",
        "in 2018",
        "on 3 March 2024",
        "one of them",
    ],
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    """Clocks, numbers of papers and dates are no numbers; the same place with a number of things would be seen."""
    assert any(s.kind == "number" for s in slots(text + " there were 40 people"))
    assert [s.text for s in slots(text) if s.kind == "number"] == []


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("more than 4,000 people", "up to 4,000 people", "clash"),
        ("more than 4,000 people", "612 persons", "clash"),
        ("some 900 people", "as many as 900 people", "agree"),
        ("four halls", "never more than one hall", "clash"),
        ("four halls", "2,100 places", None),
        ("Joren Vask, 38, said", "Joren Vask, 48, said", "clash"),
        ("a man aged 48.", "a man who is 38 years old", "clash"),
        ("forty-one days after", "after twenty-four days", "clash"),
    ],
)
def test_numbers_clash_only_when_disjoint_and_of_one_thing(
    a: str, b: str, said: str | None
) -> None:
    """Intervals that meet agree; of different things nothing is said."""
    assert agreement(_one(a, "number"), _one(b, "number")) == said


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("in 2018", "early 2018", "agree"),
        ("on 13 April 2024", "on 27 March 2024", "clash"),
        ("since 2018", "in 2020", "agree"),
        ("03/04/2024", "on 4 March 2024", "agree"),
        ("on Monday", "on 27 March 2024", None),
    ],
)
def test_dates_clash_only_when_every_reading_is_apart(a: str, b: str, said: str | None) -> None:
    """One reading that meets is enough; a date that needs a day of publication is not compared."""
    assert agreement(_one(a, "date"), _one(b, "date")) == said


def test_relative_dates_count_from_publication() -> None:
    """With the day of publication `on Monday` is a day, and can clash."""
    monday = _one("on Monday", "date", "2024-03-27")
    assert agreement(monday, _one("on 27 March 2024", "date")) == "clash"


def test_names_agree_in_part_and_never_clash() -> None:
    """`Kerrin` agrees with `Kerrin Instruction Centre`; two other names say nothing."""
    whole, part, other = (
        _one(f"they were held in {n}", "place")
        for n in ("Kerrin Instruction Centre", "Kerrin", "Dovren")
    )
    assert agreement(whole, part) == "agree"
    assert agreement(whole, other) is None


def test_a_slot_that_agrees_with_one_does_not_clash_with_another() -> None:
    """Of two numbers of one thing on one side, the one that agrees is the one that is meant."""
    pairs = compared(slots("14 buses"), slots("14 buses of 40 buses"))
    assert [said for _, _, said in pairs] == ["agree"]
    assert [said for _, _, said in compared(slots("14 buses"), slots("40 buses"))] == ["clash"]
