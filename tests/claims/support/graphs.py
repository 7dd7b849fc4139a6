"""Small ways to write a support graph."""

from __future__ import annotations

from wellfounded.claims.support import Ground, Joined, Node, Support, SupportGraph, reckon
from wellfounded.claims.support.graph import Sort

_SORTS: dict[str, Sort] = {"s": "statement", "o": "origin", "p": "speaker"}
_GROUNDS: dict[str, Ground] = {
    "!": "eyewitness",
    "#": "document",
    "=": "measurement",
    "@": "official",
    "?": "unknown",
}


def graph(*chains: str, joined: tuple[Joined, ...] = ()) -> SupportGraph:
    """Read chains such as `s1 o1 p1 p2!`: statement 1 rests on origin 1, that on speakers 1 and 2, the last an eyewitness.

    Marks of a ground: `!` eyewitness, `#` document, `=` measurement, `@` official, `?` nobody said.
    """
    nodes = {"claim": Node("claim", "claim", "the claim")}
    rests: dict[str, dict[str, None]] = {"claim": {}}
    for chain in chains:
        before = "claim"
        for word in chain.split():
            key = word.rstrip("!#=@?")
            mark = word[len(key) :]
            if key not in nodes or mark:
                nodes[key] = Node(key, _SORTS[key[0]], key, _GROUNDS.get(mark))
            rests.setdefault(before, {})[key] = None
            before = key
    return SupportGraph("claim", nodes, {k: tuple(row) for k, row in rests.items()}, joined)


def support(
    *chains: str, joined: tuple[Joined, ...] = (), without: tuple[str, ...] = ()
) -> Support:
    """Reckon the support of the claim over these chains."""
    return reckon(graph(*chains, joined=joined), without)
