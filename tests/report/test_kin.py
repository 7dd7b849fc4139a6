"""The page of origins: a tree with clocks, a chart, aligned frames; and for court and public nothing that is the team's."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.report.pages import read_page
from tests.report.sample_model import items, view
from wellfounded.copies.copy import Copy, Evidence, Side
from wellfounded.copies.png import png
from wellfounded.report.audience import for_audience
from wellfounded.report.kin import Kin, Member, Relation
from wellfounded.report.model import Audience, ReportView
from wellfounded.report.words_beside import Quoted, siglum
from wellfounded.report.write import write_report
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment

SHOT = png(np.full((20, 60, 3), 120, np.uint8))
CANARIES = ("canary-name", "canary-because", "canary-stated", "canary-clock")
_SECOND = 1_000_000


def _kin(a: Digest, b: Digest, *more: Digest) -> Kin:
    copies = tuple(
        Copy(
            "video",
            Side(a, "canary-name", 4 * _SECOND, 10 * _SECOND),
            Side(other, "canary-name", 0, 6 * _SECOND),
            "derived",
            900,
            evidence=(Evidence("motion", "half of what moves is the same"),),
        )
        for other in (b, *more)
    )
    own = (Moment.parse("2024-09-11T02:14:05Z"), "container.created, the file's own word")
    stated = (Moment.parse("2024-10-26"), "received, canary-stated by mina")
    members = (
        Member(a, "canary-name", "video", (own,), (stated,)),
        *(Member(i, "canary-name", "video", (), (stated,), a) for i in (b, *more)),
    )
    relations = tuple(
        Relation(
            a, c.b.item, (c,), True, "a to b", ("a is longer: it has what b leaves out",),
            ("a is earlier: canary-clock",), True, "mina", "canary-because", (Digest.of(SHOT),),
        )
        for c in copies
    )  # fmt: skip
    return Kin(members, relations, True)


def _view(audience: Audience, kin: Kin) -> ReportView:
    base = view(audience)
    return replace(
        base, kin=(kin,), picture=lambda d: SHOT if d == Digest.of(SHOT) else base.picture(d)
    )


def _open(audience: Audience) -> list[Digest]:
    """The items of the sample view that this audience sees."""
    return [item.digest for item in for_audience(view(audience)).items]


def _page(audience: Audience, kin: Kin, folder: Path) -> str:
    write_report(_view(audience, kin), folder)
    return (folder / "origins-1.html").read_text("utf-8")


@pytest.mark.parametrize("audience", ["team", "court", "public"])
def test_the_page_and_what_it_leaves_out(audience: Audience, tmp_path: Path) -> None:
    """Tree, chart, reasons and veiled frames stand in each edition; names, stated times and reasons of people only in the team's."""
    a, b = _open("public")[:2]
    text = _page(audience, _kin(a, b), tmp_path / "report")
    for shown in (
        "2 items that count once",
        "<svg",
        "A is longer: it has what B leaves out",
        "half of what moves",
    ):
        assert shown in text
    assert "is cut from the one above" in text and "2024-09-11" in text
    assert 'class="veiled' in text and "this does not show manipulation" in text
    assert len(list((tmp_path / "report" / "pictures").rglob("*.png"))) > 0
    every = "".join(p.read_text("utf-8") for p in (tmp_path / "report").rglob("*.html"))
    for canary in CANARIES:
        assert (canary in every) is (audience == "team"), canary
    item = (tmp_path / "report" / f"items/{a.hex[:2]}/{a.hex}.html").read_text("utf-8")
    assert "2 items that count once" in item


def test_an_item_left_out_takes_its_relations_along(tmp_path: Path) -> None:
    """Two items joined only through one that the public may not see are no family there; the team sees all three."""
    a, b = _open("public")[:2]
    hidden = next(i.digest for i in items() if i.digest not in _open("public"))
    kin = _kin(hidden, a, b)
    assert "3 items that count once" in _page("team", kin, tmp_path / "team")
    text = _page("public", kin, tmp_path / "public")
    assert "No item of this edition is known to be a copy" in text
    assert hidden.hex[:12] not in text
    assert for_audience(_view("public", kin)).kin == ()


_WIRE = (
    "Judge Maren Toll said in a ruling that Joren Vask, 38, had given a consistent account. Vask recorded the material in "
    "September 2024 from a rented room on Mill Road. canary-aside"
)
_NOTE = _WIRE.index("canary-aside")


def _words_kin(a: Digest, b: Digest) -> Kin:
    credit = (
        Evidence(
            "credit", f"Northline, which published one of them, is named in {b.hex[:12]}", 250
        ),
    )
    rare = (Evidence("shared-rare", "in this collection only these two have: canary-rare", 50),)
    copy = Copy(
        "text", Side(a, "", 0, 170), Side(b, "", 0, 170), "copy", 950, evidence=credit + rare
    )
    why = ("copy (text, score 0.95)", credit[0].said)
    members = (Member(a, "canary-name", "html"), Member(b, "canary-name", "html", parent=a))
    return Kin(members, (Relation(a, b, (copy,), True, "a to b", why),), True)


@pytest.mark.parametrize("audience", ["team", "court", "public"])
def test_copies_of_text_stand_beside_each_other(audience: Audience, tmp_path: Path) -> None:
    """Aligned words on both sides and the variant with its witnesses in every edition; margin notes and rare words for the team only."""
    a, b = _open("public")[:2]
    texts = {
        a: Quoted(a, _WIRE, "en", ((_NOTE, len(_WIRE)),)),
        b: Quoted(b, _WIRE.replace("38", "48"), "en", ((_NOTE, len(_WIRE)),)),
    }
    made = replace(_view(audience, _words_kin(a, b)), quoted=texts.get)
    write_report(made, tmp_path / "report")
    page = read_page(tmp_path / "report", "origins-1.html")
    differing = [e.text for e in page.all("b") if e.attributes.get("class") == "differs"]
    assert differing.count("38") == 2 and differing.count("48") == 1
    assert [e.text for e in page.all("mark") if "Mill Road" in e.text]
    assert "A and B: copy; B is made from A" in page.text
    assert "is named in B" in page.text and page.text.count("is named in B") == 1
    (row,) = [e for e in page.all("tr") if "48 B" in " ".join(e.text.split())]
    assert "38 A" in " ".join(row.text.split())
    for canary in ("canary-aside", "canary-rare", "canary-name"):
        assert (canary in page.text) is (audience == "team"), canary


def test_sigla_go_on_after_the_alphabet() -> None:
    """The twenty-seventh witness is A2."""
    assert [siglum(n) for n in (0, 25, 26, 52)] == ["A", "Z", "A2", "A3"]
