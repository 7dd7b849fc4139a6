"""A found map as the `Copy` that is kept: boxes in pixels as shown, the matrix, turn and mirror."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from wellfounded.copies.copy import Box, Copy, Evidence, Side, Transform, Verdict

_MICRO: Final = 1_000_000
_WHOLE: Final = 0.98
_EDGE: Final = 0.08


def in_shares(matrix: Any, aspect_a: float, aspect_b: float) -> Any:
    """Give the (3, 3) map between shares of width and height from one between shares of height."""
    forth = np.vstack([matrix, [0, 0, 1.0]])
    return np.diag([1 / aspect_b, 1, 1]) @ forth @ np.diag([aspect_a, 1, 1])


def transform(matrix: Any, aspect_a: float, aspect_b: float, speed: float = 1.0) -> Transform:
    """Give what was done to `a` to give `b`; `speed` is how many seconds of `b` pass in one of `a`."""
    mirrored = bool(np.linalg.det(matrix[:, :2]) < 0)
    turning = matrix[:, :2] @ np.diag([-1.0 if mirrored else 1.0, 1.0])
    turned = round(float(np.degrees(np.arctan2(turning[1, 0], turning[0, 0])))) % 360
    shares = in_shares(matrix, aspect_a, aspect_b)
    frame = tuple(round(float(n) * _MICRO) for n in shares.ravel())
    plain = bool(np.abs(shares - np.eye(3)).max() < 0.01)
    passed = _MICRO if abs(speed - 1) < 0.002 else round(_MICRO / speed)
    return Transform(passed, _MICRO, mirrored, turned, None if plain else frame)


def boxes(
    matrix: Any, sizes: tuple[tuple[int, int], tuple[int, int]], box: Any
) -> tuple[Box | None, Box | None]:
    """Give the shared part on both sides in thousandths of a pixel; None where it is all of the frame.

    `box` is what agreed, in shares of the frame of `a`: the shared part is not known to reach
    further. Where that is nearly to the edge of either frame, it is taken to reach it: features
    have a size, and none lies at an edge.
    """
    (width_a, height_a), (width_b, height_b) = sizes
    shares = in_shares(matrix, width_a / height_a, width_b / height_b)
    frame = np.array([[0.0, 0.0], [1.0, 1.0]])
    reach = _within(_around(np.linalg.inv(shares), *frame), frame)
    here = _within(np.array([box[:2], box[2:]]), reach)
    here = np.where(np.abs(here - reach) < _EDGE, reach, here)
    there = _within(_around(shares, *here), frame)
    return _pixels(here, width_a, height_a), _pixels(there, width_b, height_b)


def _within(box: Any, limits: Any) -> Any:
    """Give the part of a box (2, 2), low and high corner, that lies in another."""
    return np.clip(box, limits[0], np.maximum(limits[1], limits[0]))


def _around(shares: Any, low: Any, high: Any) -> Any:
    corners = np.array([[x, y, 1] for x in (low[0], high[0]) for y in (low[1], high[1])]).T
    points = (shares @ corners)[:2]
    return np.array([points.min(axis=1), points.max(axis=1)])


def _pixels(box: Any, width: int, height: int) -> Box | None:
    if (box[1] - box[0] >= _WHOLE).all():
        return None
    scale = np.array([width, height]) * 1000
    left, top = (round(float(n)) for n in box[0] * scale)
    right, bottom = (round(float(n)) for n in box[1] * scale)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _verdict(box_a: Box | None, box_b: Box | None) -> Verdict:
    """Say whether all of both is shared, all of one, or a part of each."""
    if box_a is None and box_b is None:
        return "copy"
    return "derived" if box_a is None or box_b is None else "partly derived"


def copied(a: Any, b: Any, one: Any, other: Any, found: Any) -> Copy:
    """Give the copy that a found map between two pictures is."""
    sizes = ((one.width, one.height), (other.width, other.height))
    box_a, box_b = boxes(found.fit.matrix, sizes, found.box)
    said = f"{found.agreeing} places of both pictures agree on one map"
    evidence = (
        Evidence("places", said, found.agreeing * 1000),
        Evidence(
            "light", f"the light there agrees to {found.light:.2f} of 1", round(found.light * 1000)
        ),
    )
    return Copy(
        "picture",
        Side(a.item, a.name, box=box_a),
        Side(b.item, b.name, box=box_b),
        _verdict(box_a, box_b),
        found.score,
        transform(found.fit.matrix, one.aspect, other.aspect),
        evidence,
    )
