"""The drawing of a support graph: every node once, nothing over another, columns from the claim on; of many links, folded."""

from itertools import combinations

from tests.report.claim_model import claim, empty, link, ring
from tests.report.sample_model import digest
from wellfounded.report.support_picture import MOST_NODES, WIDE, Box, picture


def _apart(a: Box, b: Box) -> bool:
    return a.x + WIDE <= b.x or b.x + WIDE <= a.x or a.y + a.high <= b.y or b.y + b.high <= a.y


def test_every_node_is_drawn_and_none_lies_on_another() -> None:
    """All nodes and edges of a claim with five links; each edge leads to the right."""
    side = claim(1, [link(n, digest(f"item {n}")) for n in range(1, 6)]).support
    drawn = picture(side)
    assert drawn is not None
    assert {b.node.key for b in drawn.boxes} == {n.key for n in side.nodes}
    assert all(_apart(a, b) for a, b in combinations(drawn.boxes, 2))
    assert len(drawn.arrows) == len(side.edges) and not any(a.back for a in drawn.arrows)
    at = {b.node.key: b.x for b in drawn.boxes}
    assert all(at[a] < at[b] for a, b in side.edges)
    assert max(b.x + WIDE for b in drawn.boxes) == drawn.width
    assert picture(side) == drawn


def test_a_circle_has_one_arrow_back() -> None:
    """Of the three edges of the circle one leads back, below the boxes and inside the drawing."""
    drawn = picture(ring().support)
    assert drawn is not None
    assert [a.back for a in drawn.arrows].count(True) == 1
    assert max(b.y + b.high for b in drawn.boxes) < drawn.height


def test_many_links_are_left_out_and_too_many_sources_not_drawn() -> None:
    """Up to sixty boxes with links; then without them; then nothing, for a table says it better."""
    whole = picture(claim(1, [link(n, digest(f"{n}")) for n in range(20)]).support)
    folded = picture(claim(1, [link(n, digest(f"{n}")) for n in range(40)]).support)
    assert whole is not None and not whole.folded
    assert folded is not None and folded.folded
    assert not [b for b in folded.boxes if b.node.sort == "statement"]
    assert picture(claim(1, [link(n, digest(f"{n}")) for n in range(MOST_NODES)]).support) is None
    assert picture(empty("supports")) is None


def test_notes_say_in_words_what_lines_and_colours_say() -> None:
    """The cut is named at its box; so is the way of knowing."""
    drawn = picture(claim(1, [link(1, digest("agency"))]).support)
    assert drawn is not None
    (guard,) = [b for b in drawn.boxes if b.node.key == "guard"]
    assert guard.notes == ("basis: eyewitness", "✕ falls with this")
