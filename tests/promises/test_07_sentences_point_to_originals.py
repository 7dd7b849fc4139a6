"""Promise 7: every sentence in the report points to the exact place in an original.

And says who asserts it.
"""

from pathlib import Path

import pytest

from tests.report.pages import Page, written
from tests.report.sample_model import items, view
from wellfounded.report.model import Audience
from wellfounded.report.wording import MACHINE, SOURCES


def _articles(pages: list[Page]) -> list[tuple[Page, str]]:
    return [
        (page, article.text)
        for page in pages
        for article in page.all("article")
        if "passage" in article.attributes["class"]
    ]


@pytest.mark.parametrize("audience", ["team", "court", "public"])
def test_every_passage_names_its_place_and_its_source(audience: Audience, tmp_path: Path) -> None:
    """Beside each passage stands where in the item it is, and whose words they are."""
    pages = written(view(audience), tmp_path / "report")
    articles = _articles(pages)
    assert articles
    for page, text in articles:
        places = [a for a in page.all("a") if a.attributes.get("class") == "locus"]
        assert any(
            a.text and a.text in text and a.attributes["href"][1:] in page.ids for a in places
        )
        assert any(source in text for source in SOURCES.values())
    assert len({a for p, _ in articles for a in p.ids if a.startswith("t")}) >= 3


def test_every_text_of_the_items_is_there(tmp_path: Path) -> None:
    """No passage of the invented case is missing, and each stands on its own item's page."""
    pages = {page.path: page.text for page in written(view(), tmp_path / "report")}
    count = 0
    for item in items():
        path = f"items/{item.digest.hex[:2]}/{item.digest.hex}.html"
        for reading in item.readings:
            for passage in reading.passages:
                count += 1
                for word in passage.text.replace("‮", " ").replace("‬", " ").split():
                    assert word in pages[path]
    assert count == 7


@pytest.mark.parametrize("name", ["timeline-1.html", "map-1.html"])
def test_times_and_places_lead_to_their_place(name: str, tmp_path: Path) -> None:
    """Each line of the timeline and the map links to the anchor it rests on.

    And says who says so.
    """
    pages = {page.path: page for page in written(view(), tmp_path / "report")}
    rows = 0
    for element in pages[name].all("a"):
        path, _, anchor = element.attributes["href"].partition("#")
        if path.startswith("items/"):
            assert anchor in pages[path].ids
            rows += 1
    said = [
        s.text for s in pages[name].all("span") if "who" in s.attributes.get("class", "").split()
    ]
    assert len(said) == rows > 2
    assert all(said)


def test_machine_words_are_labelled_wherever_they_stand(tmp_path: Path) -> None:
    """Words that OCR made are called a machine reading on the item's page and on the timeline."""
    pages = written(view(), tmp_path / "report")
    articles = [text for _, text in _articles(pages) if "تەربىيىلەش" in text or "关于" in text]
    rows = [
        r.text
        for p in pages
        if p.path.startswith("timeline")
        for r in p.all("tr")
        if "关于" in r.text
    ]
    assert len(articles) == 2
    assert len(rows) == 1
    assert all(MACHINE in text for text in articles + rows)


def test_what_a_person_typed_is_stated_by_a_handle(tmp_path: Path) -> None:
    """A date of publication that somebody typed says under which handle.

    And when it was entered.
    """
    pages = written(view(), tmp_path / "report")
    said = [p.text for p in pages if "stated by mina, entered on 2025-11-23" in p.text]
    assert len(said) >= 3


def test_a_time_without_a_zone_stays_without(tmp_path: Path) -> None:
    """On the timeline no zone is added to a camera's clock, and two possible ones stay two."""
    pages = {page.path: page for page in written(view(), tmp_path / "report")}
    rows = {r.text for r in pages["timeline-1.html"].all("tr")}
    assert any("2024-09-05 09:14:12" in row and "no zone" in row for row in rows)
    assert any("2024-09-12 21:04" in row and "+06:00 or +08:00" in row for row in rows)
    assert sum("day and month undecided" in row for row in rows) == 2
