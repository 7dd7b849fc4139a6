"""The elements matrix: what people linked, counted by origin, and what is missing."""

from __future__ import annotations

from wellfounded.law.element import Linked, Row, matrix
from wellfounded.law.forums import forum
from wellfounded.terms.digest import Digest

EOIR = forum("us-eoir")
A, B, C = (Digest.of(x) for x in (b"a", b"b", b"c"))


def rows(*links: Linked, countries: tuple[str, ...] = ("Karsia", "Velmar")) -> list[Row]:
    """The matrix where C is a copy of B."""
    return list(matrix(EOIR, countries, links, lambda d: B if d == C else d))


def row(found: list[Row], element: str, country: str = "") -> Row:
    """One row of it."""
    return next(r for r in found if (r.element.id, r.country) == (element, country))


def link(item: Digest, element: str = "B2b", **more: str) -> Linked:
    """A link by mina."""
    fields = {"stance": "supports", **more}
    return Linked(element=element, item=item, name="x", by="mina", **fields)  # type: ignore[arg-type]


def test_every_element_has_its_row_and_those_by_country_one_for_each() -> None:
    """The third country first, with standard and authority; an element not by country once."""
    found = rows()
    assert found[0].element.id == "H3"
    assert [r.country for r in found if r.element.id == "K2"] == ["Karsia", "Velmar"]
    assert [r.country for r in found if r.element.id == "A1"] == [""]
    assert all(r.element.standard and r.element.authority for r in found)
    assert {r.element.id for r in found} == {e.id for e in EOIR.element}


def test_copies_of_one_thing_count_once() -> None:
    """Three items, two origins; one that contradicts is no support."""
    found = row(
        rows(link(A), link(B), link(C), link(Digest.of(b"d"), stance="denies")), "B2b", "Karsia"
    )
    assert (len(found.of("supports")), found.origins, len(found.of("denies"))) == (3, 2, 1)


def test_a_link_for_a_country_stands_in_no_other() -> None:
    """One without a country stands in each."""
    found = rows(link(A, country="Karsia"), link(B))
    assert len(row(found, "B2b", "Karsia").links) == 2
    assert len(row(found, "B2b", "Velmar").links) == 1


def test_the_gap_is_what_no_supporting_link_names() -> None:
    """A kind named by a denial fills nothing."""
    before = row(rows(), "B2b", "Karsia").gap
    assert "media-reprints" in before
    after = row(rows(link(A, kind="media-reprints")), "B2b", "Karsia").gap
    assert set(before) - set(after) == {"media-reprints"}
    denied = row(rows(link(A, kind="media-reprints", stance="denies")), "B2b", "Karsia").gap
    assert denied == before
