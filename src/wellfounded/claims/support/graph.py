"""What a claim rests on, as a graph: from the claim through statements, origins and speakers to who could have known.

An edge reads "rests on". A node that rests on several others stands as long as one of them does. What could have known
(somebody who saw it, a document, a measurement, an official in office) is a ground; a chain that reaches none has no support.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from wellfounded.terms.errors import Mistaken

Sort = Literal["claim", "statement", "origin", "speaker"]
"""`origin`: what several items are copies of, one preserved item at least. `speaker`: a person, body, outlet or document."""

Ground = Literal["eyewitness", "document", "measurement", "official", "unknown"]
"""How a node could have known. `unknown`: nobody said how, so that it may have known or only repeated somebody."""

GROUNDS: Final = ("eyewitness", "document", "measurement", "official")


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a stable key, what it is, the name people read, and how it could have known, if it is a ground."""

    key: str
    sort: Sort
    name: str
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Two nodes that count as one, or may: the same person in two outlets, one document under two names, copies not decided.

    `sure` is False for a dependence that is only possible; `because` is its evidence in a sentence.
    """

    a: str
    b: str
    because: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class SupportGraph:
    """The graph under one claim for statements of one stance. `rests` gives for each node what it rests on: the claim on statements,
    those and the rest on origins and speakers."""

    claim: str
    nodes: Mapping[str, Node]
    rests: Mapping[str, tuple[str, ...]]
    joined: tuple[Joined, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse an edge or a joining whose end is no node, and a statement that is a ground; raises Mistaken `support-graph`."""
        known = self.nodes.keys()
        ends = {end for row in self.rests.values() for end in row} | self.rests.keys()
        ends |= {self.claim} | {end for one in self.joined for end in (one.a, one.b)}
        if strange := sorted(ends - known):
            raise Mistaken("support-graph", f"no node of that key: {strange[0]}")
        for node in self.nodes.values():
            if node.ground and node.sort not in ("origin", "speaker"):
                raise Mistaken(
                    "support-graph", f"only who or what can know is a ground: {node.key}"
                )
