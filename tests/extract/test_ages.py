"""Ages: which words are one, by which count, and the days of birth they allow."""

from datetime import date

import pytest

from wellfounded.extract.dates.ages import ages, born
from wellfounded.terms.timespan import Reading


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Ilva Sorn, 41, keeps a shop.", [41]),
        ("I am twenty-two and she was nine then.", [22, 9]),
        ("a 71-year-old farmer, aged 71", [71, 71]),
        ("who fled at the age of sixteen", [16]),
        ("关某，38岁", [38]),
        ("三十岁的教师", [30]),
        ("54-летний водитель, ему 54 года", [54, 54]),
        ("I was two hours late, one of four, and paid 30.", []),
        ("On March 3, 24 people left. Hall, 12, was full. Article, 9, says so.", []),
    ],
)
def test_these_are_ages(text: str, years: list[int]) -> None:
    """Numbers of years somebody has, in figures and words; counts of other things are none."""
    found = list(ages(text, 100))
    assert [age.years for age in found] == years
    assert all(text[age.start - 100 : age.end - 100] == age.text for age in found)


def test_the_count_is_kept_where_it_is_said() -> None:
    """The East Asian count and that by birthdays are told apart; a bare age leaves both."""
    found = [(age.years, age.count) for age in ages("虚岁39，也说周岁37。他38岁。")]
    assert found == [(39, "east-asian"), (37, "birthday"), (38, "unsaid")]


def test_an_age_allows_two_stretches_of_birth() -> None:
    """Somebody of 20 on 1 May 2020 was born in the year up to that day, or, counted from one at birth, in 2001."""
    (age,) = ages("He was twenty.")
    assert born(age, date(2020, 5, 1), date(2020, 5, 1)) == (
        Reading("1999-05-02", "2000-05-01"),
        Reading("2001-01-01", "2002-02-20", "east-asian count"),
    )
    before = born(age, date(2020, 1, 5), date(2020, 1, 5))[1]
    assert before.first == "2000-01-01"


def test_a_long_line_is_bounded() -> None:
    """Ten thousand ages on one line are read up to a limit."""
    found = list(ages("Ilva Sorn, 41, " * 10_000))
    assert 0 < len(found) <= 200
