"""Claims of a real case in its report: court counts only what a person opened, without private papers; the team sees all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_claim import claims, home, made, opened, wf

pytestmark = pytest.mark.slow
__all__ = ["home", "made"]


def _report(home: Path, audience: str) -> str:
    folder = home.parent / audience
    assert wf(home, "report", "-o", folder, "--for", audience).status == 0
    return "\n".join(p.read_text("utf-8") for p in sorted(folder.rglob("*.html")))


def test_court_counts_what_was_opened_and_is_no_private_paper(home: Path) -> None:
    """Two origins support it for the team; made private, one of them is in no page and in no count for the court; what was accepted in bulk neither."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    wf(home, "claim", "new", "There were four halls", "--suggest")
    gate, _ = claims(home)
    for who in ("Mira Tolv", "Jon Ferel"):
        number = next(k["number"] for k in gate["links"] if who in str(k))
        assert opened(home, "C1", number, "--knows", "eyewitness").status == 0
    wf(home, "claim", "confirm", "C1", "--all")
    wf(home, "claim", "confirm", "C2", "--all")
    team = _report(home, "team")
    assert "2 independent origins" in team and "Ferel" in team and "without being opened" in team
    receipt = next(
        r["receipt"]
        for r in wf(home, "show", "other.txt", "--json").records
        if r["type"] == "receipt"
    )
    private = ("--handling", "private", "--because", "asked to")
    assert wf(home, "amend", f"@{receipt}", *private).status == 0
    court = _report(home, "court")
    page = (home.parent / "court" / "claims" / "C1.html").read_text("utf-8")
    assert "1 independent origin" in page and "2 independent origins" not in court
    for name in ("agency.txt", "other.txt", "declaration.txt"):
        assert name in team and name not in court
    assert "Ferel" not in court and "without being opened" not in page
    assert not (home.parent / "court" / "claims" / "C2.html").exists()
