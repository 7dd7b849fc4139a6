"""What clashes and what only seems to: every sentence here is the tests' own."""

from __future__ import annotations

import time

import pytest

from tests.claims.clash.texts import compared, words, writing
from wellfounded.claims.clash.reading import MOST_FRAMES, frames

PUBLISHED = "2023-06-14"


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        (
            "Oskar Lind was arrested on 4 May 2021 in Brenn.",
            "Police said Oskar Lind was detained on 19 May 2021.",
            {"4 May 2021", "19 May 2021"},
        ),
        (
            "Oskar Lind was released in June 2022.",
            "They set Oskar Lind free in April 2022.",
            {"June 2022", "April 2022"},
        ),
        (
            "Tekla Varn was born on 1 March 1990.",
            "Tekla Varn, 51, keeps bees.",
            {"1 March 1990", "51"},
        ),
        ("Tekla Varn, 31, keeps bees.", "Tekla Varn (aged 44) said nothing.", {"31", "44"}),
        (
            "Oskar Lind left the country on 2 July 2020 and landed in Aldmark on 9 July 2020.",
            "He was tired. Oskar Lind landed on 20 July 2020.",
            {"9 July 2020", "20 July 2020"},
        ),
        (
            "Oskar Lind applied for asylum before he was arrested.",
            "Oskar Lind applied for asylum after his arrest.",
            {"before", "after"},
        ),
        (
            "Oskar Lind filmed the quarry in May 2019.",
            "Oskar Lind filmed the quarry in May 2017.",
            {"May 2019", "May 2017"},
        ),
        (
            "AFFIDAVIT OF Runa Oss\n\nI was arrested on 3 June 2022. I was released on 8 July 2022.",
            "RADIO: When was it?\n\nR.O.: I was arrested on 3 June 2022. They let me out on the first of August.",
            {"8 July 2022", "the first of August"},
        ),
        ("郭安于2021年8月3日被捕。", "郭安2021年8月20日被捕。", {"2021年8月3日", "2021年8月20日"}),
        (
            "Олег Тарин был арестован 3 марта 2021 года.",
            "Олег Тарин был арестован 21 марта 2021 года.",
            {"3 марта 2021", "21 марта 2021"},
        ),
        (
            "The camp at Torre opened early. The camp has never had more than two barracks.",
            "We saw the guards of the camp near Torre. There were six barracks.",
            {"more than two", "six"},
        ),
    ],
)
def test_these_clash(one: str, two: str, differ: set[str]) -> None:
    """Days, ages, orders, numbers: told of one person or thing, they cannot both hold."""
    found = compared(writing(one, PUBLISHED), writing(two, PUBLISHED))
    assert [{w.strip(" года.") for w in words(c)} for c in found] == [differ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Oskar Lind was arrested in May 2021.", "Oskar Lind was arrested on 9 May 2021."),
        ("Oskar Lind was arrested on 4 May 2021.", "Oskar Lind was arrested on 5 May 2021."),
        ("Oskar Lind was arrested on 4 May 2021.", "Ture Lundin was arrested on 19 May 2021."),
        ("Oskar Lind was arrested on 4 May 2015.", "Oskar Lind was arrested on 19 June 2021."),
        (
            "Oskar Lind was arrested on 4 May 2021.",
            "Oskar Lind was arrested on 4 May 2021. Oskar Lind was arrested on 9 August 2021.",
        ),
        ("Oskar Lind was arrested on 03/04/2021.", "Oskar Lind was arrested on 3 April 2021."),
        (
            "Oskar Lind was arrested on 4 May 2021.",
            "Was Oskar Lind arrested on 19 May 2021? He would be arrested on 30 May 2021, they said.",
        ),
        (
            "Oskar Lind was not arrested on 4 May 2021.",
            "Oskar Lind was arrested on 19 May 2021.",
        ),
        ("Oskar Lind was released before 4 May 2021.", "Oskar Lind was released in June 2020."),
        ("Tekla Varn, 31, keeps bees.", "Tekla Varn, 33, keeps bees."),
        ("Tekla Varn was born on 1 March 1990.", "Tekla Varn, 34, keeps bees."),
        ("Tekla Varn, 31, keeps bees.", "Anders Varn, 44, keeps goats."),
        (
            "Oskar Lind left Brenn on 2 July 2020.",
            "Oskar Lind left Torre on 9 August 2020.",
        ),
        (
            "Ramadan was over. Oskar Lind was arrested on 5 Shawwal 1442.",
            "Oskar Lind was arrested on 18 May 2021.",
        ),
        (
            "R.O.: I was released on 8 July 2022.",
            "AFFIDAVIT OF Runa Oss\n\nI was released on 1 August 2022.",
        ),
        ("The camp has never had more than two barracks.", "The farm in Torre had six barracks."),
        ("The hall has 40 beds.", "There were four beds."),
    ],
)
def test_these_do_not(one: str, two: str) -> None:
    """Some reading of both holds, or it is not plain that they speak of one thing. Each side alone is read all the same."""
    assert compared(writing(one, PUBLISHED), writing(two, PUBLISHED)) == []


def test_the_same_figure_as_least_and_as_most_by_one_speaker() -> None:
    """`more than` in one text and `up to` in another of what one body says; of two bodies it is two opinions."""
    least = "The Lake Archive said more than 300 people had drowned."
    most = "The Lake Archive said up to 300 people had drowned."
    other = "The Hill Committee said up to 300 people had drowned."
    told = [writing(text, statements=True) for text in (least, most, other)]
    (found,) = compared(*told)
    assert words(found) == {"more than 300", "up to 300"}
    assert {f.spot.item for f in (*found.a, *found.b)} == {told[0].item, told[1].item}


def test_what_is_denied_gives_no_frame() -> None:
    """A day in what somebody denies is no day of theirs; asserted, it would be one."""
    told = "The ministry {} that Oskar Lind was arrested on 4 May 2021."
    counts = [
        len([f for f in frames(writing(told.format(verb), statements=True)) if f.sort == "date"])
        for verb in ("confirmed", "denied")
    ]
    assert counts == [1, 0]


def test_two_letters_that_changed_places() -> None:
    """A name in two spellings where both sentences are of one thing; other names that happen to be alike are two."""
    one = writing("The clinic burned and six nurses fled from Olmarn in the night.")
    two = writing("Six nurses fled when the clinic burned at Olmanr.")
    far = writing("A fair was held at Olmanr.")
    assert [words(c) for c in compared(one, two)] == [{"Olmarn", "Olmanr"}]
    assert compared(one, far) == []


@pytest.mark.parametrize(
    "text",
    [
        "Oskar Lind was arrested on 4 May 2021 and " * 120_000,
        "\u202eOskar Lind, 31, was released on 4 May 2021.\u202c " * 4_000,
        "“I was born on 4 May 1999,” Oskar Lind said. " * 10_000,
        "3" * 2_000_000,
        "Aa Bb, " * 700_000,
    ],
    ids=["one line of 5 MB", "right to left", "10,000 quotations", "digits", "names"],
)
def test_hostile_texts_are_bounded(text: str) -> None:
    """Long lines, many quotations and override characters cost seconds, not minutes."""
    began = time.process_time()
    one = writing(text)
    found = compared(one)
    assert len(frames(one)) <= MOST_FRAMES
    assert found == []
    assert one.cut is (len(text) > 400_000)
    assert time.process_time() - began < 30


def test_many_values_are_compared_by_group() -> None:
    """Ten thousand people with a day each cost one comparison a person, not one a pair."""
    lines = [f"Oskar Lind{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} was arrested on 4 May 2021." for n in range(4_000)]  # fmt: skip
    began = time.process_time()
    found = compared(writing("\n\n".join(lines)), writing("\n\n".join(reversed(lines))))
    assert [c for c in found if c.a[0].sort != "name"] == []
    assert time.process_time() - began < 30
