"""Contradictions in a report: all of them for the team; for court and public only what a person confirmed, never in private papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import run

PAPERS = {
    "public": {
        "herald.txt": "Oskar Lind was arrested on 4 May 2021 in Brenn.\n\nThe ministry denied on Monday that anybody had been hurt since 2018.\n",
        "courier.txt": "Police said Oskar Lind was detained on 19 May 2021.\n",
    },
    "private": {"letter.txt": "Oskar Lind was arrested on 30 May 2021, says CANARYPAPER.\n"},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose folder `case` holds two open papers and a private one that give three days for one arrest."""
    home = tmp_path_factory.mktemp("reports")
    assert run("init", home / "case", home=home).status == 0
    for consent, papers in PAPERS.items():
        for name, text in papers.items():
            (home / name).write_text(text)
            terms = ("--consent", "public") if consent == "public" else ("--handling", "private")
            words = ("add", home / name, "--published", "2023-06-14", *terms)
            assert run("-C", home / "case", *words, home=home).status == 0
    assert run("-C", home / "case", "build", home=home).status == 0
    return home


def page(home: Path, audience: str, name: str = "contradictions-1.html") -> str | None:
    """Gives a page of a new report for an audience, or None where it has none; the folder holds the whole report."""
    folder = home / f"{audience}-{len(list(home.iterdir()))}"
    words = ("report", "-o", folder, "--for", audience)
    assert run("-C", home / "case", *words, home=home).status == 0
    whole = "".join(p.read_text("utf-8") for p in folder.rglob("*.html"))
    if audience != "team":
        assert not any(w in whole for w in ("CANARYPAPER", "CANARYREASON", "30 May 2021"))
    return (folder / name).read_text("utf-8") if (folder / name).exists() else None


def test_what_each_audience_sees(home: Path) -> None:
    """First nothing is confirmed, then everything: the private paper's two stay with the team, and so do names and reasons."""
    team = page(home, "team")
    assert team is not None
    assert team.count('class="clash"') == 3
    assert "CANARYPAPER" in team
    assert '<strong class="differs">30 May 2021</strong>' in team
    assert page(home, "court") is None
    assert page(home, "public") is None
    for number in ("1", "2", "3"):
        words = ("contradiction", "confirm", number, "--because", "CANARYREASON")
        assert run("-C", home / "case", *words, home=home).status == 0
    team = page(home, "team")
    assert team is not None
    assert "CANARYREASON" in team
    for audience in ("court", "public"):
        seen = page(home, audience)
        assert seen is not None
        assert seen.count('class="clash"') == 1
        assert '<strong class="differs">4 May 2021</strong>' in seen
        assert '<strong class="differs">19 May 2021</strong>' in seen
        assert "herald" not in seen


def test_set_aside_is_shown_to_no_court(home: Path) -> None:
    """What a person set aside leaves the reports for others, and stays marked in the team's."""
    listed = run("-C", home / "case", "contradiction", "--json", home=home).records
    (number,) = [r["number"] for r in listed if "30 May 2021" not in str(r)]
    words = ("contradiction", "set-aside", str(number), "--because", "two arrests")
    assert run("-C", home / "case", *words, home=home).status == 0
    team = page(home, "team")
    assert team is not None
    assert "set aside" in team
    assert page(home, "court") is None


def test_the_timeline_draws_stances_for_the_team_alone(home: Path) -> None:
    """A denial is drawn and named as one, its open side too; the editions for others have no statements on it."""
    team = page(home, "team", "timeline-1.html")
    assert team is not None
    assert "<strong>denies</strong>: said to have been then, by The ministry" in team
    assert "<strong>denies</strong>: said then by The ministry" in team
    assert 'class="denies"' in team
    assert "from <time>2018-01-01</time>" in team
    court = page(home, "court", "timeline-1.html")
    assert court is not None
    assert "denies" not in court
