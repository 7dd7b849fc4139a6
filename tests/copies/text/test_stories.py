"""Invented stories: reports, their reprints and retellings, and reports that rest on something else."""

import pytest

from tests.copies.text.stories import judged, pairs_found, stories


def test_held_out_stories_are_folded_exactly() -> None:
    """On texts no threshold was chosen on: every copy and retelling is joined to its source, no independent report is."""
    assert judged(stories("held-out")) == (7, 0, 0)


def test_develop_stories_miss_one_pair_that_rests_on_a_third_text() -> None:
    """A retelling and an excerpt of one report share too little with each other; both are joined to the report."""
    texts = stories("develop")
    assert judged(texts) == (11, 0, 1)
    found = pairs_found(texts)
    assert found[("mine/wire", "mine/voice")][0].verdict == "partly derived"
    assert found[("mine/wire", "mine/post")][0].verdict == "derived"


@pytest.mark.parametrize("how", ["light", "heavy"])
def test_what_is_retold_is_nearly_all_of_both(how: str) -> None:
    """The places shown of a whole retelling cover at least nine tenths of the shorter text."""
    texts = {t.name: t for t in stories("held-out")}
    for told in [t for t in texts.values() if t.how == how]:
        copies = pairs_found([texts[told.source], told])[(told.source, told.name)]
        shown = sum((c.b.end or 0) - (c.b.start or 0) for c in copies)
        assert shown >= 0.9 * len(told.text), told.name


def test_same_in_every_run() -> None:
    """The same texts give the same copies, reasons and order of both."""
    texts = stories("held-out")
    first, second = pairs_found(texts), pairs_found(texts)
    assert first == second
    assert len(first) > 7
