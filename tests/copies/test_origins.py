"""Families: what joins and what does not, direction only where it shows, and a person's word above the machine's."""

from dataclasses import replace

from wellfounded.copies.copy import Box, Copy, Evidence, Kind, Side, Verdict
from wellfounded.copies.origins import Clock, Known, Ruling, edges, origins
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment

A, B, C, D = (Digest.of(name) for name in (b"a", b"b", b"c", b"d"))
_SECOND = 1_000_000


def _known(
    item: Digest, number: int, seconds: int = 10, kind: str = "video", **more: object
) -> Known:
    return replace(Known(item, f"{number}.mp4", kind, seconds * _SECOND, 0, number), **more)  # type: ignore[arg-type]


KNOWN = {A: _known(A, 1, 20), B: _known(B, 2, 6), C: _known(C, 3, 6), D: _known(D, 4, 6)}


def _copy(
    a: Digest,
    b: Digest,
    verdict: Verdict = "derived",
    kind: Kind = "video",
    box_a: Box | None = None,
    box_b: Box | None = None,
) -> Copy:
    return Copy(
        kind, Side(a, "", 0, 6 * _SECOND, box_a), Side(b, "", 0, 6 * _SECOND, box_b), verdict, 900
    )


def _day(written: str) -> Moment:
    return replace(Moment.parse(written), offsets=(0,))


def _families(copies: list[Copy], *rulings: Ruling) -> list[tuple[Digest, ...]]:
    return [o.items for o in origins(edges(copies, rulings, KNOWN), KNOWN)]


def test_a_chain_is_one_family_cut_from_the_longest() -> None:
    """An excerpt of a clip and a copy of the excerpt count once; the tree says what is cut from what, whichever side was `a`."""
    (origin,) = origins(edges([_copy(B, A), _copy(B, C, "copy")], (), KNOWN), KNOWN)
    assert origin.items == (A, B, C)
    assert origin.parents == {B: A}
    assert {e.direction for e in origin.edges} == {"a to b", "unknown"}


def test_what_does_not_join() -> None:
    """A film put together from parts of two clips, another moment and unknown relations leave items apart."""
    verdicts: tuple[Verdict, ...] = ("same scene at another moment", "unknown", "independent")
    assert _families([_copy(A, B)]) == [(A, B)]
    for verdict in verdicts:
        assert _families([_copy(A, B, verdict)]) == []
    long = KNOWN | {n: _known(n, 2, 60) for n in (B, C)}
    parts = [_copy(A, B, "partly derived"), _copy(A, C, "partly derived")]
    found = edges(parts, (), long)
    assert len(found) == 2 and not any(e.joins for e in found)
    assert all(e.joins for e in edges(parts, (), KNOWN))  # all six seconds of each stand in A


def test_all_of_one_in_the_other_joins_whatever_the_frame_boxes() -> None:
    """Boxes of matched points leave out an edge of the frame; an inset of a tenth of it is no copy of the whole."""
    sized = {n: replace(k, pixels=640 * 360) for n, k in KNOWN.items()}
    most, little = (26_000, 4_000, 463_000, 360_000), (0, 0, 200_000, 110_000)
    assert edges([_copy(A, B, "partly derived", box_b=most)], (), sized)[0].joins
    assert not edges([_copy(A, B, "partly derived", box_a=most, box_b=little)], (), sized)[0].joins


def test_sound_alone_does_not_make_two_cameras_one() -> None:
    """Two clips that share only their sound are shown and not joined; a voice message and a clip are; with the pictures, so are the clips."""
    shared = _copy(A, B, "copy", "sound")
    (edge,) = edges([shared], (), KNOWN)
    assert not edge.joins and any("two cameras" in why for why in edge.why)
    assert _families([shared, _copy(A, B)]) == [(A, B)]
    voice = KNOWN | {B: _known(B, 2, 6, "audio")}
    assert len(origins(edges([shared], (), voice), voice)) == 1


def test_direction_stays_unknown_where_reasons_clash() -> None:
    """Length says one thing and the frame another: unknown, and said; the frame alone is enough; an inset shows nothing."""
    sized = {n: replace(k, pixels=640 * 360, length=6 * _SECOND) for n, k in KNOWN.items()}
    half, tenth = (0, 0, 640_000, 180_000), (0, 0, 200_000, 110_000)
    assert edges([_copy(A, B, box_a=half)], (), sized)[0].direction == "a to b"
    assert edges([_copy(A, B, box_b=half)], (), sized)[0].direction == "b to a"
    assert edges([_copy(A, B, box_a=tenth)], (), sized)[0].direction == "unknown"
    assert edges([_copy(A, B, "copy")], (), sized)[0].direction == "unknown"
    whole = Copy(
        "video", Side(A, "", 0, 20 * _SECOND), Side(B, "", 0, 6 * _SECOND, half), "derived", 900
    )
    (both,) = edges([whole], (), sized | {A: replace(sized[A], length=20 * _SECOND)})
    assert both.direction == "unknown" and any("both ways" in why for why in both.why)


def test_clocks_are_listed_and_decide_nothing() -> None:
    """An earlier time stands beside the edge with its owner, and gives no direction; spans that touch are not told apart."""
    day = Clock(_day("2021-08-14"), "published, stated by mina")
    year = Clock(_day("2025-03-01"), "container.created, the file's own word")
    alike = KNOWN | {A: _known(A, 1, 6, clocks=(year,)), B: _known(B, 2, 6, clocks=(day,))}
    (edge,) = edges([_copy(A, B, "copy")], (), alike)
    assert edge.direction == "unknown"
    assert any(
        w.startswith("b is earlier: 2021-08-14 (published, stated by mina)") for w in edge.times
    )
    alike[B] = _known(B, 2, 6, clocks=(Clock(_day("2025"), "published"),))
    assert not any("earlier" in w for w in edges([_copy(A, B, "copy")], (), alike)[0].times)


def test_a_person_splits_and_joins() -> None:
    """The newest ruling on a pair holds, in whichever order its items are named; the reasons of the machine stay beside it."""
    split = Ruling(B, A, False, "mina", "two windows", 7)
    assert _families([_copy(A, B)], split) == []
    assert _families([_copy(A, B)], split, Ruling(A, B, True, "otto", "one after all", 9)) == [
        (A, B)
    ]
    assert _families([], Ruling(C, D, True, "mina", "sent together", 3)) == [(C, D)]
    (edge,) = edges([_copy(A, B)], (split,), KNOWN)
    assert edge.ruling == split and edge.why


def test_one_that_holds_two_strangers_is_noted() -> None:
    """Items joined only through a third are counted once, and it is said that they may be two."""
    (origin,) = origins(edges([_copy(A, B), _copy(A, C)], (), KNOWN), KNOWN)
    assert origin.items == (A, B, C) and len(origin.notes) == 1
    (whole,) = origins(edges([_copy(A, B), _copy(A, C), _copy(B, C)], (), KNOWN), KNOWN)
    assert whole.notes == ()


def test_texts_join_by_the_whole_and_lead_to_whom_they_name() -> None:
    """A reprint joins, a quoted passage does not; a text that names who published the other is made from it."""
    assert _families([_copy(A, B, "derived", "text")]) == [(A, B)]
    assert _families([_copy(A, B, "partly derived", "text")]) == []
    named = f"Northline, which published one of them, is named in {B.hex[:12]}"
    for copy in (_copy(A, B, "copy", "text"), _copy(B, A, "copy", "text")):
        (plain,) = edges([copy], (), KNOWN)
        (edge,) = edges([replace(copy, evidence=(Evidence("credit", named, 250),))], (), KNOWN)
        assert (plain.direction, edge.direction) == ("unknown", "a to b")
        assert named in edge.why
