"""The page of who says what: for the team, with exact places; for court and public nothing of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.sample_model import items, view
from wellfounded.report.model import Audience, ItemView, ReportView
from wellfounded.report.write import write_report
from wellfounded.terms.digest import Digest
from wellfounded.terms.statement import Link, Span, Statement
from wellfounded.terms.timespan import Deadline, Reading, TimeSpan

CANARIES = (
    "zqxsource",
    "zqxspeaker",
    "zqxcontent",
    "zqxcue",
    "zqxchain",
    "zqxdate",
    "zqxwho",
    "zqxact",
    "zqxtrigger",
)


def said(within: Digest) -> tuple[Statement, Deadline]:
    """A statement and a deadline with a canary in every field of words."""
    statement = Statement(
        within=within,
        source=(Span(0, 9, "zqxsource"),),
        cue=(Span(10, 16, "zqxcue"),),
        content=(Span(17, 27, "zqxcontent"),),
        stance="denies",
        speech="indirect",
        annotator="rules",
        speaker="zqxspeaker",
        chain=(Link("zqxchain", "outlet", Span(0, 1, "z")), Link("x", "person", Span(0, 1, "z"))),
        date=TimeSpan(0, 7, "zqxdate", "as written", (Reading("2024-03-03", "2024-03-03"),)),
        also=((40, 67),),
    )
    deadline = Deadline(
        30, 37, "30 days", 30, "day", trigger="zqxtrigger", who="zqxwho", act="zqxact"
    )
    return statement, deadline


def told(audience: Audience) -> ReportView:
    """The sample view, every item with such a statement and deadline."""

    def with_said(item: ItemView) -> ItemView:
        statement, deadline = said(item.digest)
        return replace(item, statements=(statement,), deadlines=(deadline,))

    return replace(view(audience), items=[with_said(item) for item in items()])


def whole(folder: Path) -> str:
    """Every page of a report as one text."""
    return "\n".join(p.read_text("utf-8") for p in sorted(folder.rglob("*.html")))


def test_the_team_sees_who_says_what(tmp_path: Path) -> None:
    """Source, stance, content, chain, date and place, marked as a machine's reading; a link to the item."""
    write_report(told("team"), tmp_path / "report")
    page = (tmp_path / "report" / "said-1.html").read_text("utf-8")
    for canary in CANARIES:
        assert canary in page
    assert "denies" in page and "machine reading, unchecked" in page
    assert "characters 0-27" in page and "word for word in 1 more place" in page
    assert 'href="items/' in page
    assert 'href="said-1.html"' in (tmp_path / "report" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("audience", ["court", "public"])
def test_nothing_of_it_is_handed_out(audience: Audience, tmp_path: Path) -> None:
    """A machine's suggestion stays with the team: the team's pages hold every canary, these hold none."""
    write_report(told("team"), tmp_path / "team")
    assert all(canary in whole(tmp_path / "team") for canary in CANARIES)
    write_report(told(audience), tmp_path / "out")
    assert [canary for canary in CANARIES if canary in whole(tmp_path / "out")] == []
    assert not (tmp_path / "out" / "said-1.html").exists()
    assert "said-1.html" not in whole(tmp_path / "out")
