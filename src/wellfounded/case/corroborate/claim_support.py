"""From the links of a claim to its two sides: supports and denials, each with its origins, range, cut, circles and dependences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wellfounded.case.corroborate.origin_map import OriginMap
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import HeldLink, Same
from wellfounded.claims.grounds import Bearing, Grounded, dependences, grounded
from wellfounded.claims.sources import Name, head, named, outlet_in_title
from wellfounded.claims.support import Support, SupportGraph, merged, reckon
from wellfounded.claims.view import (
    DrawnNode,
    Publication,
    Resting,
    Side,
    Source,
    Stance,
)
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

_CAPTURED: Final = frozenset({"image", "video", "audio"})


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an item as a publication: its name, who published it, its kind, and every source its statements name."""

    item: Digest
    name: str
    outlet: str
    kind: str
    names: tuple[Name, ...]


class Grounding:
    """What the support of all claims of a case is worked out from, read once."""

    def __init__(
        self,
        catalogue: Catalogue,
        said: Iterable[Same] = (),
        visible: Callable[[Digest], bool] = lambda item: True,
        canonical: Callable[[str], str] = lambda shown: shown,
    ) -> None:
        """Read the origins of the case; `said` is people's word on sources, `visible` what an audience may see.

        `canonical` gives the one of several names that mean the same.
        """
        self._canonical = canonical
        self._catalogue = catalogue
        self.visible = visible
        self.origins = OriginMap(catalogue, visible)
        self._said = [self._keyed(one) for one in said]
        self._alike = tuple(self.origins.alike())
        self.about = lru_cache(maxsize=None)(self._about)
        self._text = lru_cache(maxsize=64)(self._read)

    def chain(self, link: HeldLink) -> tuple[Source, ...]:
        """Give the chain of a link as people read it, who stands nearest to the reader first."""
        found = {named(name.shown): name for name in reversed(self._names(link, link.item))}
        return tuple(Source(head(name.shown), name.role) for name in reversed(found.values()))

    def left_out(self, source: str) -> tuple[set[Digest], set[str]]:
        """Give what leaving out a source takes away: the items it published with their copies, and the names it goes by.

        `source` is a name, or a digest of an item as it is written in full.
        """
        wanted = named(source)
        items: set[Digest] = set()
        for summary in self._catalogue.items():
            about = self.about(summary.digest)
            if str(summary.digest) == source or (about.outlet and named(about.outlet) == wanted):
                items |= self.origins.falls_with(summary.digest)
        return items, {wanted}

    def side(
        self,
        text: str,
        stance: Stance,
        links: Sequence[HeldLink],
        without: tuple[set[Digest], set[str]] = (set(), set()),
    ) -> Side:
        """Give one side of a claim from the links that count for it."""
        mine = [k for k in links if k.stance == stance and k.item not in without[0]]
        built = grounded(
            text,
            [self._bearing(link) for link in mine],
            {self.origins.key(k.item): self._origin_name(k.item) for k in mine},
            self._alike,
            self._said,
            [name for k in mine for name in self.about(k.item).names],
            {k.item.hex[:16]: self.about(k.item).name for k in mine},
            self._canonical,
        )
        gone = [k.key for k in built.sources.all() if named(k.shown) in without[1]]
        support = reckon(built.graph, gone)
        return _side(stance, built, support, self._resting(mine), len({k.item for k in mine}))

    def _bearing(self, link: HeldLink) -> Bearing:
        item = link.item
        whole = link.place is None
        captured = self.about(item).kind in _CAPTURED
        knows = link.knows or ("measurement" if whole and captured else None)
        root = self._answering(link)
        return Bearing(link.number, self.origins.key(item), self._names(link, root), knows, whole)

    def _answering(self, link: HeldLink) -> Digest:
        """Give the item whose outlet answers for the words of a link: that from which its own was cut, if they stand there too."""
        root = self.origins.root(link.item)
        if root == link.item or link.place is None:
            return link.item
        return root if " ".join(link.place.words.split()) in self._text(root) else link.item

    def _names(self, link: HeldLink, published: Digest) -> tuple[Name, ...]:
        """Give the sources of a link from the reader on: who published it, then the chain of the statement."""
        if link.place is None:
            return ()
        text = link.item.hex[:16]
        outlet = self.about(published).outlet
        found = [Name(text, outlet, "outlet", own=True)] if outlet else []
        statement = link.statement
        if statement is not None:
            found += [Name(text, one.who, one.role) for one in statement.chain]
            if statement.speaker and found and statement.chain:
                found[-1] = Name(text, statement.speaker, found[-1].role)
        if link.speaker:
            last = [Name(text, link.speaker, "person")]
            found = [*(found[:-1] if statement is not None and statement.chain else found), *last]
        return tuple(found)

    def _read(self, item: Digest) -> str:
        return " ".join(" ".join(p.text for p in self._catalogue.passages(item)).split())

    def _about(self, item: Digest) -> About:
        summary = self._catalogue.summary(item)
        outlet = outlet_of(self._catalogue, item)
        text = item.hex[:16]
        names = [
            Name(text, shown, one.role)
            for statement in self._catalogue.statements(item)
            for one in statement.chain
            for shown in dict.fromkeys((one.who, statement.speaker))
            if shown
        ]
        return About(
            item, summary.name or item.hex[:12], outlet, summary.kind, tuple(dict.fromkeys(names))
        )

    def _origin_name(self, item: Digest) -> str:
        group = self.origins.group(item).items or (item,)
        name = self.about(group[0]).name
        rest = len(group) - 1
        return name if not rest else f"{name} and {rest} of the same origin"

    def _resting(self, links: Sequence[HeldLink]) -> tuple[Resting, ...]:
        found: dict[str, list[HeldLink]] = {}
        for link in links:
            found.setdefault(self.origins.key(link.item), []).append(link)
        return tuple(self._one(key, held) for key, held in found.items())

    def _one(self, key: str, held: Sequence[HeldLink]) -> Resting:
        item = held[0].item
        group = self.origins.group(item)
        publications = tuple(
            Publication(
                one,
                self.about(one).name,
                self.about(one).outlet,
                tuple(link.number for link in held if link.item == one),
            )
            for one in group.items or (item,)
        )
        why = [
            (
                e.a,
                e.b,
                e.why if e.ruling is None else (*e.why, _ruled(e.ruling.by, e.ruling.because)),
            )
            for e in group.edges
            if e.joins
        ]
        why += [
            (a, b, (kind,))
            for a, b, kind in self.origins.links(item)
            if self.visible(a) and self.visible(b)
        ]
        outlets = tuple(dict.fromkeys(p.outlet for p in publications if p.outlet))
        return Resting(key, self._origin_name(item), publications, outlets, tuple(why))

    def _keyed(self, one: Same) -> tuple[str, str, bool, str]:
        """Give a person's word on two sources, items led to their origins as these stand now."""
        a, b = (self.origins.key(Digest.parse(n)) if is_digest(n) else n for n in (one.a, one.b))
        return (a, b, one.same, f"{one.because} (by {one.by})")


def outlet_of(catalogue: Catalogue, item: Digest) -> str:
    """Give who published an item by its own word: what a page says of its site, else the end of its title; empty where neither."""
    facts = [(f.name, str(f.value)) for f in catalogue.facts(item)]
    outlet = next((value for name, value in facts if name == "html.outlet"), "")
    titles = (value for name, value in facts if name == "html.title")
    return outlet or next(filter(None, map(outlet_in_title, titles)), "")


def is_digest(text: str) -> bool:
    """Say whether text is a digest as it is written in full."""
    try:
        Digest.parse(text)
    except Mistaken:
        return False
    return True


def _ruled(by: str, because: str) -> str:
    return f"joined by {by}: {because}"


def _side(
    stance: Stance, built: Grounded, support: Support, resting: tuple[Resting, ...], items: int
) -> Side:
    graph = built.graph
    name = {key: node.name for key, node in graph.nodes.items()}

    def shown(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(name[key] for key in keys)

    return Side(
        stance=stance,
        least=support.least,
        most=support.most,
        publications=items,
        folded=max(0, items - len(resting)),
        grounds=support.grounds,
        unknown=any(node.ground == "unknown" for node in graph.nodes.values()),
        origins=resting,
        paths=tuple(
            shown([k for k in path if graph.nodes[k].sort in ("origin", "speaker")])
            for path in support.paths
        ),
        falls_with=_with_others(graph, support.falls_with, possible=True),
        possibly_falls_with=_with_others(graph, support.falls_possibly_with, possible=False),
        circles=tuple(shown(circle) for circle in support.circles),
        adrift=shown(support.adrift),
        dependences=dependences(built),
        nodes=_drawn(graph, built, support),
        edges=tuple((a, b) for a, row in graph.rests.items() for b in row),
    )


def _with_others(graph: SupportGraph, keys: Sequence[str], *, possible: bool) -> tuple[str, ...]:
    """Give the names of what a claim falls with; where it counts as one with others, or may, those are named too."""
    groups = merged(graph, possible=possible)
    found = []
    for key in keys:
        others = [
            graph.nodes[k].name for k, top in groups.items() if top == groups[key] and k != key
        ]
        found.append(
            graph.nodes[key].name + (f" (counts as one with {', '.join(others)})" if others else "")
        )
    return tuple(found)


def _drawn(graph: SupportGraph, built: Grounded, support: Support) -> tuple[DrawnNode, ...]:
    cut = {*support.falls_with} or {*support.falls_possibly_with}
    round_ = {key for circle in support.circles for key in circle}
    return tuple(
        DrawnNode(
            node.key, node.sort, node.name, node.ground, key in cut, key in round_,
            built.links.get(key, ()),
        )
        for key, node in graph.nodes.items()
    )  # fmt: skip
