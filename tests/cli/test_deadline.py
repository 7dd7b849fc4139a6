"""`wellfounded matter` and `wellfounded deadline` as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Ran, run

_DAY = ("--as-of", "2026-02-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home and a case with a matter, beside it."""
    home = tmp_path_factory.mktemp("law") / "home"
    assert run("init", home.parent / "case", home=home).status == 0
    ran = run(
        *("-C", home.parent / "case", "matter", "set", "--forum", "us-eoir", "--party", "quail"),
        *("--country", "Karsia", "--hearing", "2026-08-04", "--not-detained"),
        home=home,
    )
    assert ran.status == 0
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


def test_deadline_works_without_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says once that it is no advice, by what authority, and as of which day."""
    monkeypatch.chdir(tmp_path)
    ran = run("deadline", "--forum", "us-eoir", "--decision", "2026-01-28", *_DAY, home=tmp_path)
    assert ran.status == 0
    assert ran.out.count("Not legal advice") == 1
    assert "2026-02-27 Fri Notice of appeal" in ran.out
    assert "8 CFR 1003.38(b),(c)" in ran.out and "As of 2026-02-01" in ran.out
    bare = run("deadline", home=tmp_path)
    assert bare.status == 2 and "no-forum" in bare.err


def test_the_matter_is_private_and_the_log_names_only_its_facts(home: Path) -> None:
    """No day, country or party stands in the work log; all of them stand in the private part."""
    case = home.parent / "case"

    def holds(folder: str, word: bytes) -> bool:
        return any(word in f.read_bytes() for f in (case / folder).rglob("*") if f.is_file())

    for word in (b"2026-08-04", b"Karsia", b"quail", b"us-eoir"):
        assert holds("private/work", word)
        assert not holds("work", word)
    assert holds("work", b'"names":["countries"')


def test_a_later_decision_holds_and_one_can_be_taken_back(home: Path) -> None:
    """Of each fact the latest; an option goes before the case."""
    due = [r["due"] for r in wf(home, "deadline", *_DAY, "--json").records if "due" in r]
    assert due == ["2026-07-06"]
    typed = wf(home, "deadline", *_DAY, "--hearing", "2026-08-05", "--json").records[0]
    assert typed["due"] == "2026-07-06"
    wf(home, "matter", "set", "--order", "evidence=2026-06-15: the judge")
    assert wf(home, "deadline", *_DAY, "--json").records[0]["due"] == "2026-06-15"
    wf(home, "matter", "set", "--clear", "order:evidence")
    assert wf(home, "deadline", *_DAY, "--json").records[0]["due"] == "2026-07-06"


def test_the_calendar_carries_a_code_and_nothing_else_of_the_matter(
    home: Path, tmp_path: Path
) -> None:
    """Party, country, forum and rule stand on the screen or in the case, and not in the file."""
    file = tmp_path / "dates.ics"
    shown = wf(home, "deadline", *_DAY, "--ics", file)
    told = wf(home, "matter").out + shown.out
    text = file.read_text()
    assert "DTSTART;VALUE=DATE:20260706" in text
    for word in ("quail", "Karsia", "us-eoir", "hearing", "evidence", "EOIR", "2026-08-04"):
        assert word in told
        assert word not in text


def test_the_amber_mark_appears_once_a_list(home: Path) -> None:
    """Not on the day a rule was checked; long after, in one line for all."""
    dates = ("--decision", "2026-07-31", "--date", "moved=2026-07-01")
    assert "AMBER" not in wf(home, "deadline", "--as-of", "2026-11-25", *dates).out
    late = wf(home, "deadline", "--as-of", "2027-03-01", *dates).out
    assert late.count("AMBER") == 1 and "appeal" in late.partition("AMBER")[2]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--hearing", "2026-02-30"), "date-form"),
        (("--hearing", "4 August"), "date-form"),
        (("--forum", "us-eior"), "unknown-forum"),
        (("--order", "2026-07-01"), "order-form"),
        (("--outage", "2026-02-27/2026-02-27"), "outage-dates"),
        (("--date", "arrival"), "pair-form"),
        (("--party", "Mina Example"), "handle-form"),
        ((), "nothing-set"),
    ],
)
def test_what_cannot_be_is_refused(home: Path, words: tuple[str, ...], code: str) -> None:
    """With a stable code, and nothing is written."""
    before = wf(home, "matter", "--json").out
    ran = wf(home, "matter", "set", *words)
    assert (ran.status, f"[{code}]" in ran.err) == (2, True)
    assert wf(home, "matter", "--json").out == before


def test_dates_that_cannot_both_be_are_to_be_looked_at_again(home: Path) -> None:
    """A decision before the hearing is told in the list and in the matter, not taken in silence."""
    ran = wf(home, "deadline", *_DAY, "--decision", "2026-01-28")
    assert "look again" in ran.out and "2026-08-04" in ran.out


def test_rules_of_ones_own(home: Path) -> None:
    """A file of an invented forum counts by the same command."""
    moon = Path(__file__).parents[1] / "law" / "invented.toml"
    ran = wf(
        home, "deadline", "--rules", moon, "--date", "eclipse=2030-02-08", "--as-of", "2030-02-20"
    )
    assert "Court of the Moon" in ran.out and "2030-02-19 Tue Petition to the moon" in ran.out
    assert "Lunar Code 2" in ran.out
