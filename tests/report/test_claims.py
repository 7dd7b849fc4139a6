"""Pages of claims: matrix, both sides alike, the circle in words; and for court and public only what a person opened."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.claim_model import WORDS, claim, link, ring
from tests.report.pages import Page, read_page
from tests.report.sample_model import digest, items, view
from wellfounded.claims.view import Cited, ClaimView, Gap
from wellfounded.report.audience import for_audience
from wellfounded.report.model import Audience
from wellfounded.report.write import write_report
from wellfounded.terms.locus import Locus

OPEN = digest("agency")
PRIVATE = digest("locked")
CANARIES = (
    *("canary-suggested", "canary-accepted", "canary-private", "canary-because", "canary-reason"),
    *("canary-gap", "canary-name", "canary-margin", "canary-own-paper", "canary-dependence"),
)


def _claims() -> tuple[ClaimView, ...]:
    margin = Locus(OPEN, part="comment 3")
    held = claim(
        1,
        (
            link(1, OPEN, name="canary-name.html", because="canary-because"),
            link(2, OPEN, state="suggested", words="canary-suggested", reasons=("canary-reason",)),
            link(3, OPEN, state="accepted", words="canary-accepted"),
            link(4, OPEN, stance="denies", name="canary-name.html"),
        ),
        gaps=(Gap("one-origin", "canary-gap"),),
        because="canary-dependence (by mina)",
    )
    rests_on_private = claim(2, (link(1, PRIVATE, words="canary-private"),))
    aside = claim(3, (link(1, OPEN, words="canary-margin", locus=margin),))
    own = Cited(PRIVATE, "canary-own-paper", None, Locus(PRIVATE), "canary-own-paper")
    of_private_paper = claim(4, (link(1, OPEN),), text="canary-own-paper", place=own)
    return held, rests_on_private, aside, of_private_paper


def _written(audience: Audience, folder: Path) -> str:
    write_report(replace(view(audience), claims=_claims()), folder)
    return "".join(p.read_text("utf-8") for p in folder.rglob("*.html"))


def _page(given: ClaimView, folder: Path) -> Page:
    write_report(replace(view(), claims=(given,)), folder)
    return read_page(folder, f"claims/C{given.number}.html")


def test_the_team_sees_every_canary(tmp_path: Path) -> None:
    """Suggestions, what was accepted unopened, private papers, reasons, gaps and names all stand in the team's report."""
    text = _written("team", tmp_path / "report")
    assert [c for c in CANARIES if c not in text] == []
    assert "suggested, not counted" in text.lower() and "accepted without being opened" in text


@pytest.mark.parametrize("audience", ["court", "public"])
def test_court_and_public_see_what_was_opened_and_nothing_else(
    audience: Audience, tmp_path: Path
) -> None:
    """The opened link and its denial stand there under the name the edition uses; no canary does; whole claims go with what is hidden."""
    text = _written(audience, tmp_path / "report")
    assert [c for c in CANARIES if c in text] == []
    page = read_page(tmp_path / "report", "claims/C1.html")
    assert WORDS in page.text and "opened and confirmed" in page.text
    assert f"web page {OPEN.hex[:12]}" in page.text or f"item {OPEN.hex[:12]}" in page.text
    assert ("mina" in page.text) is (audience == "court")
    assert ("Mira Tolv" in page.text) is (audience == "court")
    assert ("M.T." in page.text) is (audience == "public")
    assert [p.name for p in (tmp_path / "report" / "claims").iterdir()] == ["C1.html"]


def test_a_count_that_rests_on_what_is_hidden_takes_the_claim_along() -> None:
    """A view counted with a private item is not shown narrower than it was counted; counted without it, it is."""
    counted = claim(5, (link(1, OPEN), link(2, PRIVATE)))
    assert for_audience(replace(view("court"), claims=(counted,))).claims == ()
    without = claim(5, (link(1, OPEN),))
    (kept,) = for_audience(replace(view("court"), claims=(without,))).claims
    assert kept.support.sentence == "1 independent origin"


def test_both_sides_stand_alike(tmp_path: Path) -> None:
    """Support and denial each have a heading of one level, a count, a drawing named for readers of the screen, and a table of it."""
    page = _page(_claims()[0], tmp_path / "report")
    headings = [e.text.split() for e in page.all("h2")]
    assert ["+", "Supported"] in headings and ["−", "Denied"] in headings
    titles = [e.text for e in page.all("title") if "svg" in e.around and "g" not in e.around]
    assert len(titles) == 2 and all("The table below says the same" in t for t in titles)
    tables = [e for e in page.all("caption") if "what each rests on" in e.text]
    assert len(tables) == 2
    assert page.text.count("Falls with Mira Tolv") == 2


def test_a_circle_is_said_in_words_and_drawn(tmp_path: Path) -> None:
    """The sentence, the chain that comes back to itself, and a dashed arrow back."""
    page = _page(ring(), tmp_path / "report")
    text = " ".join(page.text.split())
    assert "This support runs in a circle and reaches no original" in text
    assert "Gazette ← Post ← Observer ← Gazette" in text
    assert [e for e in page.all("path") if e.attributes.get("class") == "arrow back"]


def test_the_matrix_names_paragraph_item_and_what_is_missing(tmp_path: Path) -> None:
    """A paragraph with its supporting and denying items, one with nothing yet; the words lead to their exact place."""
    place = Cited(OPEN, "declaration.docx", None, Locus(OPEN), "words")
    full = claim(1, (link(1, OPEN), link(2, OPEN, stance="denies")), place=place)
    nothing = claim(2, (), place=place, text="Nothing yet here")
    write_report(replace(view(), claims=(full, nothing)), tmp_path / "report")
    page = read_page(tmp_path / "report", "claims-1.html")
    assert "Paragraphs of declaration.docx" in page.text
    rows = {e.attributes.get("id"): " ".join(e.text.split()) for e in page.all("tr")}
    assert rows["c1"].count("paper.html") == 2 and "nothing yet" not in rows["c1"]
    assert rows["c2"].count("nothing yet") == 2
    one = read_page(tmp_path / "report", "claims/C1.html")
    (first, *_) = [
        e.attributes["href"] for e in one.all("a") if e.text == "paper.html" and "h4" in e.around
    ]
    assert first.startswith(f"../items/{OPEN.hex[:2]}/") and "#t" in first


@pytest.mark.parametrize("audience", ["team", "court"])
def test_an_item_and_the_overview_lead_to_the_claims(audience: Audience, tmp_path: Path) -> None:
    """The page of an item names each claim it bears on, with the stance; what was not opened only for the team. The overview counts them."""
    links = (link(1, OPEN), link(2, OPEN, state="accepted"), link(3, OPEN, state="suggested"))
    write_report(replace(view(audience), claims=(claim(1, links),)), tmp_path / "report")
    page = read_page(tmp_path / "report", f"items/{OPEN.hex[:2]}/{OPEN.hex}.html")
    rows = [
        " ".join(e.text.split()) for e in page.all("li") if e.text.strip().startswith("supports")
    ]
    assert len(rows) == (2 if audience == "team" else 1)
    assert rows[0].startswith("supports C1 The centre stood in a yard")
    assert ("accepted without being opened" in page.text) is (audience == "team")
    first = " ".join(read_page(tmp_path / "report", "index.html").text.split())
    assert "1 claim: something that a person linked supports 1, something denies 0" in first


def test_a_report_without_claims_has_no_page_of_them(tmp_path: Path) -> None:
    """No file and no entry in the navigation; with one claim there are both."""
    write_report(view(), tmp_path / "none")
    assert not (tmp_path / "none" / "claims-1.html").exists()
    assert "claims-1.html" not in (tmp_path / "none" / "index.html").read_text("utf-8")
    write_report(replace(view(), claims=(ring(),)), tmp_path / "one")
    assert "claims-1.html" in (tmp_path / "one" / "index.html").read_text("utf-8")
    assert {OPEN, PRIVATE} <= {item.digest for item in items()}
