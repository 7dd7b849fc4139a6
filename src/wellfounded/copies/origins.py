"""Origins: from pairs to families, each with its edges, their direction where something shows it, and the evidence for both.

A family is what may be counted once. Footage, pictures, sound and texts join where all of one stands in the other or tells it
anew, and by what a person decided.
Where each has something the other has not, the edge is shown and does not join: a film put together from two clips would make them one.
Direction is stated only where the material shows it; clocks are listed beside it, each with its owner, and decide nothing alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from wellfounded.copies.copy import ONE_ORIGIN, Box, Copy, Side
from wellfounded.copies.text.weigh import credited_in
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment

Direction = Literal["a to b", "b to a", "unknown"]

_WHOLE: Final = frozenset({"copy", "derived"})
_MOVING: Final = "video"
_LONGER: Final = 1.05
_LARGER: Final = 1.3
_COVERED: Final = 0.9
_SEEN: Final = 0.6
_FULL, _CROPPED, _INSET = 0.85, 0.75, 0.35
"""Shares of a frame: nearly all of it; clearly a part of it; so small that it may as well have been laid into the other."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time that stands with an item, and whose word it is: `published, stated by mina`, `container.created, the file's own word`."""

    moment: Moment
    whose: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an item apart from its copies: name, kind, length (microseconds), pixels, number of receipt, its clocks."""

    item: Digest
    name: str = ""
    kind: str = ""
    length: int = 0
    pixels: int = 0
    number: int = 0
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided about two items: that they are one origin (join), or not (split)."""

    a: Digest
    b: Digest
    join: bool
    by: str
    because: str
    entry: int


@dataclass(frozen=True, slots=True)
class Edge:
    """Two items with something in common. `joins` says that they count as one.

    `why` gives each reason of the material by itself, `times` what the clocks beside the items say.
    """

    a: Digest
    b: Digest
    copies: tuple[Copy, ...]
    joins: bool
    direction: Direction
    why: tuple[str, ...]
    times: tuple[str, ...] = ()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A family of items, in order of receipt, with all edges between them. One item alone is a family of itself.

    `parents` names, for each item that was cut from another of the family as far as the material shows, that other.
    `notes` say what may make it more than one recording.
    """

    items: tuple[Digest, ...]
    edges: tuple[Edge, ...]
    parents: Mapping[Digest, Digest]
    notes: tuple[str, ...] = ()


def edges(
    copies: Iterable[Copy], rulings: Sequence[Ruling], known: Mapping[Digest, Known]
) -> list[Edge]:
    """Give one edge for each pair with something in common or decided about; the newest ruling on a pair holds."""
    pairs: dict[tuple[Digest, Digest], list[Copy]] = {}
    for copy in copies:
        if copy.a.item != copy.b.item:
            one = copy if _first(copy.a.item, copy.b.item, known) else copy.turned_round()
            pairs.setdefault((one.a.item, one.b.item), []).append(one)
    held = {_ordered(r.a, r.b, known): r for r in sorted(rulings, key=lambda r: r.entry)}
    for pair in held:
        pairs.setdefault(pair, [])
    return [_edge(a, b, tuple(found), held.get((a, b)), known) for (a, b), found in pairs.items()]


def origins(found: Sequence[Edge], known: Mapping[Digest, Known]) -> list[Origin]:
    """Give the families of two and more items, the earliest received first."""
    top: dict[Digest, Digest] = {}

    def root(item: Digest) -> Digest:
        while top.setdefault(item, item) != item:
            top[item] = item = top[top[item]]
        return item

    for edge in found:
        if edge.joins:
            one, two = sorted((root(edge.a), root(edge.b)), key=lambda d: _place(d, known))
            top[two] = one
    families: dict[Digest, list[Digest]] = {}
    for item in sorted(top, key=lambda d: _place(d, known)):
        families.setdefault(root(item), []).append(item)
    return [_origin(items, found) for items in families.values() if len(items) > 1]


def _origin(items: list[Digest], found: Sequence[Edge]) -> Origin:
    inside = set(items)
    mine = tuple(e for e in found if e.a in inside and e.b in inside)
    return Origin(tuple(items), mine, _parents(mine), tuple(_notes(mine)))


def _place(item: Digest, known: Mapping[Digest, Known]) -> tuple[int, str]:
    return (known[item].number if item in known else 0, item.hex)


def _first(a: Digest, b: Digest, known: Mapping[Digest, Known]) -> bool:
    return _place(a, known) <= _place(b, known)


def _ordered(a: Digest, b: Digest, known: Mapping[Digest, Known]) -> tuple[Digest, Digest]:
    return (a, b) if _first(a, b, known) else (b, a)


def _edge(
    a: Digest,
    b: Digest,
    copies: tuple[Copy, ...],
    ruling: Ruling | None,
    known: Mapping[Digest, Known],
) -> Edge:
    joins, why = _joins(copies, known.get(a), known.get(b))
    direction, shown = _direction(copies, known.get(a), known.get(b))
    times = tuple(_earlier(known.get(a), known.get(b)))
    joins = joins if ruling is None else ruling.join
    return Edge(a, b, copies, joins, direction, (*why, *shown), times, ruling)


def _joins(copies: tuple[Copy, ...], a: Known | None, b: Known | None) -> tuple[bool, list[str]]:
    """Say whether a pair counts as one, and why not where it nearly does."""
    why = list(dict.fromkeys(f"{c.verdict} ({c.kind}, score {c.score / 1000:.2f})" for c in copies))
    one = [c for c in copies if c.verdict in ONE_ORIGIN]
    whole = any(c.verdict in _WHOLE for c in one) or _all_of_one(_without_words(one), a, b)
    if not whole:
        return False, why
    if all(c.kind == "sound" for c in one) and a and b and a.kind == b.kind == _MOVING:
        why.append(
            "only the sound is shared: one event heard by two cameras, or a sound laid under other pictures; "
            "a person can join them"
        )
        return False, why
    return True, why


def _without_words(copies: Sequence[Copy]) -> list[Copy]:
    """Leave copies of text out: a passage of one in the other says nothing of the rest, and has no length or frame to hold it against."""
    return [c for c in copies if c.kind != "text"]


def _all_of_one(copies: Sequence[Copy], a: Known | None, b: Known | None) -> bool:
    """Say whether all of one item stands in the other: its seconds, and most of its frame where only matched points are boxed."""
    return any(
        k is not None and _seconds(copies, side, k) >= _COVERED and _frame(copies, side, k) >= _SEEN
        for side, k in (("a", a), ("b", b))
    )


def _seconds(copies: Sequence[Copy], side: str, known: Known) -> float:
    """Give the share of an item's length that the copies cover; a picture has none and is covered by any."""
    spans = sorted((s.start, s.end) for s in _sides(copies, side) if s.start is not None and s.end)
    if not spans or not known.length:
        return 1.0 if copies and not known.length else 0.0
    covered, reached = 0, 0
    for start, end in spans:
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered / known.length


def _frame(copies: Sequence[Copy], side: str, known: Known) -> float:
    """Give the largest share of an item's frame that a copy covers; sound has no frame."""
    shares = [
        1.0 if s.box is None else _area(s.box) / max(known.pixels, 1) for s in _sides(copies, side)
    ]
    return max(shares, default=0.0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) / 1_000_000


def _sides(copies: Sequence[Copy], side: str) -> list[Side]:
    return [c.a if side == "a" else c.b for c in copies]


def _direction(
    copies: tuple[Copy, ...], a: Known | None, b: Known | None
) -> tuple[Direction, list[str]]:
    """Say which is cut from which, where all that the material shows points one way."""
    one = [c for c in copies if c.verdict in ONE_ORIGIN]
    said: list[str] = []
    votes: set[Direction] = set()
    if a is not None and b is not None and one:
        for letter, other, way, k, o in (("a", "b", "a to b", a, b), ("b", "a", "b to a", b, a)):
            shown = [*_holds_more(_without_words(one), letter, other, k, o), *_credits(one, o)]
            said += shown
            if shown:
                votes.add("a to b" if way == "a to b" else "b to a")
        said += _larger(a, b)
    if len(votes) == 1:
        return votes.pop(), said
    if votes:
        said.append("what the material shows points both ways")
    return "unknown", said


def _holds_more(
    copies: Sequence[Copy], letter: str, other: str, known: Known, less: Known
) -> Iterable[str]:
    """Say what the one item has of the other that the other has not of it: more seconds, or more of the frame."""
    if _seconds(copies, other, less) < _COVERED:
        return
    if known.length > less.length * _LONGER and less.length:
        yield f"{letter} is longer: it has what {other} leaves out"
    part, rest = _frame(copies, letter, known), _frame(copies, other, less)
    if known.pixels and rest >= _FULL and _INSET <= part < _CROPPED:
        yield f"{other} shows a part of the frame of {letter} ({part:.0%} of it)"


def _credits(copies: Sequence[Copy], less: Known) -> Iterable[str]:
    """Say that the one text names who published the other."""
    found = (e for c in copies if c.kind == "text" for e in c.evidence)
    said = (e.said for e in found if credited_in(e) == less.item.hex[:12])
    yield from dict.fromkeys(said)


def _larger(a: Known, b: Known) -> Iterable[str]:
    if not a.pixels or not b.pixels or 1 / _LARGER <= a.pixels / b.pixels <= _LARGER:
        return
    more = "a" if a.pixels > b.pixels else "b"
    yield f"{more} has more pixels (enlarging gives those too: this decides nothing alone)"


def _earlier(a: Known | None, b: Known | None) -> Iterable[str]:
    """Say which is earlier by the clocks that stand with them; only spans that do not touch are told apart."""
    for letter, other, one, two in (("a", "b", a, b), ("b", "a", b, a)):
        if one is None or two is None or not one.clocks or not two.clocks:
            return
        first = min(one.clocks, key=lambda c: c.moment.interval()[1])
        second = min(two.clocks, key=lambda c: c.moment.interval()[0])
        if first.moment.interval()[1] <= second.moment.interval()[0]:
            yield (
                f"{letter} is earlier: {first.moment.local} ({first.whose}) against "
                f"{second.moment.local} for {other} ({second.whose})"
            )


def _parents(found: Sequence[Edge]) -> dict[Digest, Digest]:
    """Give for each item the one it is cut from: of several, that with which the most is shared."""
    best: dict[Digest, tuple[int, Digest]] = {}
    for edge in found:
        if edge.direction == "unknown" or not edge.joins:
            continue
        source, made = (edge.a, edge.b) if edge.direction == "a to b" else (edge.b, edge.a)
        score = max((c.score for c in edge.copies), default=0)
        if made not in best or score > best[made][0]:
            best[made] = (score, source)
    parents = {made: source for made, (_, source) in best.items()}
    return {m: s for m, s in parents.items() if not _circles(m, parents)}


def _circles(item: Digest, parents: Mapping[Digest, Digest]) -> bool:
    seen, at = {item}, parents.get(item)
    while at is not None and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return at is not None


def _notes(found: Sequence[Edge]) -> Iterable[str]:
    """Say where one item holds two others that have nothing in common: it may be put together from both."""
    joined = {frozenset((e.a, e.b)) for e in found}
    around: dict[Digest, list[Digest]] = {}
    for edge in found:
        if edge.joins:
            around.setdefault(edge.a, []).append(edge.b)
            around.setdefault(edge.b, []).append(edge.a)
    for item, others in around.items():
        apart = [
            (one, two)
            for n, one in enumerate(others)
            for two in others[n + 1 :]
            if frozenset((one, two)) not in joined
        ]
        if apart:
            yield (
                f"{item.hex[:12]} has something in common with items that have nothing in common with each other: "
                "it may be cut from them, or they from it. They are counted once"
            )
