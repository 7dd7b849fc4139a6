"""How many independent origins a claim has, what it falls with, and where its support runs in a circle. No probability of truth.

The count is a range. The lower number takes every possible dependence as one, and lets only those count who are said to have
known; the upper takes only sure dependences, and lets those count of whom nobody said how they know. So what is unknown never
adds to the lower number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wellfounded.claims.support.circles import circle_in, components
from wellfounded.claims.support.disjoint import Disjoint, disjoint_and_more
from wellfounded.claims.support.graph import GROUNDS, Ground, SupportGraph


@dataclass(frozen=True, slots=True)
class Support:
    """What one claim rests on.

    `least` and `most` independent grounds. `paths`: that many chains for `least`, no two through one origin or speaker, each from
    the claim to a ground, as keys. `falls_with`: as few origins or speakers as leave, once removed, no path, nearest to the
    grounds. `falls_possibly_with`: the same for `most`. `grounds`: the kinds of ground reached. `circles`: chains that come back to
    themselves and reach no ground. `folded`: statements less the origins they stand in. `adrift`: nodes that reach no ground.
    """

    least: int
    most: int
    paths: tuple[tuple[str, ...], ...]
    falls_with: tuple[str, ...]
    falls_possibly_with: tuple[str, ...]
    grounds: tuple[Ground, ...]
    circles: tuple[tuple[str, ...], ...]
    folded: int
    adrift: tuple[str, ...]


def reckon(graph: SupportGraph, without: Iterable[str] = ()) -> Support:
    """Count the support of a claim; `without` leaves these nodes out, and everything they are joined with surely."""
    name = merged(graph, possible=False)
    gone = {name[key] for key in without if key in name}
    left_out = {key for key, merged in name.items() if merged in gone} if gone else set()
    sure = _Merged(graph, name, left_out)
    doubtful = any(not one.sure for one in graph.joined)
    possible = _Merged(graph, merged(graph, possible=True), left_out) if doubtful else sure
    low, high = sure.solve()
    if possible is not sure:
        low, _ = possible.solve()
    adrift = sure.adrift()
    return Support(
        len(low.paths),
        len(high.paths),
        tuple(possible.chain(path) for path in low.paths),
        possible.keys(low.cut),
        sure.keys(high.cut),
        sure.grounds(),
        sure.circles(adrift),
        sure.folded(),
        sure.keys(sorted(adrift)),
    )


class _Merged:
    """The origins and speakers of a graph, joined ones made one and numbered from 1; 0 is the claim, its statements taken out.

    Statements never count and only lead on, so the claim rests on what they rest on.
    """

    def __init__(self, graph: SupportGraph, name: Mapping[str, str], left_out: set[str]) -> None:
        self._graph = graph
        self._left_out = left_out
        counting = {
            k: node for k, node in graph.nodes.items() if node.sort in ("origin", "speaker")
        }
        kept = [key for key in counting if key not in left_out] if left_out else list(counting)
        self._order = [graph.claim, *dict.fromkeys([name[key] for key in kept])]
        first = {key: n for n, key in enumerate(self._order)}
        self._number = {key: first[name[key]] for key in kept}
        self._ground: list[set[Ground]] = [set() for _ in self._order]
        for key in kept:
            if (ground := counting[key].ground) is not None:
                self._ground[self._number[key]].add(ground)
        row = graph.rests.get(graph.claim, ())
        self._statements = [key for key in row if key not in left_out]
        self._led = self._leading()
        self._edges = self._resting()
        self._near = self._reached()

    def _leading(self) -> dict[int, str]:
        """Give what the statements rest on, each with the first statement that does."""
        led: dict[int, str] = {}
        for statement in self._statements:
            for other in self._graph.rests.get(statement, ()):
                if other in self._number:
                    led.setdefault(self._number[other], statement)
        return led

    def _resting(self) -> list[list[int]]:
        rows: list[dict[int, None]] = [{} for _ in self._order]
        number, rests = self._number, self._graph.rests
        for key, mine in number.items():
            rows[mine].update((number[o], None) for o in rests.get(key, ()) if o in number)
        rows[0].update(dict.fromkeys(self._led))
        return [[other for other in row if other != n] for n, row in enumerate(rows)]

    def _reached(self) -> list[int]:
        """Give the numbers of what the claim rests on, near or far, the claim first."""
        found, seen = [0], {0}
        for n in found:
            fresh = [other for other in self._edges[n] if other not in seen]
            seen.update(fresh)
            found += fresh
        return found

    def solve(self) -> tuple[Disjoint, Disjoint]:
        """Give the disjoint paths from the claim to known grounds, and to those and unknown ones."""
        known = [n for n in self._near if not self._ground[n].isdisjoint(GROUNDS)]
        unknown = [n for n in self._near if self._ground[n] == {"unknown"}]
        counts = [n > 0 for n in range(len(self._order))]
        return disjoint_and_more(self._edges, 0, known, unknown, counts)

    def keys(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Give the keys of merged nodes."""
        return tuple(self._order[n] for n in numbers)

    def chain(self, path: Sequence[int]) -> tuple[str, ...]:
        """Give the keys of a path, with the first statement that leads from the claim to it."""
        return (self._graph.claim, self._led[path[1]], *self.keys(path[1:]))

    def grounds(self) -> tuple[Ground, ...]:
        """Give the kinds of ground the claim reaches."""
        kinds = set().union(*(self._ground[n] for n in self._near))
        return tuple(kind for kind in GROUNDS if kind in kinds)

    def adrift(self) -> set[int]:
        """Give what the claim rests on from which no ground, known or not, is reached."""
        back: dict[int, list[int]] = {}
        for n in self._near:
            for other in self._edges[n]:
                back.setdefault(other, []).append(n)
        queue = [n for n in self._near if self._ground[n]]
        stands = set(queue)
        for n in queue:
            fresh = [other for other in back.get(n, ()) if other not in stands]
            stands.update(fresh)
            queue += fresh
        return set(self._near) - stands - {0}

    def circles(self, adrift: set[int]) -> tuple[tuple[str, ...], ...]:
        """Give one circle for each group of nodes that rest on each other and reach no ground."""
        order = sorted(adrift)
        number = {n: m for m, n in enumerate(order)}
        inside = [[number[other] for other in self._edges[n] if other in number] for n in order]
        found = (circle_in(inside, one) for one in components(inside))
        return tuple(sorted(self.keys(order[m] for m in circle) for circle in found if circle))

    def folded(self) -> int:
        """Count the statements beyond one for each origin they stand in."""
        near = {self._order[n] for n in self._near}
        origins = sum(1 for key in near if self._graph.nodes[key].sort == "origin")
        rests, number = self._graph.rests, self._number
        standing = [k for k in self._statements if any(o in number for o in rests.get(k, ()))]
        return max(0, len(standing) - origins)


def merged(graph: SupportGraph, *, possible: bool) -> dict[str, str]:
    """Give for each node the key that stands for all it is joined with: the first of them in the graph's order."""
    name = {key: key for key in graph.nodes}
    joined = [one for one in graph.joined if one.sure or possible]
    if not joined:
        return name

    def find(key: str) -> str:
        while name[key] != key:
            name[key] = name[name[key]]
            key = name[key]
        return key

    order = {key: n for n, key in enumerate(graph.nodes)}
    for one in joined:
        a, b = sorted((find(one.a), find(one.b)), key=order.__getitem__)
        name[b] = a
    return {key: find(key) for key in graph.nodes}
