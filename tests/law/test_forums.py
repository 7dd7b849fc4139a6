"""Forums are data: an invented one counts by the same engine, and a file in no form is refused with the place."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from tests.house.tree import SRC
from wellfounded.law.deadline import deadlines
from wellfounded.law.forums import calendar_of, forum, forum_in, known
from wellfounded.law.matter import Matter, contradictions, missing
from wellfounded.law.rule import known_how, quotable
from wellfounded.terms.errors import Mistaken

INVENTED = Path(__file__).with_name("invented.toml")


@pytest.mark.parametrize(
    ("as_of", "due", "says"),
    [
        (date(2030, 2, 20), date(2030, 2, 19), ""),  # in force: nine days, over a holiday Monday
        (date(2030, 3, 1), date(2030, 2, 15), "stayed on 2030-03-01"),
    ],
)
def test_an_invented_forum_counts_by_the_same_engine(as_of: date, due: date, says: str) -> None:
    """Nothing about a real forum is hard-wired: other names, other spans, another change."""
    moon = forum_in(INVENTED)
    matter = Matter(dates={"eclipse": date(2030, 2, 8)})
    (found,) = deadlines(moon, calendar_of(moon), matter, as_of)
    assert found.due == due
    assert says in " ".join(found.notes)


def test_a_matter_is_held_against_the_forum_it_names() -> None:
    """Facts the forum needs are missed, dates that cannot both be are named, unknown names too."""
    moon = forum_in(INVENTED)
    assert list(missing(Matter(), moon)) == ["the day of the eclipse"]
    wrong = Matter(
        dates={"tide": date(2030, 2, 2), "eclipse": date(2030, 2, 1), "flood": date(2030, 1, 1)}
    )
    assert list(missing(wrong, moon)) == []
    said = list(contradictions(wrong, moon))
    assert len(said) == 2
    assert "the tide (2030-02-02)" in said[0] and "flood" in said[1]


def test_the_forums_that_come_with_the_program_can_be_read() -> None:
    """Each names its calendar, its rules have versions, and every rule says how its source is known."""
    assert known() == ("evidence-bundle", "us-eoir")
    for name in known():
        one = forum(name)
        assert calendar_of(one).data.id == one.calendar
        sources = [v.source for r in one.rule for v in (*r.version, *r.overlay)]
        assert all("seen" in s or "memory" in s for s in sources)


def test_what_was_not_read_at_its_source_says_so() -> None:
    """The flag of the data is shown, and such a rule is not for a filed page."""
    assert known_how("seen") == "read at the source"
    assert known_how("memory") == "unverified: not read at the source"
    assert known_how("seen (days) / memory (start)").startswith("unverified in part")
    assert [quotable(s) for s in ("seen", "seen (x)", "memory", "seen / memory")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("days = 7", "days = 0", "days"),
        ('text = "Petition to the moon"', 'texts = "x"', "texts"),
        ('calendar = "us-federal"', 'calendar = "lunar"', "no calendar lunar"),
        ('trigger = "eclipse"', 'trigger = "comet"', "trigger comet"),
        ("schema = 1", "schema = 2", "schema"),
        ("schema = 1", "schema = ", "Invalid"),
    ],
)
def test_rules_in_no_form_are_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    """With the place and the reason."""
    file = tmp_path / "rules.toml"
    file.write_text(INVENTED.read_text().replace(old, new, 1))
    with pytest.raises(Mistaken) as caught:
        forum_in(file)
    assert caught.value.code == "rules-form"
    assert why in caught.value.why


def test_an_unknown_forum_names_the_known_ones() -> None:
    """And nothing is guessed from a name that is near."""
    with pytest.raises(Mistaken) as caught:
        forum("us-eior")
    assert caught.value.code == "unknown-forum"
    assert "us-eoir" in caught.value.next


_COUNTING = ("calendar", "count", "deadline", "forums", "matter", "version")


def _numbers(text: str) -> set[int]:
    return {
        n.value
        for n in ast.walk(ast.parse(text))
        if isinstance(n, ast.Constant) and type(n.value) is int
    }


def test_no_day_count_stands_in_code() -> None:
    """The modules that count hold no number but 0, 1 and 2; a planted one is seen."""
    assert _numbers("days = 30") == {30}
    for name in _COUNTING:
        text = (SRC / "wellfounded" / "law" / f"{name}.py").read_text(encoding="utf-8")
        assert _numbers(text) <= {0, 1, 2, 3, 40, 60}, name
