"""What counts once in a case: families of copies, and papers with their translations, transcripts and certificates, as one origin each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.case.verify.origins import Families, families
from wellfounded.catalogue import Catalogue
from wellfounded.claims.support.graph import Joined
from wellfounded.copies.origins import Edge
from wellfounded.terms.digest import Digest

_SAME_ORIGIN: Final = ("translation-of", "transcript-of", "certificate-of")


@dataclass(frozen=True, slots=True)
class Group:
    """Items that count once, in order of receipt, and the edges of copies between them."""

    items: tuple[Digest, ...]
    edges: tuple[Edge, ...]
    parents: dict[Digest, Digest]


class OriginMap:
    """The origins of a case. An item alone is an origin of its own."""

    def __init__(
        self, catalogue: Catalogue, visible: Callable[[Digest], bool] = lambda item: True
    ) -> None:
        """Read families and links; `visible` leaves out items an audience may not see, whatever they join."""
        self._catalogue, self._visible = catalogue, visible
        self._families: Families = families(catalogue)
        self._top: dict[Digest, Digest] = {}
        self._linked: list[tuple[Digest, Digest, str]] = []
        for family in self._families.origins:
            for item in family.items[1:]:
                self._join(family.items[0], item)
        for link in catalogue.links():
            if link.undone is None and link.kind in _SAME_ORIGIN:
                self._linked.append((link.source, link.target, link.kind))
                self._join(link.target, link.source)
        self._items: dict[Digest, list[Digest]] = {}
        for item in self._top:
            self._items.setdefault(self.of(item), []).append(item)

    def of(self, item: Digest) -> Digest:
        """Give the item that stands for the origin of an item."""
        while self._top.get(item, item) != item:
            item = self._top[item]
        return item

    def key(self, item: Digest) -> str:
        """Give the key of an item's origin in a support graph."""
        return f"origin:{self.of(item).hex[:16]}"

    def group(self, item: Digest) -> Group:
        """Give what counts once together with an item, as far as it is visible."""
        items = [i for i in self._items.get(self.of(item), [item]) if self._visible(i)]
        order = sorted(items, key=lambda i: (self._number(i), i.hex))
        family = self._families.of(item)
        inside = set(order)
        shown = () if family is None else family.edges
        parents = {} if family is None else family.parents
        return Group(
            tuple(order),
            tuple(e for e in shown if e.a in inside and e.b in inside),
            {i: p for i, p in parents.items() if i in inside and p in inside},
        )

    def links(self, item: Digest) -> Iterator[tuple[Digest, Digest, str]]:
        """Give the links by which items of the same origin were joined: source, target, kind."""
        top = self.of(item)
        return (link for link in self._linked if self.of(link[0]) == top)

    def root(self, item: Digest) -> Digest:
        """Give the item this was cut from as far as the material shows, itself where it shows nothing."""
        parents = self.group(item).parents
        seen = {item}
        while (above := parents.get(item)) is not None and above not in seen:
            seen.add(above)
            item = above
        return item

    def falls_with(self, item: Digest) -> set[Digest]:
        """Give what goes when an item is left out: itself and its copies, but those it was cut from as far as the material shows."""
        group = self.group(item)
        above = {item}
        at = item
        while (parent := group.parents.get(at)) is not None and parent not in above:
            above.add(parent)
            at = parent
        return ({*group.items, item} - above) | {item}

    def alike(self) -> Iterator[Joined]:
        """Give pairs of origins that have something in common without counting as one: a possible dependence, with its reason.

        What a person said is not one origin is none.
        """
        seen: set[frozenset[str]] = set()
        for edge in self._families.edges:
            a, b = self.key(edge.a), self.key(edge.b)
            pair = frozenset((a, b))
            if edge.joins or edge.ruling is not None or len(pair) == 1 or pair in seen:
                continue
            if self._visible(edge.a) and self._visible(edge.b):
                seen.add(pair)
                yield Joined(
                    a, b, "have something in common: " + "; ".join(edge.why[:2]), sure=False
                )

    def _join(self, a: Digest, b: Digest) -> None:
        for item in (a, b):
            self._top.setdefault(item, item)
        one, two = self.of(a), self.of(b)
        first, second = sorted((one, two), key=lambda i: (self._number(i), i.hex))
        self._top[second] = first

    def _number(self, item: Digest) -> int:
        known = self._families.known.get(item)
        return known.number if known is not None else self._catalogue.summary(item).number
