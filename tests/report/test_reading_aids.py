"""Keyboard, screen reader, languages and colours: what a page needs to be read by everybody."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.report.canaries import canary_view
from tests.report.claim_model import claim, link, ring
from tests.report.pages import Page, written
from tests.report.sample_model import digest, view
from wellfounded.report.gather import told_once
from wellfounded.report.model import Audience
from wellfounded.report.wording import written_beside
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Failure


@pytest.fixture(scope="module", params=["team", "court"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Every page of the invented case's report."""
    audience: Audience = request.param
    canaries = canary_view(audience)[0]
    both = claim(1, (link(1, digest("agency")), link(2, digest("agency"), stance="denies")))
    made = replace(view(audience), law=canaries.law, claims=(both, ring()))
    return written(made, tmp_path_factory.mktemp(audience) / "report")


def test_dates_and_elements_are_for_the_team(tmp_path: Path) -> None:
    """The team has the page and the way to it; a court has neither."""
    made, _ = canary_view("team")
    team = {p.path: p for p in written(made, tmp_path / "team")}
    court = {p.path: p for p in written(replace(made, audience="court"), tmp_path / "court")}
    assert "Not legal advice." in team["law.html"].text
    assert "Dates and elements" in team["index.html"].text
    assert "law.html" not in court
    assert "Dates and elements" not in court["index.html"].text


def test_landmarks_and_a_way_to_skip(pages: list[Page]) -> None:
    """One header, main and footer.

    A named navigation, and a first link that leads to the content.
    """
    for page in pages:
        assert len(page.all("main")) == 1
        assert [e.tag for e in page.elements if e.around[-1:] == ("body",)] == [
            "a",
            "header",
            "main",
            "footer",
        ]
        assert page.all("a")[0].attributes["href"] == "#main"
        assert all(nav.attributes["aria-label"] for nav in page.all("nav"))
        assert page.all("html")[0].attributes == {"lang": "en", "dir": "ltr"}


def test_headings_are_in_order(pages: list[Page]) -> None:
    """One first heading, and no level is skipped."""
    for page in pages:
        levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels)), page.path


def test_ids_are_there_once_and_labels_find_them(pages: list[Page]) -> None:
    """No id twice; every label, aria-labelledby and check box has its other half."""
    for page in pages:
        ids = page.ids
        assert len(ids) == len(set(ids)), page.path
        wanted = [e.attributes["for"] for e in page.all("label")]
        wanted += [
            e.attributes["aria-labelledby"]
            for e in page.elements
            if "aria-labelledby" in e.attributes
        ]
        assert set(wanted) <= set(ids)
        assert [i.attributes["id"] for i in page.all("input")] == [
            label.attributes["for"] for label in page.all("label")
        ]


def test_tables_are_told_apart(pages: list[Page]) -> None:
    """Each table has a caption, its heads have a scope, and each row a head of its own."""
    for page in pages:
        assert len(page.all("table")) == len(page.all("caption"))
        assert all(c.text.strip() for c in page.all("caption"))
        assert all(h.attributes["scope"] in ("col", "row") for h in page.all("th"))


def test_pictures_say_what_is_known(pages: list[Page]) -> None:
    """Every picture has words in its place.

    Stands veiled behind a check box, and its size is known.
    """
    shown = [(page, img) for page in pages for img in page.all("img")]
    assert shown
    for page, img in shown:
        assert "Nobody has described it" in img.attributes["alt"]
        assert img.attributes["width"].isdigit()
        assert img.around[-1] == "figure"
        assert len(page.all("img")) == len(page.all("input"))


def test_a_graphic_picture_needs_a_second_step(pages: list[Page]) -> None:
    """Where a person set a content note, the veiled picture itself stands in a closed fold."""
    graphic = [img for p in pages if "Content note." in p.text for img in p.all("img")]
    other = [img for p in pages if "Content note." not in p.text for img in p.all("img")]
    assert graphic
    assert all("details" in img.around for img in graphic)
    assert not any("details" in img.around for img in other)
    assert not any("open" in d.attributes for p in pages for d in p.all("details"))


def test_nothing_plays_and_nothing_is_large(tmp_path: Path) -> None:
    """Pictures are blurred.

    Grey and small until their box is checked; no sound or film is in a page.
    """
    pages = written(view(), tmp_path / "report")
    style = (tmp_path / "report" / "style.css").read_text("utf-8")
    veil = re.search(r"\.veiled img \{([^}]*)\}", style)
    assert veil
    assert all(word in veil.group(1) for word in ("blur(", "grayscale(1)", "max-width: 11rem"))
    assert ".veiled input:checked ~ img { filter: none;" in style
    assert not any(page.all("video", "audio", "source") for page in pages)


def test_every_passage_has_a_language_and_a_direction(pages: list[Page]) -> None:
    """Uyghur runs from right to left.

    Chinese and English from left to right, each under its tag.
    """
    words = [
        p
        for page in pages
        for p in page.all("p")
        if p.around[-1] == "div" and p.attributes.get("id", "").startswith("t")
    ]
    found = {(p.attributes["lang"], p.attributes["dir"]) for p in words}
    assert {("ug", "rtl"), ("zh", "ltr"), ("en", "ltr")} <= found
    assert len(words) >= 4


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a: str, b: str) -> float:
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out(tmp_path: Path) -> None:
    """Every colour of text has a contrast of at least 4.5 to every ground it stands on (WCAG 2.2.

    1.4.3), light and dark.
    """
    written(view(), tmp_path / "report")
    style = (tmp_path / "report" / "style.css").read_text("utf-8")
    roots = re.findall(r":root \{([^}]*)\}", style)[:2]
    assert _contrast("#777777", "#ffffff") < 4.5 < _contrast("#000000", "#ffffff")
    for root in roots:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", root))
        pairs = [
            (ink, paper)
            for ink in ("ink", "soft", "link", "stop", "machine")
            for paper in ("paper", "raised")
        ]
        pairs += [
            ("ink", "mark"),
            ("stop", "stop-paper"),
            ("ink", "stop-paper"),
            ("ink", "machine-paper"),
            ("soft", "sea"),
            ("soft", "land"),
            ("ink", "land"),
        ]
        weak = {p: c for p in pairs if (c := _contrast(colours[p[0]], colours[p[1]])) < 4.5}
        assert weak == {}


def test_one_failure_of_several_stages_is_told_once() -> None:
    """What three stages say of one place in the same words stands once with all three; other words or another place stand by themselves."""
    where = Locus(digest("clip"), page=2)
    found = [
        Failure("read", "damaged", "cut short"),
        Failure("print-sound", "damaged", "no stream"),
        Failure("print-video", "damaged", "no stream"),
        Failure("print-video", "damaged", "no stream", where),
    ]
    told = [(f.stage, f.what) for f in told_once(found)]
    assert told == [
        ("read", "cut short"),
        ("print-sound, print-video", "no stream"),
        ("print-video", "no stream"),
    ]


def test_a_remark_on_a_time_is_not_said_twice() -> None:
    """The words of a time lose the remark that the value beside them ends with; other words stay whole."""
    value = "2024-09-11T02:14:05Z, stated as UTC by the format"
    assert (
        written_beside("3808865645 s since 1904, stated as UTC by the format", value)
        == "3808865645 s since 1904"
    )
    assert written_beside("11 Sep 2024", value) == "11 Sep 2024"
    assert written_beside("11 Sep 2024, noon", "2024-09-11") == "11 Sep 2024, noon"
