"""The pages of claims: the matrix of paragraphs and what bears on them, and a page for each claim with its two sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from wellfounded.claims.view import Cited, ClaimLink, ClaimView, Resting, Side, State
from wellfounded.copies.text.beside import Beside
from wellfounded.report import paths
from wellfounded.report.kin import Kin
from wellfounded.report.support_picture import GROUNDS, Picture, picture
from wellfounded.report.words_beside import Pair, Quoted, WordsBeside, words_beside
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus

MOST_PAIRS: Final = 12
_STATES: Final[tuple[State, ...]] = ("confirmed", "accepted")


@dataclass(frozen=True, slots=True)
class Bears:
    """What bears on a claim in one cell of the matrix: the item, its tab if it is an exhibit, how many links, and whether all were opened."""

    item: Digest
    name: str
    tab: str
    links: tuple[int, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One claim in the matrix: what supports and what denies it, and how much was suggested and not counted."""

    claim: ClaimView
    supported: tuple[Bears, ...]
    denied: tuple[Bears, ...]
    suggested: int

    @property
    def group(self) -> str:
        """What the claim stands in: the name of the paper, or nothing for one written by hand."""
        return self.claim.place.name if self.claim.place is not None else ""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many claims there are, and of how many something that counts supports, denies, or does neither."""

    claims: int
    supported: int
    denied: int
    both: int
    nothing: int


def row(claim: ClaimView, tabs: Mapping[Digest, str]) -> Row:
    """Give the row of a claim."""
    return Row(
        claim,
        tuple(_bears(claim, "supports", tabs)),
        tuple(_bears(claim, "denies", tabs)),
        claim.count("suggested"),
    )


def sums(rows: Sequence[Row]) -> Sums:
    """Count the rows."""
    supported = sum(bool(r.supported) for r in rows)
    denied = sum(bool(r.denied) for r in rows)
    both = sum(bool(r.supported and r.denied) for r in rows)
    return Sums(len(rows), supported, denied, both, len(rows) - supported - denied + both)


def _bears(claim: ClaimView, stance: str, tabs: Mapping[Digest, str]) -> Iterator[Bears]:
    found: dict[Digest, list[ClaimLink]] = {}
    for link in claim.links:
        if link.stance == stance and link.state in _STATES and not link.withdrawn:
            found.setdefault(link.place.item, []).append(link)
    rows = sorted(found.items(), key=lambda f: any(k.state != "confirmed" for k in f[1]))
    for item, links in rows:
        opened = all(link.state == "confirmed" for link in links)
        numbers = tuple(link.number for link in links)
        yield Bears(item, links[0].place.name, tabs.get(item, ""), numbers, opened)


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage around cited words in three parts: before, the words, after; all in `words` where it is not known."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin on the page of a claim: its publications by siglum, and the passages of its copies that hold the cited words."""

    resting: Resting
    sigla: Mapping[Digest, str]
    told: WordsBeside | None
    pairs: tuple[tuple[str, str, Pair], ...]
    href: str


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a claim as the page shows it."""

    side: Side
    title: str
    word: str
    links: tuple[ClaimLink, ...]
    accepted: Side | None
    drawing: Picture | None
    origins: tuple[Origin, ...]

    def captured(self, link: ClaimLink) -> bool:
        """Whether a link counts as a measurement because its item, linked as a whole, recorded something."""
        nodes = (n for n in self.side.nodes if n.sort == "origin" and link.number in n.links)
        return not link.place.words and any(n.ground == "measurement" for n in nodes)

    def rests(self, key: str) -> list[str]:
        """Give the names of what a node rests on."""
        names = {node.key: node.name for node in self.side.nodes}
        return [names[b] for a, b in self.side.edges if a == key]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words of cited items stand in this report: by item, the locus of each passage and its exact place.

    `bearing` are the links in an item that count, each with its claim.
    """

    found: dict[Digest, list[tuple[Locus, str]]]
    bearing: dict[Digest, list[tuple[ClaimView, ClaimLink]]]

    def note(self, item: Digest, locus: Locus, href: str) -> None:
        """Keep a place of an item that claims cite; others are passed over."""
        if item in self.found:
            self.found[item].append((locus, href))

    def of(self, place: Cited) -> str:
        """Give the exact place of cited words, or the page of their item."""
        if place.locus is not None:
            for locus, href in self.found.get(place.item, ()):
                if _holds(locus, place.locus):
                    return href
        return paths.item(place.item)


def places(claims: Iterable[ClaimView], others: Iterable[Digest] = ()) -> Places:
    """Give an empty list of places for every item that claims cite, and for others that are cited."""
    found: dict[Digest, list[tuple[Locus, str]]] = {item: [] for item in others}
    bearing: dict[Digest, list[tuple[ClaimView, ClaimLink]]] = {}
    for claim in claims:
        if claim.place is not None:
            found[claim.place.item] = []
        for link in claim.links:
            found[link.place.item] = []
            if link.state in _STATES and not link.withdrawn:
                bearing.setdefault(link.place.item, []).append((claim, link))
    return Places(found, bearing)


def _holds(passage: Locus, cited: Locus) -> bool:
    """Say whether a cited place lies in a passage."""
    one, two = (replace(locus, chars=None, member=None) for locus in (passage, cited))
    if one != two:
        return False
    if passage.chars is None or cited.chars is None:
        return True
    return passage.chars[0] <= cited.chars[0] < passage.chars[1]


@dataclass(frozen=True, slots=True)
class ClaimPages:
    """What the pages of claims draw from, besides the claims: families of copies, and the words of items."""

    kin: Sequence[Kin]
    quoted: Callable[[Digest], Quoted | None]
    _told: dict[tuple[Digest, ...], WordsBeside] = field(default_factory=dict)

    def halves(self, claim: ClaimView) -> list[Half]:
        """Give both sides of a claim, alike."""
        return [
            self._half(claim, claim.support, claim.accepted_support, "Supported", "supports"),
            self._half(claim, claim.denial, claim.accepted_denial, "Denied", "denies"),
        ]

    def _half(self, claim: ClaimView, side: Side, accepted: Side, title: str, stance: str) -> Half:
        mine = (k for k in claim.links if k.stance == stance and not k.withdrawn)
        kept = sorted((k for k in mine if k.state in _STATES), key=lambda k: _STATES.index(k.state))
        links = tuple(kept)
        more = (
            accepted
            if accepted.publications > side.publications or accepted.edges != side.edges
            else None
        )
        origins = tuple(self._origin(one, links) for one in side.origins)
        return Half(side, title, stance, links, more, picture(side), origins)

    def _origin(self, resting: Resting, links: Sequence[ClaimLink]) -> Origin:
        items = [p.item for p in resting.publications]
        number, kin = next(
            (
                (n, k)
                for n, k in enumerate(self.kin)
                if {*items} <= {m.item for m in k.members} and k.once
            ),
            (0, None),
        )
        if kin is None or len(items) < 2:
            return Origin(resting, {}, None, (), "")
        told = self._told.get(tuple(items))
        if told is None:
            told = self._told[tuple(items)] = words_beside(_among(kin, items), self.quoted)
        words = [k.place.words for k in links if k.place.item in items and k.place.words]
        pairs = tuple(_pairs(told, words))
        return Origin(resting, told.sigla, told, pairs, paths.origin(kin.members[0].item, number))


def _among(kin: Kin, items: Sequence[Digest]) -> Kin:
    """Give a family with some of its members only."""
    members = tuple(m for m in kin.members if m.item in items)
    kept = {m.item for m in members}
    return replace(
        kin, members=members, relations=tuple(r for r in kin.relations if {r.a, r.b} <= kept)
    )


def _pairs(told: WordsBeside, words: Sequence[str]) -> Iterator[tuple[str, str, Pair]]:
    """Give the passages that hold cited words, of the base with each other copy."""
    wanted = [" ".join(w.split()) for w in words]
    near = [(k, p) for k, p in (told.pairs or {}).items() if told.base in k]
    for (a, b), pair in near[:MOST_PAIRS]:
        rows = tuple(row for row in pair.passages if any(_has(row, w) for w in wanted))
        if rows:
            yield told.sigla[a], told.sigla[b], Pair(rows, pair.languages)


def _has(row: Beside, words: str) -> bool:
    sides = ("".join(s.text for s in side) for side in (row.left, row.right))
    return any(words in " ".join(text.split()) for text in sides)


def cut(place: Cited) -> Cut:
    """Cut a passage at the cited words."""
    if place.at is None or not place.passage:
        return Cut("", place.words, "")
    start, end = place.at
    return Cut(place.passage[:start], place.passage[start:end], place.passage[end:])


def basis(side: Side) -> str:
    """Say which kinds of basis a side reaches, in words."""
    kinds = [GROUNDS[ground] for ground in side.grounds]
    if side.unknown:
        kinds.append(
            "of some source nobody stated how it could know" if kinds else GROUNDS["unknown"]
        )
    return ", ".join(kinds)
