"""The support graph of a claim as numbers for a drawing: boxes in columns from the claim to who could have known, and arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.claims.view import DrawnNode, Side

WIDE: Final = 196
COLUMN: Final = 238
LINE: Final = 16
MOST_NODES: Final = 60
_PAD: Final = 10
_GAP: Final = 16
_LETTERS: Final = 23
_HEAVY_LETTERS: Final = 21
_LINES: Final = 3

GROUNDS: Final = {
    "eyewitness": "eyewitness",
    "document": "document",
    "measurement": "measurement",
    "official": "official",
    "unknown": "nobody stated how it could know",
}
"""How a source could have known, in words."""


@dataclass(frozen=True, slots=True)
class Box:
    """One node: its corner, size, the lines of its name, and lines below that say what it is to the claim."""

    node: DrawnNode
    x: int
    y: int
    high: int
    lines: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def wide(self) -> int:
        """Its width: all have one."""
        return WIDE

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.high / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """One edge, `a` rests on `b`, as a path; `back` for one that leads back towards the claim."""

    path: str
    back: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing: its size, boxes and arrows. `folded` says that links are left out, for there are many."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    folded: bool


def picture(side: Side) -> Picture | None:
    """Draw one side of a claim; deterministic. None where nothing is linked, or where it would be too large to be read."""
    if side.empty:
        return None
    nodes, edges, folded = _drawable(side)
    if len(nodes) > MOST_NODES:
        return None
    rests = _rests(nodes, edges)
    column = _columns(nodes[0].key, rests)
    boxes = _placed(nodes, column, rests)
    arrows = [_arrow(boxes[a], boxes[b], boxes.values()) for a, b in edges]
    below = 44 if any(arrow.back for arrow in arrows) else 0
    width = max(box.x for box in boxes.values()) + WIDE
    height = max(box.y + box.high for box in boxes.values()) + below
    return Picture(width, height, tuple(boxes.values()), tuple(arrows), folded)


def _drawable(side: Side) -> tuple[list[DrawnNode], list[tuple[str, str]], bool]:
    """Give nodes and edges, the claim first; of large graphs without the links, the claim then leading to what they lead to."""
    nodes = sorted(side.nodes, key=lambda n: n.sort != "claim")
    if len(nodes) <= MOST_NODES:
        return nodes, list(side.edges), False
    links = {n.key for n in nodes if n.sort == "statement"}
    claim = nodes[0].key
    kept = [(claim if a in links else a, b) for a, b in side.edges if b not in links]
    return [n for n in nodes if n.key not in links], list(dict.fromkeys(kept)), True


def _rests(nodes: Sequence[DrawnNode], edges: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {node.key: [] for node in nodes}
    for a, b in edges:
        found[a].append(b)
    return found


def _columns(claim: str, rests: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Give each node the column of the longest chain that leads to it; what leads back into a chain does not count."""
    column = dict.fromkeys(rests, 0)
    done: list[str] = []
    state: dict[str, int] = {}
    stack = [(claim, 0)]
    forward: dict[str, list[str]] = {key: [] for key in rests}
    while stack:
        key, at = stack.pop()
        state[key] = 1
        if at == len(rests[key]):
            state[key] = 2
            done.append(key)
            continue
        stack.append((key, at + 1))
        other = rests[key][at]
        if state.get(other) != 1:
            forward[key].append(other)
            if other not in state:
                stack.append((other, 0))
    for key in reversed(done):
        for other in forward[key]:
            column[other] = max(column[other], column[key] + 1)
    return column


def _placed(
    nodes: Sequence[DrawnNode], column: Mapping[str, int], rests: Mapping[str, Sequence[str]]
) -> dict[str, Box]:
    """Place the nodes column by column, each near what rests on it, the columns centred on each other."""
    order: dict[str, float] = {}
    columns: dict[int, list[DrawnNode]] = {}
    for n, node in enumerate(nodes):
        columns.setdefault(column[node.key], []).append(node)
        order[node.key] = n
    above: dict[str, list[str]] = {}
    for a, row in rests.items():
        for b in row:
            above.setdefault(b, []).append(a)
    heights: dict[int, int] = {}
    for at in sorted(columns):
        columns[at].sort(
            key=lambda n: _mean([order[a] for a in above.get(n.key, ()) if column[a] < at])
        )
        for place, node in enumerate(columns[at]):
            order[node.key] = place
        heights[at] = sum(_high(n) + _GAP for n in columns[at]) - _GAP
    tallest = max(heights.values())
    boxes: dict[str, Box] = {}
    for at, column_nodes in sorted(columns.items()):
        y = (tallest - heights[at]) // 2
        for node in column_nodes:
            high = _high(node)
            boxes[node.key] = Box(node, at * COLUMN, y, high, _name(node), _notes(node))
            y += high + _GAP
    return boxes


def _mean(places: Sequence[float]) -> float:
    return sum(places) / len(places) if places else 0.0


def _high(node: DrawnNode) -> int:
    return 2 * _PAD + LINE * (len(_name(node)) + len(_notes(node)))


def _name(node: DrawnNode) -> tuple[str, ...]:
    letters = _HEAVY_LETTERS if node.sort == "claim" else _LETTERS
    lines = textwrap.wrap(" ".join(node.name.split()), letters) or [node.key]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: letters - 1] + "…"]
    return tuple(lines)


def _notes(node: DrawnNode) -> tuple[str, ...]:
    """Give what stands below the name, in words: no colour is needed to read the drawing."""
    found = []
    if node.ground is not None:
        found += textwrap.wrap(f"basis: {GROUNDS[node.ground]}", _LETTERS)
    if node.cut:
        found.append("✕ falls with this")
    if node.circle:
        found.append("↻ in the circle")
    return tuple(found)


def _arrow(a: Box, b: Box, boxes: Iterable[Box]) -> Arrow:
    if b.x <= a.x:
        return _back(a, b)
    x1, x2, y1, y2 = a.x + WIDE, b.x - 5, a.middle, b.middle
    between = [box for box in boxes if a.x < box.x < b.x]
    if not between:
        bend = (x1 + x2) / 2
        return Arrow(f"M{x1} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2} {y2:g}", False)
    lane = _lane((y1 + y2) / 2, between)
    first, last = x1 + COLUMN - WIDE, b.x - COLUMN + WIDE
    out, into = (x1 + first) / 2, (x2 + last) / 2
    path = (
        f"M{x1} {y1:g}C{out:g} {y1:g} {out:g} {lane:g} {first} {lane:g}"
        f"H{last}C{into:g} {lane:g} {into:g} {y2:g} {x2} {y2:g}"
    )
    return Arrow(path, False)


def _back(a: Box, b: Box) -> Arrow:
    """Lead from the foot of one box to the foot of another, below both."""
    x1, x2, y1, y2 = a.x + WIDE // 2, b.x + WIDE // 2, a.y + a.high, b.y + b.high + 5
    low = max(y1, y2) + 38
    return Arrow(f"M{x1} {y1}C{x1} {low} {x2} {low} {x2} {y2}", True)


def _lane(wanted: float, between: Sequence[Box]) -> float:
    """Give the height nearest to the wanted one at which a line passes between boxes."""
    room = _GAP / 2
    free = [wanted, *(e for b in between for e in (b.y - room, b.y + b.high + room))]
    clear = [y for y in free if not any(b.y - room < y < b.y + b.high + room for b in between)]
    return min(clear, key=lambda y: (abs(y - wanted), y))
