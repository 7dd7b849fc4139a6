"""What an audience may see of claims: for court and public only what a person opened and confirmed, under names that give nothing away.

Counts are not made here: whoever fills the view has them made without items that the audience may not see. A claim whose counts
rest on such an item all the same is left out whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from wellfounded.claims.view import (
    Cited,
    ClaimLink,
    ClaimView,
    Dependence,
    Publication,
    Resting,
    Side,
    Source,
)
from wellfounded.report.shown import initials
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus

_PEOPLE: Final = frozenset({"person", "speaker"})
_SHARED: Final = "both rest on "
_ALIKE: Final = "have something in common: "


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes these are: which items they may see, what an item is called for them, and whose items are a minor's.

    `aside` says of a place that only the team sees it.
    """

    audience: Literal["team", "court", "public"]
    may_see: Callable[[Digest], bool]
    label: Callable[[Digest], str]
    minor: Callable[[Digest], bool]
    aside: Callable[[Locus], bool]


def claims_for(claims: Iterable[ClaimView], eyes: Eyes) -> Iterator[ClaimView]:
    """Give the claims for an audience; for the team all of them, with people of a minor's items as initials."""
    for claim in claims:
        blind = _blinded(claim, eyes)
        if eyes.audience == "team":
            yield _named(claim, blind) if blind else claim
        elif (narrow := _narrowed(claim, eyes)) is not None:
            yield _named(narrow, blind)


def _blinded(claim: ClaimView, eyes: Eyes) -> dict[str, str]:
    """Give the initials that stand for names of people: of a minor's items, for the public of all."""
    found: dict[str, str] = {}
    for link in claim.links:
        minor = eyes.minor(link.place.item)
        if not minor and eyes.audience != "public":
            continue
        people = [s.name for s in link.chain if minor or s.role in _PEOPLE]
        for name in filter(None, (*people, link.speaker)):
            found[name] = initials(name)
    return found


def _narrowed(claim: ClaimView, eyes: Eyes) -> ClaimView | None:
    """Give what is left of a claim for court or public; None where nothing is, or where its counts rest on what is hidden."""
    eyes = _published(claim, eyes)
    links = tuple(_link(k, eyes) for k in claim.links if _opened(k, eyes))
    kept = {link.number for link in links}
    sides = (claim.support, claim.denial)
    counted = {n for s in sides for o in s.origins for p in o.publications for n in p.links}
    place = claim.place
    hidden = place is not None and (not eyes.may_see(place.item) or _aside(place, eyes))
    if not links or hidden or not counted <= kept:
        return None
    support, denial = (_side(side, eyes) for side in sides)
    return replace(
        claim,
        by=claim.by if eyes.audience == "court" else "",
        place=None if place is None else _cited(place, eyes),
        links=links,
        support=support,
        denial=denial,
        accepted_support=support,
        accepted_denial=denial,
        gaps=(),
        elements=(),
    )


def _published(claim: ClaimView, eyes: Eyes) -> Eyes:
    """Call items by who published them too, as their links do."""
    sides = (claim.support, claim.denial)
    outlets = {p.item: p.outlet for s in sides for o in s.origins for p in o.publications}

    def label(item: Digest) -> str:
        outlet = outlets.get(item, "")
        return f"{eyes.label(item)}, {outlet}" if outlet else eyes.label(item)

    return replace(eyes, label=label)


def _opened(link: ClaimLink, eyes: Eyes) -> bool:
    seen = eyes.may_see(link.place.item) and not link.closed and not link.withdrawn
    return link.state == "confirmed" and seen and not _aside(link.place, eyes)


def _aside(place: Cited, eyes: Eyes) -> bool:
    return place.locus is not None and eyes.aside(place.locus)


def _link(link: ClaimLink, eyes: Eyes) -> ClaimLink:
    return replace(
        link,
        place=_cited(link.place, eyes),
        by=link.by if eyes.audience == "court" else "",
        because="",
        reasons=(),
    )


def _cited(place: Cited, eyes: Eyes) -> Cited:
    locus = None if place.locus is None else replace(place.locus, member=None)
    return replace(place, name=eyes.label(place.item), locus=locus)


def _side(side: Side, eyes: Eyes) -> Side:
    """Give a side with items as this audience calls them, without what a person wrote as a reason."""
    origins = tuple(_resting(one, eyes) for one in side.origins)
    by_key = {one.key: one.name for one in origins}
    names = {p.name: eyes.label(p.item) for one in side.origins for p in one.publications}
    names |= {node.name: by_key[node.key] for node in side.nodes if node.key in by_key}
    side = replace(side, origins=origins, dependences=tuple(map(_dependence, side.dependences)))
    return _renamed(side, names)


def _renaming(names: Mapping[str, str]) -> Callable[[str], str]:
    """Give what puts other names for these, alone or inside a longer one: `The ministry (gazette.html)`."""
    longest = sorted(filter(None, names), key=lambda name: (-len(name), name))
    if not longest:
        return lambda name: name
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest))
    return lambda name: pattern.sub(lambda found: names[found.group()], name)


def _resting(one: Resting, eyes: Eyes) -> Resting:
    publications = tuple(
        Publication(p.item, eyes.label(p.item), p.outlet, p.links)
        for p in one.publications
        if eyes.may_see(p.item)
    )
    rest = len(publications) - 1
    first = publications[0].name if publications else "an item"
    return Resting(
        one.key,
        f"{first} and {rest} of the same origin" if rest > 0 else first,
        publications,
        one.outlets,
        tuple(
            (a, b, tuple("joined by a person" if w.startswith("joined by ") else w for w in why))
            for a, b, why in one.why
            if eyes.may_see(a) and eyes.may_see(b)
        ),
    )


def _dependence(one: Dependence) -> Dependence:
    """Give a dependence with evidence of the material only: what a person wrote about it is the team's."""
    if one.because.startswith(_SHARED):
        return replace(one, because="both rest on one source")
    if one.because.startswith(_ALIKE):
        return one
    return replace(one, because="a person said so" if one.sure else "they may be one source")


def _named(claim: ClaimView, names: Mapping[str, str]) -> ClaimView:
    """Give a claim with other names for some of its sources."""
    if not names:
        return claim
    sides = (claim.support, claim.denial, claim.accepted_support, claim.accepted_denial)
    support, denial, more, less = (_renamed(side, names) for side in sides)
    return replace(
        claim,
        links=tuple(_spoken(link, names) for link in claim.links),
        support=support,
        denial=denial,
        accepted_support=more,
        accepted_denial=less,
    )


def _spoken(link: ClaimLink, names: Mapping[str, str]) -> ClaimLink:
    new = _renaming(names)
    chain = tuple(Source(new(s.name), s.role) for s in link.chain)
    return replace(link, chain=chain, speaker=new(link.speaker))


def _renamed(side: Side, names: Mapping[str, str]) -> Side:
    new = _renaming(names)

    def row(found: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(new, found))

    return replace(
        side,
        paths=tuple(map(row, side.paths)),
        falls_with=row(side.falls_with),
        possibly_falls_with=row(side.possibly_falls_with),
        circles=tuple(map(row, side.circles)),
        adrift=row(side.adrift),
        dependences=tuple(replace(d, a=new(d.a), b=new(d.b)) for d in side.dependences),
        nodes=tuple(replace(n, name=new(n.name)) for n in side.nodes),
    )
