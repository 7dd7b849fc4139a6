"""Promise 18: files handed out to a court or the public carry nothing private of the case with them, nor what consent does not cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.canaries import found_in
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.present.export import export
from wellfounded.case.present.export_choose import Wanted, audience_named
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.statement import actor, note
from wellfounded.case.understand.build import build
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest

CIRCUMSTANCES = {
    "zqxnamevjk": "received name",
    "zqxfoldervjk": "path",
    "zqxgivervjk": "giver",
    "zqxnotevjk": "note at receipt",
    "zqxthoughtvjk": "note of the team",
    "zqxpersonvjk": "person behind a handle",
    "zqxtitlevjk": "title of the case",
    "zqxreceivervjk": "for whom",
}
STAYING: dict[str, dict[str, str]] = {
    "zqxprivatevjk": {"handling": "private"},
    "zqxprivilegedvjk": {"handling": "privileged"},
    "zqxnonevjk": {"consent": "none"},
    "zqxteamvjk": {"consent": "team"},
    "zqxendedvjk": {"consent": "public", "consent_until": "2024-01-01"},
    "zqxminorvjk": {"minor": "yes"},
}
OPEN, COURT, UNSPOKEN = "the gate was blue", "for the court alone", "nobody was asked"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a canary in every private place, and its three exports beside it."""
    place = tmp_path_factory.mktemp("told")
    given = place / "given" / "zqxfoldervjk"
    given.mkdir(parents=True)
    home = Home(place / "home")
    with init(place / "case", title="zqxtitlevjk", actor="mina", home=home).case as case:
        about = {"source": "zqxgivervjk", "note": "zqxnotevjk"}
        texts: dict[str, dict[str, str]] = {
            OPEN: {"consent": "public"},
            COURT: {"consent": "court"},
            UNSPOKEN: {},
            **STAYING,
        }
        for number, (text, terms) in enumerate(texts.items()):
            path = given / f"zqxnamevjk-{number}.txt"
            path.write_text(f"It says: {text}.")
            add(case, [path], actor="mina", receipt=state({**about, **terms}))
        build(case, actor="mina")
        actor(case, "mina", "zqxpersonvjk", actor="mina")
        note(case, Digest.of(f"It says: {OPEN}.".encode()), "zqxthoughtvjk", actor="mina")
        for audience in ("team", "court", "public"):
            wanted = Wanted(None, audience_named(audience), to="zqxreceivervjk")
            export(case, wanted, place / audience, actor="mina")
    return place


def _hidden() -> dict[str, str]:
    digests = {Digest.of(f"It says: {text}.".encode()).hex: text for text in STAYING}
    return CIRCUMSTANCES | dict.fromkeys(STAYING, "text that stays") | digests


def test_the_search_sees_them_in_the_case_and_the_team_its_own(told: Path) -> None:
    """Every canary is in the case; every text and name in what the team gets, which has no givers or notes."""
    in_case = found_in(told / "case", _hidden())
    assert in_case == _hidden().keys()
    in_team = found_in(told / "team", _hidden())
    assert in_team == _hidden().keys() - (CIRCUMSTANCES.keys() - {"zqxnamevjk"})


@pytest.mark.parametrize("audience", ["court", "public"])
def test_court_and_public_get_none(told: Path, audience: str) -> None:
    """Not in bytes or names, and not the digest of a file that stays."""
    assert found_in(told / audience, _hidden()) == set()


def test_each_audience_gets_what_is_for_it(told: Path) -> None:
    """Nothing was hidden by hiding everything."""
    for words, who in (
        (OPEN, {"team", "court", "public"}),
        (COURT, {"team", "court"}),
        (UNSPOKEN, {"team", "court"}),
    ):
        assert {a for a in ("team", "court", "public") if found_in(told / a, {words: ""})} == who
