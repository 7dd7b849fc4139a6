"""What speaks against filing an item: each kind is seen, refusals cannot be lifted, and a clean item has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wellfounded.catalogue.answers import FoundFact, FoundMember, FoundPassage
from wellfounded.catalogue.handling import Handling
from wellfounded.packet.concern import Read, concerns
from wellfounded.packet.exhibit import Decided, Exhibit, tab
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import RawName

ITEM = Digest.of(b"x")
JULY = Moment.parse("2026-07-01")
CLEAN = Read(Handling(consent="court"), False, "read", (), (), (), ("Mirel Adran",), 0)


def fact(name: str, value: str | int = "x", where: Place | None = None) -> FoundFact:
    """A fact of the item."""
    return FoundFact(ITEM, "read", 1, name, value, None, None, where)


def passage(text: str, part: str | None = None) -> FoundPassage:
    """A passage of the item."""
    locus = Locus(ITEM, part=part)
    return FoundPassage(1, ITEM, "read", 1, 0, text, locus, "text", "en", None, "", "", ())


def member(relation: str) -> FoundMember:
    """A file inside the item."""
    name = RawName.of_path(b"inner.txt")
    return FoundMember(ITEM, Digest.of(b"y"), 0, 1, relation, name, None, ())


def kinds(read: Read) -> dict[str, bool]:
    """The kinds of what is found, and whether each is refused."""
    return {c.kind: c.refused for c in concerns(read)}


def test_a_clean_item_has_none() -> None:
    """Ordinary facts and words are no concern."""
    plain = replace(CLEAN, facts=(fact("pdf.pages", 3), fact("text.chars", 9)))
    assert kinds(replace(plain, passages=(passage("The gate was closed."),))) == {}


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({"facts": (fact("pdf.invisible-text"),)}, "hidden"),
        ({"facts": (fact("docx.tracked-deletions", 2),)}, "hidden"),
        ({"facts": (fact("sheet.hidden-rows"),)}, "hidden"),
        ({"facts": (fact("office.last-author", "M. A."),)}, "author"),
        ({"facts": (fact("pdf.info.Author", "M. A."),)}, "author"),
        ({"facts": (fact("exif.BodySerialNumber", "77"),)}, "device"),
        ({"facts": (fact("exiftool.MakerNotes.SerialNumber", "77"),)}, "device"),
        ({"facts": (fact("pdf.annotations", 1),)}, "comment"),
        ({"passages": (passage("No!", "comment 3"),)}, "comment"),
        ({"facts": (fact("pdf.javascript", 1),)}, "active"),
        ({"facts": (fact("pdf.launch", 1),)}, "active"),
        ({"facts": (fact("gps", "x", Place(1, 2, 5)),)}, "position"),
        ({"members": (member("attachment"),)}, "attachment"),
        ({"members": (member("embedded"),)}, "attachment"),
        ({"passages": (passage("so said MIREL ADRAN that day"),)}, "name"),
        ({"handling": Handling("private", "court")}, "private"),
        ({"handling": Handling(consent="court", minor=True)}, "minor"),
        ({"handling": Handling()}, "no-consent"),
    ],
)
def test_what_a_person_has_to_decide(found: dict[str, object], kind: str) -> None:
    """Each kind by itself, and none of them is refused."""
    assert kinds(replace(CLEAN, **found)) == {kind: False}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({"withdrawn": True}, "withdrawn"),
        ({"handling": Handling("privileged", "court")}, "privilege"),
        ({"handling": Handling(consent="none")}, "consent"),
        ({"handling": Handling(consent="team")}, "consent"),
        ({"handling": Handling(consent="public", consent_until=JULY), "now": 1 << 60}, "consent"),
        ({"handling": Handling(minor=True)}, "consent"),
        ({"state": "failed"}, "not-read"),
        ({"state": "unread"}, "not-read"),
    ],
)
def test_what_no_decision_lifts(found: dict[str, object], kind: str) -> None:
    """Refused by name; consent that has not ended yet is not."""
    assert kinds(replace(CLEAN, **found))[kind] is True  # type: ignore[arg-type]
    running = replace(CLEAN, handling=Handling(consent="public", consent_until=JULY))
    assert kinds(running) == {}


def test_a_decision_lapses_when_something_else_is_found() -> None:
    """The order in which readings found things does not matter; one thing more does."""
    one, two = fact("office.author", "A"), fact("office.author", "B")
    (before,) = concerns(replace(CLEAN, facts=(one, two)))
    (turned,) = concerns(replace(CLEAN, facts=(two, one)))
    (more,) = concerns(replace(CLEAN, facts=(one, two, fact("office.author", "C"))))
    decided = {"author": Decided("file", before.mark, "mina")}
    exhibit = Exhibit(ITEM, "A", "x", "docx", None, {}, (before,), decided)
    assert (exhibit.standing(before), exhibit.ready) == ("filed", True)
    assert exhibit.standing(turned) == "filed"
    assert exhibit.standing(more) == "changed"
    held = replace(exhibit, decided={"author": Decided("hold", before.mark, "mina")})
    assert (held.standing(before), held.ready) == ("held", False)


def test_tabs_go_on_after_z() -> None:
    """A to Z, AA to ZZ, AAA; none twice."""
    assert [tab(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA")
    ]
    assert len({tab(n) for n in range(2000)}) == 2000
