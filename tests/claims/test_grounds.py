"""From links to the support graph: copies fold, circles reach nothing, shared sources count once, unknown never counts."""

from __future__ import annotations

from collections.abc import Sequence

from wellfounded.claims.grounds import Bearing, dependences, grounded
from wellfounded.claims.sources import Name
from wellfounded.claims.support import Joined, Support, reckon
from wellfounded.claims.support.graph import Ground


def _link(
    number: int, origin: str, *chain: str, knows: Ground | None = None, outlet: str = ""
) -> Bearing:
    text = f"text-{origin}-{outlet}"
    own = (Name(text, outlet, "outlet", own=True),) if outlet else ()
    return Bearing(
        number, f"origin:{origin}", (*own, *(Name(text, c, "body") for c in chain)), knows
    )


def _support(
    *links: Bearing, alike: Sequence[Joined] = (), said: Sequence[tuple[str, str, bool, str]] = ()
) -> Support:
    origins = {link.origin: link.origin for link in links}
    return reckon(grounded("a claim", links, origins, alike, said).graph)


def test_two_who_saw_it_are_two() -> None:
    """Different origins, different sources, both said to have seen it."""
    found = _support(
        _link(1, "a", "Mira Tolv", knows="eyewitness"),
        _link(2, "b", "Jon Ferel", knows="eyewitness"),
    )
    assert (found.least, found.most) == (2, 2)


def test_unknown_counts_to_the_upper_number_only() -> None:
    """Nobody said how they could have known."""
    found = _support(_link(1, "a", "Mira Tolv"), _link(2, "b", "Jon Ferel", knows="eyewitness"))
    assert (found.least, found.most, found.grounds) == (1, 2, ("eyewitness",))


def test_the_same_source_in_two_outlets_is_one() -> None:
    """And the claim falls with it; the dependence names it."""
    links = [
        _link(n, str(n), "The Tavesh Archive", knows="document", outlet=f"Outlet Number{n}")
        for n in (1, 2)
    ]
    found = _support(*links)
    assert (found.least, found.most) == (1, 1)
    assert [key.rpartition(":")[2] for key in found.falls_with] == ["archive tavesh"]
    built = grounded("a claim", links, {k.origin: k.origin for k in links}, ())
    (shared,) = dependences(built)
    assert shared.because == "both rest on The Tavesh Archive"
    assert shared.sure


def test_outlets_that_cite_each_other_reach_nothing() -> None:
    """And with one who saw it outside the circle, there is one."""
    ring = [
        _link(1, "a", "the Pass Gazette", outlet="Upland Observer"),
        _link(2, "b", "the Upland Observer", outlet="Lantern Post"),
        _link(3, "c", "the Lantern Post", outlet="Pass Gazette"),
    ]
    found = _support(*ring)
    assert (found.least, found.most, len(found.circles)) == (0, 0, 1)
    seen = _support(*ring, _link(4, "c", "Mira Tolv", knows="eyewitness", outlet="Pass Gazette"))
    assert (seen.least, seen.most) == (1, 1)


def test_copies_stand_in_one_origin() -> None:
    """Two links of one origin are one, whatever they are called."""
    found = _support(
        _link(1, "a", "Mira Tolv", knows="eyewitness"),
        _link(2, "a", "Jon Ferel", knows="eyewitness"),
    )
    assert (found.least, found.most) == (1, 1)


def test_origins_with_something_in_common_may_be_one() -> None:
    """A likeness that decides nothing lowers the lower number; a person who says they are two lifts it again."""
    links = (
        _link(1, "a", "Mira Tolv", knows="eyewitness"),
        _link(2, "b", "Jon Ferel", knows="eyewitness"),
    )
    alike = [Joined("origin:a", "origin:b", "have something in common", sure=False)]
    assert (_support(*links, alike=alike).least, _support(*links, alike=alike).most) == (1, 2)
    apart = [("origin:a", "origin:b", False, "two cameras")]
    assert _support(*links, alike=alike, said=apart).least == 2


def test_a_person_can_say_that_two_names_are_one_source() -> None:
    """By name or by the item that it is."""
    links = (
        _link(1, "a", "Mira Tolv", knows="eyewitness"),
        _link(2, "b", "the nurse", knows="eyewitness"),
    )
    assert _support(*links).least == 2
    assert _support(*links, said=[("Mira Tolv", "the nurse", True, "she said so")]).most == 1


def test_a_document_shown_whole_is_its_own_ground() -> None:
    """A scan is what could have known, and the article that quotes it rests on it where a person says so."""
    scan = Bearing(1, "origin:scan", (), "document", whole=True)
    article = _link(2, "b", "a scanned copy", outlet="Ostral Wire")
    assert (_support(scan, article).least, _support(scan, article).most) == (1, 2)
    said = [("a scanned copy", "origin:scan", True, "same stamp")]
    assert _support(scan, article, said=said).most == 1
