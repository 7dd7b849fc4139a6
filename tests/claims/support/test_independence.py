"""Independent origins, what a claim falls with, and circles, on graphs one can check by hand."""

from itertools import pairwise

import pytest

from tests.claims.support.graphs import graph, support
from wellfounded.claims.support import Joined, Node, SupportGraph
from wellfounded.terms.errors import Mistaken


def test_reprints_of_one_report_count_once() -> None:
    """Fourteen publications of one agency report, which heard one eyewitness, are one origin and fall with it."""
    found = support(*(f"s{n} o1 p1 p2!" for n in range(14)))
    assert (found.least, found.most, found.folded) == (1, 1, 13)
    assert found.falls_with == ("p2",)
    assert found.grounds == ("eyewitness",)


def test_two_witnesses_through_one_outlet_are_one_support() -> None:
    """All that is known came through one outlet: whoever doubts the outlet doubts both. Through two it is two."""
    assert support("s1 o1 p1 p2!", "s1 o1 p1 p3!").least == 1
    assert support("s1 o1 p1 p2!", "s2 o2 p4 p3!").least == 2


def test_one_document_quoted_by_all_is_one() -> None:
    """Three outlets with an order each read alike rest on the one order."""
    found = support("s1 o1 p1 p9#", "s2 o2 p2 p9", "s3 o3 p3 p9")
    assert (found.least, found.falls_with, found.grounds) == (1, ("p9",), ("document",))


def test_falls_with_the_fewest() -> None:
    """Two witnesses behind one agency, and a third by itself: it falls with agency and third, not with three."""
    found = support("s1 o1 p1 p2!", "s1 o1 p1 p3!", "s2 o2 p4!")
    assert found.least == 2
    assert len(found.falls_with) == 2
    assert "p4" in found.falls_with


def test_paths_are_chains_that_share_nothing() -> None:
    """The chains given stand in the graph, end in a ground and share no origin and no speaker."""
    whole = graph("s1 o1 p1 p2!", "s2 o2 p1 p3#", "s3 o3 p4 p3", "s4 o1 p5!")
    found = support("s1 o1 p1 p2!", "s2 o2 p1 p3#", "s3 o3 p4 p3", "s4 o1 p5!")
    assert found.least == len(found.paths) == 3
    inner = [key for path in found.paths for key in path if key[0] in "op"]
    assert len(inner) == len(set(inner))
    for path in found.paths:
        assert path[0] == "claim"
        assert all(b in whole.rests[a] for a, b in pairwise(path))
        assert whole.nodes[path[-1]].ground


def test_a_circle_has_no_support() -> None:
    """Three outlets that cite each other reach no original: counted as nothing, and the circle is named in its order."""
    circle = ("s1 o1 p1 p2", "s2 o2 p2 p3", "s3 o3 p3 p1")
    found = support(*circle)
    assert (found.least, found.most) == (0, 0)
    assert found.circles == (("p1", "p2", "p3"),)
    assert set(found.adrift) == {"o1", "o2", "o3", "p1", "p2", "p3"}
    grounded = support(*circle, "s4 o4 p3 p5!")
    assert (grounded.least, grounded.circles, grounded.adrift) == (1, (), ())


def test_unknown_never_adds_to_the_lower_number() -> None:
    """A witness, a document and an outlet that does not say how it knows: 2, at most 3."""
    found = support("s1 o1 p1!", "s2 o2 p2#", "s3 o3 p3?")
    assert (found.least, found.most) == (2, 3)
    assert found.grounds == ("eyewitness", "document")
    assert found.falls_with == ("p1", "p2")
    assert found.falls_possibly_with == ("p1", "p2", "p3")


def test_a_possible_dependence_lowers_the_lower_number_only() -> None:
    """Two clips that may be copies count as one at least and two at most; decided copies count as one."""
    chains = ("s1 o1 p1!", "s2 o2 p2!")
    maybe = support(*chains, joined=(Joined("p1", "p2", "may be the same person", sure=False),))
    sure = support(*chains, joined=(Joined("p1", "p2", "the same person"),))
    assert (maybe.least, maybe.most) == (1, 2)
    assert (sure.least, sure.most) == (1, 1)


def test_what_stands_without_a_source() -> None:
    """Leaving a source out takes away what rests on it alone, and what is surely the same as it; the rest stands."""
    chains = ("s1 o1 p1 p2!", "s2 o2 p3 p4@")
    assert support(*chains, without=("p1",)).least == 1
    assert support(*chains, without=("p1", "o2")).least == 0
    same = (Joined("p2", "p4", "the same person"),)
    assert support(*chains, joined=same, without=("p4",)).most == 0
    assert support(*chains, without=("p9",)).least == 2


def test_no_statements_is_no_support() -> None:
    """A claim nobody speaks of has no path, no circle and no cut."""
    found = support()
    assert (found.least, found.most, found.paths, found.falls_with) == (0, 0, (), ())


def test_an_edge_to_nowhere_is_refused() -> None:
    """A graph whose edge ends in no node is a mistake, said before anything is counted."""
    node = Node("claim", "claim", "x")
    assert SupportGraph("claim", {"claim": node}, {}).claim == "claim"
    with pytest.raises(Mistaken) as caught:
        SupportGraph("claim", {"claim": node}, {"claim": ("gone",)})
    assert caught.value.code == "support-graph"
