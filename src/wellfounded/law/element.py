"""The elements matrix: what has to be shown, what people say shows it, what speaks against it, and what is missing.

A person links; nothing is weighed and no element is called met. Copies of one thing, and a paper with its translation, count
once: `origin_of` says what an item is a copy of, and is the seam by which claims and origins join.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wellfounded.law.rule import Element, Forum
from wellfounded.terms.digest import Digest

Stance = Literal["supports", "denies", "contradicts"]
STANCES: tuple[Stance, ...] = ("supports", "denies", "contradicts")
OriginOf = Callable[[Digest], Digest]


@dataclass(frozen=True, slots=True)
class Linked:
    """That a person holds an item against an element. An empty `country` means every country.

    `closed` is true for a private or privileged paper: it is marked, and never in a packet without a decision of its own.
    """

    element: str
    stance: Stance
    item: Digest
    name: str
    by: str
    country: str = ""
    kind: str = ""
    because: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """That a person holds a claim against an element: `label` as people name it, its words, and how its support is written.

    `items` are those that support it by links a person opened, none where they reach nobody who could have known.
    """

    element: str
    stance: Stance
    label: str
    text: str
    says: str
    items: tuple[Digest, ...]
    by: str
    country: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One element for one country (empty: for every country): what is linked, from how many origins, and the gap.

    Items and what supports claims are counted together in `origins`. `gap` holds the kinds of evidence that usually show the element and that no supporting link names.
    """

    element: Element
    country: str
    links: tuple[Linked, ...]
    origins: int
    gap: tuple[str, ...]
    claims: tuple[HeldClaim, ...] = ()

    def of(self, stance: Stance) -> tuple[Linked, ...]:
        """Give the links of one stance."""
        return tuple(link for link in self.links if link.stance == stance)


def matrix(
    forum: Forum,
    countries: Sequence[str],
    links: Sequence[Linked],
    origin_of: OriginOf,
    claims: Sequence[HeldClaim] = (),
) -> Iterator[Row]:
    """Give the rows in the forum's order: an element that is shown by country once for each, else once."""
    for element in forum.element:
        for country in countries if element.per_country and countries else ("",):
            mine = tuple(k for k in links if k.element == element.id and _meant(k, country))
            support = [k for k in mine if k.stance == "supports"]
            kinds = {k.kind for k in support}
            held = tuple(c for c in claims if c.element == element.id and _meant(c, country))
            under = (item for c in held if c.stance == "supports" for item in c.items)
            yield Row(
                element,
                country,
                mine,
                len({origin_of(item) for item in (*(k.item for k in support), *under)}),
                tuple(kind for kind in element.evidence if kind not in kinds),
                held,
            )


def _meant(link: Linked | HeldClaim, country: str) -> bool:
    """Say whether a link is meant for a row; one with a country stands in no row of another."""
    return not country or link.country in ("", country)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A paper in another language than the forum's: its pages, if known, and what it lacks for filing."""

    item: Digest
    name: str
    language: str
    pages: int | None
    lacks: Literal["translation", "certificate"]
