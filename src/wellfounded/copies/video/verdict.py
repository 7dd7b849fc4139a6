"""What an alignment is worth, in a score, reasons and one of three verdicts.

Copy (or derived, partly derived), the same scene at another moment, or nothing: what moves decides
between the first two, since the still part of a scene looks alike at every moment.
"""

from __future__ import annotations

from typing import Final

from wellfounded.copies.copy import Box, Copy, Evidence, Pass, Side, Verdict
from wellfounded.copies.engine import Taken
from wellfounded.copies.picture.placing import boxes, transform
from wellfounded.copies.video.alignment import Aligned
from wellfounded.copies.video.likeness import Laid
from wellfounded.copies.video.prints import Filmed

LEAST_WEIGHT: Final = 1.0
"""The weight from which an alignment is a copy, chosen on half a of the development set (docs/know/copies.md)."""

SCENE_PLACES: Final = 15
"""How many places of two frames must agree for the same scene to be stated."""

STILL: Final = 0.12
"""Grey levels below which nothing can be said to move."""

_MICRO: Final = 1_000_000
_WHOLE: Final = 0.9
_SURE_PLACES: Final = 80
_STANDS_OUT: Final = 40.0


def weight(found: Aligned) -> float:
    """Give how much more moves alike than at other shifts, where the frame is alike too."""
    alike = max(found.looks, min(1.0, found.laid.most / _SURE_PLACES), 0.0)
    return max(found.agrees, 0.0) * min(max(found.stands_out, 0.0), _STANDS_OUT) * alike


def score(worth: float) -> int:
    """Give the score in thousandths: 500 where the weight is `LEAST_WEIGHT`."""
    return round(1000 * worth / (worth + LEAST_WEIGHT))


def copied(a: Taken, b: Taken, one: Filmed, other: Filmed, found: Aligned) -> Copy:
    """Give the copy that an alignment is."""
    sizes = (one.width, one.height), (other.width, other.height)
    box_a, box_b = boxes(found.matrix, sizes, found.laid.box)
    start, end = found.speed * found.start + found.shift, found.speed * found.end + found.shift
    side_a = _side(a, one, found.start, found.end, box_a)
    side_b = _side(b, other, start, end, box_b)
    whole_a = _whole(found.end - found.start, one, box_a)
    whole_b = _whole(end - start, other, box_b)
    verdict: Verdict = "partly derived"
    if whole_a or whole_b:
        verdict = "copy" if whole_a and whole_b else "derived"
    changed = transform(found.matrix, one.aspect, other.aspect, found.speed)
    reasons = (_motion(found), _light(found), _places(found.laid))
    return Copy("video", side_a, side_b, verdict, score(weight(found)), changed, reasons)


def same_scene(a: Taken, b: Taken, one: Filmed, other: Filmed, laid: Laid, worth: float) -> Copy:
    """Give the pair whose frames are alike and whose motion is not."""
    said = "what moves does not agree at any shift or speed beyond what chance gives"
    reasons = (Evidence("motion", said, round(1000 * worth)), _places(laid))
    return _unaligned(a, b, one, other, laid, "same scene at another moment", score(worth), reasons)


def still(a: Taken, b: Taken, one: Filmed, other: Filmed, laid: Laid, pass_: Pass) -> Copy:
    """Give the pair whose frames are alike but of which no motion was or could be compared."""
    said = "nothing moves, so that copies and other moments look the same"
    if pass_ == "first":
        said = "only key frames were looked at: motion is compared in the dense pass"
    reasons = (Evidence("motion", said), _places(laid))
    return _unaligned(a, b, one, other, laid, "unknown", 0, reasons, pass_)


def _unaligned(
    a: Taken,
    b: Taken,
    one: Filmed,
    other: Filmed,
    laid: Laid,
    verdict: Verdict,
    points: int,
    reasons: tuple[Evidence, ...],
    pass_: Pass = "dense",
) -> Copy:
    sizes = (one.width, one.height), (other.width, other.height)
    box_a, box_b = boxes(laid.matrix, sizes, laid.box)
    side_a = _side(a, one, *laid.at_a, box_a)
    side_b = _side(b, other, *laid.at_b, box_b)
    changed = transform(laid.matrix, one.aspect, other.aspect)
    return Copy("video", side_a, side_b, verdict, min(points, 499), changed, reasons, pass_)


def _whole(lasts: float, filmed: Filmed, box: Box | None) -> bool:
    return box is None and lasts >= _WHOLE * max(filmed.end, 1e-6)


def _side(taken: Taken, filmed: Filmed, start: float, end: float, box: Box | None) -> Side:
    low, high = (round(min(max(n, 0.0), filmed.end) * _MICRO) for n in (start, end))
    return Side(taken.item, taken.name, low, max(high, low + 1), box)


def _motion(found: Aligned) -> Evidence:
    said = (
        f"{max(found.agrees, 0):.0%} of what moves is the same,"
        f" {found.stands_out:.0f} spreads above other shifts"
    )
    return Evidence("motion", said, round(1000 * weight(found)))


def _light(found: Aligned) -> Evidence:
    said = f"the light of what both show agrees to {found.looks:.2f} of 1"
    return Evidence("light", said, round(1000 * found.looks))


def _places(laid: Laid) -> Evidence:
    said = f"{laid.most} places of two frames agree on one map, {laid.support} over all frames"
    return Evidence("places", said, 1000 * laid.most)
