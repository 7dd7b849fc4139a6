"""Build compares the texts of a case, says where in each they agree, and does it anew when a text is new or gone."""

from pathlib import Path

import pytest

from tests.copies.text.stories import stories
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.case.understand.build import build
from wellfounded.case.verify.compare import pairs
from wellfounded.case.verify.compare_texts import FORM
from wellfounded.copies.copy import ONE_ORIGIN

pytestmark = pytest.mark.slow
TEXTS = {
    t.name.partition("/")[2]: t.text for t in stories("held-out") if t.name.startswith("vote/")
}


def _receive(case: Case, folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"{TEXTS[name]}\n", "utf-8")
        add(case, [folder / f"{name}.txt"], actor="mina")


def _joined(case: Case) -> set[tuple[str, str]]:
    with open_catalogue(case) as catalogue:
        return {(c.a.name, c.b.name) for c in pairs(catalogue) if c.verdict in ONE_ORIGIN}


def test_texts_are_compared_once_and_anew_when_one_is_new(case: Case, tmp_path: Path) -> None:
    """A reprint is found; a second build compares nothing; a retelling added later is joined with both; withdrawn, with none."""
    _receive(case, tmp_path / "in", "wire", "observer", "star")
    first = build(case, actor="mina").compared
    assert (first.items, first.pairs) == (3, 1)
    assert _joined(case) == {("wire.txt", "star.txt")}
    assert build(case, actor="mina").compared.items == 0
    _receive(case, tmp_path / "in", "signal")
    assert build(case, actor="mina").compared.items == 1
    both = {("wire.txt", "signal.txt"), ("star.txt", "signal.txt")}
    assert _joined(case) == {("wire.txt", "star.txt"), *both}
    with open_catalogue(case) as catalogue:
        gone = next(s.digest for s in catalogue.items() if s.name == "signal.txt")
    withdraw(case, gone, reason="another client's", actor="mina")
    assert _joined(case) == {("wire.txt", "star.txt")}


def test_places_count_in_the_text_of_the_item(case: Case, tmp_path: Path) -> None:
    """Start and end of each side are characters of the file as it was received, blank lines and all."""
    _receive(case, tmp_path / "in", "wire", "star")
    spaced = "\n\n \n" + TEXTS["wire"].replace("\n", "\n\n\n")
    (tmp_path / "in" / "wire.txt").write_text(spaced, "utf-8")
    add(case, [tmp_path / "in" / "wire.txt"], actor="mina")
    build(case, actor="mina")
    with open_catalogue(case) as catalogue:
        star = next(s.digest for s in catalogue.items() if s.name == "star.txt")
        found = [c for c in pairs(catalogue, star) if c.b.name == "wire.txt"]
    quote = "No vote was counted that no voter cast"
    places = [(c.a.start or 0, c.a.end or 0) for c in found]
    assert any(s <= TEXTS["star"].index(quote) < e for s, e in places)
    for text in (TEXTS["wire"], spaced):
        at = text.index("Ballot papers")
        assert any((c.b.start or 0) == at for c in found), (at, found)


def test_what_an_older_form_found_goes_when_a_newer_compares(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs are those of today's comparison alone, not beside those of the one before."""
    _receive(case, tmp_path / "in", "wire", "star")
    monkeypatch.setattr("wellfounded.case.verify.compare_texts.FORM", "text-0")
    monkeypatch.setattr("wellfounded.case.understand.build.FORM", "text-0")
    build(case, actor="mina")
    with open_catalogue(case) as catalogue:
        before = list(catalogue.copies())
    monkeypatch.undo()
    build(case, actor="mina")
    with open_catalogue(case) as catalogue:
        assert before and list(catalogue.copies()) == before
        items = [summary.digest for summary in catalogue.items()]
        assert {form for item in items for form, _, _ in catalogue.compared(item)} == {FORM}
