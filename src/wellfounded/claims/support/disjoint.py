"""The most paths that share no node, and the fewest nodes that every path passes: exact, by maximum flow.

Menger's theorem (1927): the two numbers are the same. Dinitz's algorithm on the graph with each node split in two; with nodes of
capacity one it takes O(sqrt(n) * m) steps (Even and Tarjan 1975). A first round takes plain paths greedily, which on the wide and
shallow graphs of real claims is nearly all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_MANY: Final = 1 << 40


@dataclass(frozen=True, slots=True)
class Disjoint:
    """`paths`: as many node paths as there can be, no two through one node that counts. `cut`: as few such nodes as stop every path,
    of all such sets the one nearest to the ends."""

    paths: tuple[tuple[int, ...], ...]
    cut: tuple[int, ...]


def disjoint(
    edges: Sequence[Sequence[int]], start: int, ends: Sequence[int], counts: Sequence[bool]
) -> Disjoint:
    """Solve for paths from `start` to any of `ends`.

    `edges[n]` are the nodes n leads to; `counts[n]` says whether no two paths may share n and a cut may hold it. If a path passes no
    node that counts, the cut is empty and the paths are one of those. Deterministic for the order of the edges.
    """
    flow = _Flow(edges, start, ends, counts)
    flow.open(ends)
    return flow.solution()


def disjoint_and_more(
    edges: Sequence[Sequence[int]],
    start: int,
    ends: Sequence[int],
    more: Sequence[int],
    counts: Sequence[bool],
) -> tuple[Disjoint, Disjoint]:
    """Solve for paths to `ends`, then to these and `more`, going on from the first solution; as `disjoint` twice, at the price of one."""
    flow = _Flow(edges, start, (*ends, *more), counts)
    flow.open(ends)
    first = flow.solution()
    flow.open(more)
    return first, flow.solution()


class _Flow:
    """A network of arcs: node n is split into 2n (in) and 2n + 1 (out), the last vertex is the sink.

    Only what lies on some way from the start to an end has arcs: the rest is on no path and in no cut.
    """

    def __init__(
        self,
        edges: Sequence[Sequence[int]],
        start: int,
        ends: Sequence[int],
        counts: Sequence[bool],
    ) -> None:
        self.source, self.sink = 2 * start + 1, 2 * len(edges)
        self.to: list[int] = []
        self.room: list[int] = []
        self.arcs: list[list[int]] = [[] for _ in range(2 * len(edges) + 1)]
        self.bounded = True
        between = self._between = _between(edges, start, ends)
        for n in sorted(between):
            self._arc(2 * n, 2 * n + 1, 1 if counts[n] else _MANY)
            for other in edges[n]:
                if other in between:
                    self._arc(2 * n + 1, 2 * other, _MANY)

    def open(self, ends: Sequence[int]) -> None:
        """Let paths end in these nodes too."""
        for n in ends:
            if n in self._between:
                self._arc(2 * n + 1, self.sink, _MANY)

    def solution(self) -> Disjoint:
        """Push what can be pushed and read paths and cut off the flow."""
        self.run()
        return Disjoint(self.paths(), self.cut() if self.bounded else ())

    def _arc(self, a: int, b: int, room: int) -> None:
        self.arcs[a].append(len(self.to))
        self.arcs[b].append(len(self.to) + 1)
        self.to += (b, a)
        self.room += (room, 0)

    def run(self) -> None:
        """Push flow until no path is left; a path without any bound pushes one unit and ends the count."""
        while self._levels():
            at = [0] * len(self.arcs)
            while path := self._path(at):
                if min(self.room[arc] for arc in path) > 1:
                    self.bounded = False
                for arc in path:
                    self.room[arc] -= 1
                    self.room[arc ^ 1] += 1
                if not self.bounded:
                    return

    def _levels(self) -> bool:
        """Number the vertices by their distance to the sink; False when the source cannot reach it.

        Counted from the sink, so that a path leaves the source only for what leads on.
        """
        to, room, arcs = self.to, self.room, self.arcs
        self.level = level = [-1] * len(arcs)
        level[self.sink] = 0
        queue = [self.sink]
        source = self.source
        for vertex in queue:
            if level[source] >= 0:
                break
            above = level[vertex] + 1
            for arc in arcs[vertex]:
                if room[arc ^ 1] and level[to[arc]] < 0:
                    level[to[arc]] = above
                    queue.append(to[arc])
        return level[source] >= 0

    def _path(self, at: list[int]) -> list[int]:
        """Walk down the levels to the sink; dead ends are not tried again in this round."""
        to, room, level, arcs = self.to, self.room, self.level, self.arcs
        path: list[int] = []
        vertex, sink = self.source, self.sink
        while vertex != sink:
            row, below = arcs[vertex], level[vertex] - 1
            for place in range(at[vertex], len(row)):
                arc = row[place]
                if room[arc] and level[to[arc]] == below:
                    at[vertex] = place
                    path.append(arc)
                    vertex = to[arc]
                    break
            else:
                at[vertex] = len(row)
                if not path:
                    return path
                vertex = to[path.pop() ^ 1]
                at[vertex] += 1
        return path

    def paths(self) -> tuple[tuple[int, ...], ...]:
        """Read the paths off the flow: each arc is used as often as flow went through it."""
        used = {arc: self.room[arc ^ 1] for arc in range(0, len(self.to), 2) if self.room[arc ^ 1]}
        found = []
        for first in self.arcs[self.source]:
            while used.get(first, 0) > 0:
                found.append(self._follow(first, used))
        return tuple(found)

    def _follow(self, arc: int, used: dict[int, int]) -> tuple[int, ...]:
        nodes = [self.source // 2]
        while True:
            used[arc] -= 1
            vertex = self.to[arc]
            if vertex == self.sink:
                return tuple(nodes)
            if vertex % 2 == 0:
                nodes.append(vertex // 2)
            arc = next(n for n in self.arcs[vertex] if used.get(n, 0) > 0)

    def cut(self) -> tuple[int, ...]:
        """Give the nodes whose inner arc leads from what cannot reach the sink any more to what can."""
        reaches = [False] * len(self.arcs)
        reaches[self.sink] = True
        queue = deque((self.sink,))
        while queue:
            vertex = queue.popleft()
            for arc in self.arcs[vertex]:
                other = self.to[arc]
                if self.room[arc ^ 1] and not reaches[other]:
                    reaches[other] = True
                    queue.append(other)
        return tuple(n for n in range(self.sink // 2) if reaches[2 * n + 1] and not reaches[2 * n])


def _between(edges: Sequence[Sequence[int]], start: int, ends: Sequence[int]) -> set[int]:
    """Give the nodes that lie on some way from the start to an end, the start with them."""
    near = {start}
    queue = [start]
    back: dict[int, list[int]] = {}
    for node in queue:
        for other in edges[node]:
            back.setdefault(other, []).append(node)
            if other not in near:
                near.add(other)
                queue.append(other)
    found = {end for end in ends if end in near}
    queue = list(found)
    for node in queue:
        for other in back.get(node, ()):
            if other not in found:
                found.add(other)
                queue.append(other)
    found.add(start)
    return found
