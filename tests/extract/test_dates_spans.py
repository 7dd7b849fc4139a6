"""Every way of writing a date: the days it can mean, and what is no date."""

from datetime import date
from pathlib import Path

import pytest

from wellfounded.extract.dates.spans import parse_day, spans
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.timespan import Reading, TimeSpan

PUBLISHED = date(2025, 8, 20)
_LINES = [
    line.split(" | ")
    for line in (Path(__file__).parent / "date_expressions.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_list_is_long() -> None:
    """At least two hundred expressions are tried."""
    assert len(_LINES) >= 200


@pytest.mark.parametrize("line", _LINES, ids=[line[0] for line in _LINES])
def test_words_mean_these_days(line: list[str]) -> None:
    """Each expression means the days beside it, by its readings, and nothing more."""
    words, expected, *calendar = line
    found = spans(words, 0, PUBLISHED)
    if expected == "-":
        assert found == []
        return
    assert [_shown(span) for span in found] == [expected]
    assert {r.calendar for r in found[0].readings} == {calendar[0] if calendar else "gregorian"}
    assert words[found[0].start : found[0].end] == found[0].text


def _shown(span: TimeSpan) -> str:
    return ";".join(f"{r.first}..{r.last}" for r in span.readings)


def test_a_relative_date_without_an_anchor_has_no_days() -> None:
    """Times are never guessed: without a day of publication `last August` is found and stays unread; with one it has days."""
    bare, told = spans("It began last August."), spans("It began last August.", 0, PUBLISHED)
    assert [(s.text, s.readings, s.anchor) for s in bare] == [("last August", (), "")]
    assert bare[0].shown == "needs a date of publication"
    assert told[0].readings == (Reading("2024-08-01", "2024-08-31"),)
    assert (told[0].anchor, told[0].anchored) == ("2025-08-20", "published")


def test_a_weekday_beside_its_date_is_that_date() -> None:
    """`a Sunday, the third of March` is one day, and Wednesday said again of a date nearby is no other; alone it is one."""
    for text in (
        "It was a Sunday, the third of March 2024.",
        "On Sunday 3 March 2024 they came; I know because Sunday is quiet.",
    ):
        assert [r.first for s in spans(text, 0, PUBLISHED) for r in s.readings] == ["2024-03-03"]
    alone = spans("On Sunday they came. 4 March 2024 was another day.", 0, PUBLISHED)
    assert [r.first for s in alone for r in s.readings] == ["2025-08-17", "2024-03-04"]


def test_places_count_from_the_offset() -> None:
    """Spans stand where the text stands."""
    text = "The letter of 3 March 2024 was read yesterday."
    assert [(s.start - 100, s.end - 100) for s in spans(text, 100, PUBLISHED)] == [
        (14, 26),
        (36, 45),
    ]
    assert text[14:26] == "3 March 2024"


def test_a_year_is_no_anchor() -> None:
    """A day of publication is a whole day."""
    assert parse_day("") is None
    assert parse_day("2025-08-20") == PUBLISHED
    with pytest.raises(Mistaken, match="not a whole day"):
        parse_day("2025-08")


def test_a_long_line_is_bounded() -> None:
    """Ten thousand dates on one line are read up to a limit, in order."""
    found = spans("3 March 2024, " * 10_000)
    assert 0 < len(found) <= 500
    assert [s.start for s in found] == sorted(s.start for s in found)
