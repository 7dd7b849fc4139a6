"""Contradictions as pages show them, and what each audience may see of them.

For court and public: only those a person confirmed, of which both sides stand in items that may be seen; without who decided why,
without received names, and without what a machine read of who speaks. What stands in private papers never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from wellfounded.claims.clash.contradiction import Contradiction, Told
from wellfounded.report.shown import initials
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus


def contradictions_for_team(
    found: Iterable[Contradiction], minor: Callable[[Digest], bool]
) -> Iterator[Contradiction]:
    """Give contradictions with speakers in a minor's items as initials."""

    def told(one: Told) -> Told:
        return replace(one, who=initials(one.who)) if one.who and minor(one.item) else one

    for one in found:
        yield replace(one, a=tuple(map(told, one.a)), b=tuple(map(told, one.b)))


def contradictions_for(
    found: Iterable[Contradiction],
    may_see: Callable[[Digest], bool],
    aside: Callable[[Locus], bool],
) -> Iterator[Contradiction]:
    """Give what may be handed out, numbered anew; `aside` says of a place whether it is a margin note or metadata."""
    number = 0
    for one in found:
        sides = [
            tuple(_narrowed(t) for t in side if may_see(t.item) and not aside(t.place.locus))
            for side in (one.a, one.b)
        ]
        if one.decided is None or one.decided.verdict != "confirm" or not all(sides):
            continue
        number += 1
        decided = replace(one.decided, by="", because="")
        yield replace(one, number=number, a=sides[0], b=sides[1], decided=decided)


def clashing_items(found: Iterable[Contradiction]) -> Iterator[Digest]:
    """Give every item with a place of a contradiction."""
    return (told.item for one in found for told in (*one.a, *one.b))


def _narrowed(told: Told) -> Told:
    locus = replace(told.place.locus, member=None)
    place = replace(told.place, locus=locus)
    return replace(told, name=f"item {told.item.hex[:12]}", place=place, who="", stance="")
