"""The first screen says what a person must know first, in one order, and judges nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.pages import Page, read_page
from tests.report.sample_model import outside, view
from wellfounded.report.model import Audience, ReportView
from wellfounded.report.write import write_report


def _first(view: ReportView, folder: Path) -> Page:
    write_report(view, folder)
    return read_page(folder, "index.html")


def test_the_team_sees_all_parts_in_order(tmp_path: Path) -> None:
    """Audience and title; items.

    Givers, not read and why; needs; outside proof; changes; no more.
    """
    page = _first(view("team"), tmp_path / "report")
    order = ["Working copy for the team", "The centre at Kerrin", "items", "Givers", "not read"]
    order += ["What needs a person", "Outside proof", "What changed since the last report"]
    everything, body = page.all("body")[0].text, page.all("main")[0].text
    at = [everything.index(words) for words in order[:2]]
    headings = [h.text for h in page.all("h2")]
    assert at == sorted(at)
    assert headings == ["What is here", *order[5:], "Not protected"]
    here = page.all("section")[1].text
    assert here.index("6items") < here.index("2givers, by handle") < here.index("4not read")
    assert (
        here.index("Items by kind") < here.index("Givers, by handle") < here.index("full, and why")
    )
    assert "ferrymen" in body
    assert "It is locked with a password." in body


@pytest.mark.parametrize("audience", ["court", "public"])
def test_others_see_no_givers_gaps_or_protections(audience: Audience, tmp_path: Path) -> None:
    """Givers, what needs a person and what is not protected are for the team."""
    page = _first(view(audience), tmp_path / "report")
    assert [h.text for h in page.all("h2")] == [
        "What is here",
        "Outside proof",
        "What changed since the last report",
    ]
    assert "ferrymen" not in page.text
    assert f"For the {audience}" in page.text


def test_counts_never_count_what_is_left_out(tmp_path: Path) -> None:
    """The number on the court's first screen is the number of items in its list."""
    team = _first(view("team"), tmp_path / "team").all("p")
    court = _first(view("court"), tmp_path / "court").all("p")
    number = [
        [p.text for p in found if p.attributes.get("class") == "number"] for found in (team, court)
    ]
    assert (number[0][0], number[1][0]) == ("6", "4")


def test_outside_proof_is_named_or_none_yet(tmp_path: Path) -> None:
    """Without outside proof the page says none yet; with it, by whom, since when and how far."""
    without = _first(view("court"), tmp_path / "a").text
    having = _first(replace(view("court"), outside=outside()), tmp_path / "b").text
    assert "None yet." in without
    assert "None yet." not in having
    assert "Registry of Aldmark" in having
    assert "2025-11-02 10:00:00 +00:00" in having


def test_what_changed_is_worked_out_from_the_last_report(tmp_path: Path) -> None:
    """New items are counted and named; the first report says that it is the first."""
    later = _first(view("team"), tmp_path / "a")
    first = _first(replace(view("team"), previous=None), tmp_path / "b")
    assert "4 new, 0 read again" in later.text
    assert "IMG_20240905_091412.jpg" in later.text
    assert "This is the first report for this audience." in first.text


def test_an_item_that_went_is_said(tmp_path: Path) -> None:
    """An item of the last report that is not in this one is counted."""
    last = view("team").previous
    assert last is not None
    changed = replace(view("team"), previous=replace(last, count=3))
    assert "1 no longer in it" in " ".join(_first(changed, tmp_path / "a").text.split())


def test_no_score_and_no_tick(tmp_path: Path) -> None:
    """Nothing on any page of the report looks like a mark of approval."""
    write_report(view("team"), tmp_path / "report")
    pages = [p.read_text("utf-8") for p in (tmp_path / "report").rglob("*.html")]
    for sign in ("✓", "✔", "✅", "score", "rating", "passed"):
        assert not any(sign in page for page in pages)
