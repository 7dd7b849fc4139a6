"""From what bears on a claim to its support graph: statements, origins that fold copies, chains of sources, and who could have known.

    claim -> link -> origin (a family of copies) -> outlet -> agency -> spokesperson -> document

The last of a chain is where knowing would begin: with a known way of knowing where a person stated one, else unknown. Who
rests on somebody else is no such place: an outlet that cites another knows what the other knows. An item linked as a whole
is its own ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wellfounded.claims.sources import Known, Name, Sources, named
from wellfounded.claims.support.graph import GROUNDS, Ground, Joined, Node, SupportGraph
from wellfounded.claims.view import Dependence

CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Bearing:
    """One link that counts: its number, the text and origin it stands in, its chain from the reader on, and how the last could know.

    `whole` says that the item itself is what shows it.
    """

    number: int
    origin: str
    chain: tuple[Name, ...]
    knows: Ground | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Grounded:
    """The graph under a claim, with the links that lead to each node and the sources by name."""

    graph: SupportGraph
    links: Mapping[str, tuple[int, ...]]
    sources: Sources


def grounded(
    text: str,
    bearings: Sequence[Bearing],
    origins: Mapping[str, str],
    alike: Iterable[Joined],
    said: Iterable[tuple[str, str, bool, str]] = (),
    also: Iterable[Name] = (),
    texts: Mapping[str, str] | None = None,
    canonical: Callable[[str], str] = lambda shown: shown,
) -> Grounded:
    """Build the graph. `origins` names each origin; `alike` are dependences between origins.

    `said` are people's words on two sources: names or keys of origins, whether they are one, and why. `also` are further names that
    the same texts give, by which `the Observer` is led to the Upland Observer. `texts` names each text, for sources that are somebody only in theirs;
    `canonical` gives the one of several names that mean the same.
    """
    called = texts or {}
    sources = Sources([*(name for one in bearings for name in one.chain), *also], canonical)
    nodes: dict[str, Node] = {CLAIM: Node(CLAIM, "claim", text)}
    rests: dict[str, dict[str, None]] = {CLAIM: {}}
    grounds: dict[str, Ground] = {}
    links: dict[str, list[int]] = {}
    for one in bearings:
        link = f"link:{one.number}"
        chain = _chain(one, sources)
        nodes[link] = Node(link, "statement", f"link {one.number}")
        nodes.setdefault(one.origin, Node(one.origin, "origin", origins[one.origin]))
        for known in chain:
            where = "" if known.everywhere else called.get(one.chain[0].text, "")
            shown = f"{known.shown} ({where})" if where else known.shown
            nodes.setdefault(known.key, Node(known.key, "speaker", shown))
        path = [CLAIM, link, one.origin, *(known.key for known in chain)]
        for a, b in pairwise(path):
            rests.setdefault(a, {})[b] = None
        for key in path[2:]:
            links.setdefault(key, []).append(one.number)
        _ground(grounds, path[-1], one.knows or "unknown")
    final = {key: _with_ground(node, grounds, rests) for key, node in nodes.items()}
    joined = _joined(final, sources, [*alike], [*said])
    graph = SupportGraph(CLAIM, final, {k: tuple(row) for k, row in rests.items()}, joined)
    return Grounded(graph, {k: tuple(dict.fromkeys(n)) for k, n in links.items()}, sources)


def _chain(one: Bearing, sources: Sources) -> list[Known]:
    """Give the sources of a link, each once though the text may name it twice in a row."""
    if one.whole:
        return []
    found: list[Known] = []
    for name in one.chain:
        known = sources.of(name)
        if known.key not in {k.key for k in found}:
            found.append(known)
    return found


def _ground(grounds: dict[str, Ground], key: str, knows: Ground) -> None:
    """Keep the way of knowing that says more: a stated one before unknown."""
    if grounds.get(key, "unknown") == "unknown":
        grounds[key] = knows


def _with_ground(
    node: Node, grounds: Mapping[str, Ground], rests: Mapping[str, Mapping[str, None]]
) -> Node:
    """Give a node its way of knowing; one of whom nobody stated any and who rests on others has none."""
    ground = grounds.get(node.key)
    if ground is None or (ground not in GROUNDS and rests.get(node.key)):
        return node
    return Node(node.key, node.sort, node.name, ground)


def _joined(
    nodes: Mapping[str, Node],
    sources: Sources,
    alike: Sequence[Joined],
    said: Sequence[tuple[str, str, bool, str]],
) -> tuple[Joined, ...]:
    """Give the dependences between nodes of the graph: people's word first, then likeness of copies, then names."""
    by_name: dict[str, list[str]] = {}
    for known in sources.all():
        if known.key in nodes:
            by_name.setdefault(named(known.shown), []).append(known.key)
    found: list[Joined] = []
    apart: set[frozenset[str]] = set()
    for a, b, same, because in said:
        for one in _keys(a, nodes, by_name):
            for two in _keys(b, nodes, by_name):
                if same and one != two:
                    found.append(Joined(one, two, because))
                elif not same:
                    apart.add(frozenset((one, two)))
    possible = [Joined(a.key, b.key, why, sure=False) for a, b, why in sources.possible(nodes)]
    for pair in (*alike, *possible):
        if pair.a in nodes and pair.b in nodes and frozenset((pair.a, pair.b)) not in apart:
            found.append(pair)
    return tuple(found)


def _keys(
    name: str, nodes: Mapping[str, Node], by_name: Mapping[str, Sequence[str]]
) -> Sequence[str]:
    return [name] if name in nodes else by_name.get(named(name), ())


def dependences(grounded: Grounded) -> tuple[Dependence, ...]:
    """Give what makes origins of the claim depend on one another, each with its evidence: shared sources, then joined nodes."""
    graph = grounded.graph
    found = []
    shared: dict[tuple[str, str], list[str]] = {}
    for source, origins in _rested_on(graph).items():
        for other in origins[1:]:
            shared.setdefault((origins[0], other), []).append(graph.nodes[source].name)
    for (one, two), names in shared.items():
        because = "both rest on " + ", ".join(names)
        found.append(Dependence(graph.nodes[one].name, graph.nodes[two].name, because, sure=True))
    for pair in graph.joined:
        a, b = graph.nodes[pair.a].name, graph.nodes[pair.b].name
        found.append(Dependence(a, b, pair.because, pair.sure))
    return tuple(found)


def _rested_on(graph: SupportGraph) -> dict[str, list[str]]:
    """Give for each source the origins that rest on it, near or far, in order."""
    found: dict[str, list[str]] = {}
    for origin in (key for key, node in graph.nodes.items() if node.sort == "origin"):
        queue = [origin]
        seen = {origin}
        for key in queue:
            fresh = [other for other in graph.rests.get(key, ()) if other not in seen]
            seen.update(fresh)
            queue += fresh
        for key in queue[1:]:
            found.setdefault(key, []).append(origin)
    return found
