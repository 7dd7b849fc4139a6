"""How long the support of one claim takes: independent origins, what it falls with, circles.

    python benchmarks/bench_support.py [statements]

A claim with 10,000 statements by default: three in four stand in reprints of another's report, speakers repeat each other in
chains of up to three, some in circles. CPU in the process, median of 5. Beside it networkx (node_disjoint_paths), where it is
installed, on the same graph: it gives the paths alone.
"""

from __future__ import annotations

import importlib
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from wellfounded.claims.support import GROUNDS, Node, SupportGraph, reckon


def made(statements: int) -> SupportGraph:
    """Make a graph of that many statements from a fixed seed."""
    chance = random.Random(5)
    nodes = {"claim": Node("claim", "claim", "the claim")}
    rests: dict[str, tuple[str, ...]] = {"claim": tuple(f"s{n}" for n in range(statements))}
    speakers = statements // 3
    for n in range(speakers):
        ground = chance.choice((*GROUNDS, "unknown")) if chance.random() < 0.3 else None
        nodes[f"p{n}"] = Node(f"p{n}", "speaker", f"p{n}", ground)
        rests[f"p{n}"] = tuple(f"p{chance.randrange(speakers)}" for _ in range(chance.randrange(3)))
    for n in range(statements // 4 + 1):
        nodes[f"o{n}"] = Node(f"o{n}", "origin", f"o{n}")
        rests[f"o{n}"] = (f"p{chance.randrange(speakers)}",)
    for n in range(statements):
        nodes[f"s{n}"] = Node(f"s{n}", "statement", f"s{n}")
        rests[f"s{n}"] = (f"o{chance.randrange(statements // 4 + 1)}",)
    return SupportGraph("claim", nodes, rests)


def median(run: Callable[[], object]) -> float:
    """Give the median CPU milliseconds of five runs."""
    times = []
    for _ in range(5):
        start = time.process_time()
        run()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def main(statements: int) -> None:
    """Print ours and the peer."""
    graph = made(statements)
    found = reckon(graph)
    print(
        f"{statements:,} statements: {found.least}, at most {found.most}; {len(found.circles)} circles"
    )
    print(f"ours, all of it: {median(lambda: reckon(graph)):.0f} ms")
    try:
        networkx = importlib.import_module("networkx")
    except ModuleNotFoundError:
        print("networkx: not installed")
        return
    peer = networkx.DiGraph([(a, b) for a, row in graph.rests.items() for b in row])
    peer.add_edges_from((n.key, "end") for n in graph.nodes.values() if n.ground in GROUNDS)
    spent = median(lambda: list(networkx.node_disjoint_paths(peer, "claim", "end")))
    print(f"networkx, paths alone: {spent:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
