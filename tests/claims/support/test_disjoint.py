"""Disjoint paths and cuts against trying everything."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wellfounded.claims.support.circles import circle_in, components
from wellfounded.claims.support.disjoint import disjoint, disjoint_and_more

_NODES = 8
_graphs = st.lists(
    st.lists(st.integers(1, _NODES - 1), max_size=4, unique=True), min_size=_NODES, max_size=_NODES
)
_ends = st.lists(st.integers(1, _NODES - 1), min_size=1, max_size=3, unique=True)


def _reaches(edges: list[list[int]], start: int, ends: list[int], gone: set[int]) -> bool:
    found, seen = [start], {start}
    for node in found:
        if node in ends:
            return True
        fresh = [o for o in edges[node] if o not in seen and o not in gone]
        seen.update(fresh)
        found += fresh
    return False


def _fewest(edges: list[list[int]], ends: list[int]) -> int:
    """Try every set of nodes, the smallest first."""
    return next(
        size
        for size in range(_NODES)
        for gone in combinations(range(1, _NODES), size)
        if not _reaches(edges, 0, ends, set(gone))
    )


@settings(max_examples=300, deadline=None)
@given(_graphs, _ends)
def test_as_many_paths_as_the_smallest_cut(edges: list[list[int]], ends: list[int]) -> None:
    """The paths are disjoint paths, the cut stops everything, and both have the size that trying all sets gives (Menger)."""
    found = disjoint(edges, 0, ends, [n > 0 for n in range(_NODES)])
    assert len(found.paths) == len(found.cut) == _fewest(edges, ends)
    assert not _reaches(edges, 0, ends, set(found.cut))
    inner = [node for path in found.paths for node in path[1:]]
    assert len(inner) == len(set(inner))
    for path in found.paths:
        assert path[0] == 0
        assert path[-1] in ends
        assert all(b in edges[a] for a, b in pairwise(path))


@settings(max_examples=200, deadline=None)
@given(_graphs)
def test_components_and_circles(edges: list[list[int]]) -> None:
    """Nodes are of one component when each reaches the other; a component of several has a circle of its own edges."""
    found = components(edges)
    of = {node: n for n, one in enumerate(found) for node in one}
    assert sorted(of) == list(range(_NODES))
    for a in range(_NODES):
        for b in range(_NODES):
            both = _reaches(edges, a, [b], set()) and _reaches(edges, b, [a], set())
            assert (of[a] == of[b]) == both
    for one in found:
        circle = circle_in(edges, one)
        assert bool(circle) == (len(one) > 1 or one[0] in edges[one[0]])
        assert all(b in edges[a] for a, b in zip(circle, [*circle[1:], *circle[:1]], strict=True))


def test_a_path_without_anything_that_counts_has_no_cut() -> None:
    """Nothing can be taken away that would stop it: one path, no cut."""
    found = disjoint([[1], []], 0, [1], [False, False])
    assert (found.paths, found.cut) == (((0, 1),), ())


@settings(max_examples=100, deadline=None)
@given(_graphs, _ends, _ends)
def test_going_on_from_a_solution_is_as_good(
    edges: list[list[int]], ends: list[int], more: list[int]
) -> None:
    """Solving for some ends and then for more gives as many paths, and as small a cut, as solving for all at once."""
    counts = [n > 0 for n in range(_NODES)]
    first, both = disjoint_and_more(edges, 0, ends, [n for n in more if n not in ends], counts)
    assert first == disjoint(edges, 0, ends, counts)
    once = disjoint(edges, 0, sorted({*ends, *more}), counts)
    assert len(both.paths) == len(both.cut) == len(once.paths)
    assert set(both.cut) == set(once.cut)
