"""What the key says of reprints, agencies and the circle is found in the sample's press by `build`."""

from pathlib import Path

import pytest

from tests.sample.planted_key import plants
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.understand.build import build
from wellfounded.case.verify.compare import pairs
from wellfounded.copies.copy import ONE_ORIGIN, Copy
from wellfounded.sample import folder

KEY = plants()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[frozenset[str], Copy]:
    """The first copy of each pair of the sample's press, by the names of both."""
    here = tmp_path_factory.mktemp("press")
    with init(here / "case", title="Press", actor="mina", home=Home(here / "home")).case as case:
        add(case, [folder() / "press"], actor="mina")
        build(case, actor="mina")
        with open_catalogue(case) as catalogue:
            return {frozenset((c.a.name, c.b.name)): c for c in reversed(pairs(catalogue))}


def _names(plant: str) -> list[str]:
    return [Path(item).name for item in KEY[plant].items]


@pytest.mark.parametrize("plant", ["reprint-year", "reprint-age", "reprint-month"])
def test_reprints_are_joined_to_their_agency(found: dict[frozenset[str], Copy], plant: str) -> None:
    """Each reprint, errors and all, is a copy of the agency's report or derived from it."""
    assert found[frozenset(_names(plant))].verdict in ONE_ORIGIN


def test_the_two_agencies_are_not_joined(found: dict[frozenset[str], Copy]) -> None:
    """Two reports of one matter that rest on different grounds stay two."""
    pair = found.get(frozenset(_names("two-agencies")))
    assert pair is None or pair.verdict not in ONE_ORIGIN


def test_the_shared_misspelling_is_a_reason(found: dict[frozenset[str], Copy]) -> None:
    """Two outlets of the circle share a village's misspelling that nobody else has."""
    reasons = found[frozenset(_names("shared-misspelling"))].evidence
    assert any("Dovern" in reason.said for reason in reasons if reason.name == "shared-rare")
