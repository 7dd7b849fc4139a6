"""Which frames of two videos show the same thing, and how the frame of one lies on that of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from wellfounded.copies.picture.geometry import (
    Fit,
    Matrix,
    Places,
    fit,
    mirrored_looks,
    pairs,
    unit,
)
from wellfounded.copies.video.prints import Filmed

MOST_FRAMES: Final = 24
_MOST_MAPS: Final = 4
_SAME: Final = 0.08
_MARGIN: Final = 0.04
_BESIDE: Final = 0.25
_AT_REST: Final = 0.35


@dataclass(frozen=True, slots=True)
class Laid:
    """A map (2, 3) from points of `a` to `b` (shares of height), and what it rests on.

    `support` counts agreeing places over all frames, `most` those of the best pair of frames; `box`
    is left, top, right, bottom in shares of the frame of `a`, around what agreed; `at_a` and `at_b`
    are the first and last second of the frames.
    """

    matrix: Matrix
    mirrored: bool
    support: int
    most: int
    box: tuple[float, float, float, float]
    at_a: tuple[float, float]
    at_b: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Met:
    """Two frames of which one lies on the other: how, the places of `a` that agree, and when they are shown."""

    fit: Fit
    points: Places
    at_a: float
    at_b: float


def met(a: Filmed, b: Filmed, chosen: Sequence[tuple[int, int]] | None = None) -> list[Met]:
    """Give the pairs of frames of which one lies on the other, and how.

    `chosen` are the pairs to try, by the number of each frame among those with features; without it
    every frame of `a` is tried with every one of `b`, of at most `MOST_FRAMES` spread evenly.
    """
    rows_a, rows_b = a.frames(), b.frames()
    if chosen is None:
        chosen = [(i, j) for i in _some(len(rows_a)) for j in _some(len(rows_b))]
    looks_a = {i: unit(a.looks[rows_a[i]]) for i in sorted({i for i, _ in chosen})}
    looks_b = {j: unit(b.looks[rows_b[j]]) for j in sorted({j for _, j in chosen})}
    found = []
    for mirrored in (False, True):
        seen = {i: mirrored_looks(v) if mirrored else v for i, v in looks_a.items()}
        for i, j in chosen:
            here, there = pairs(seen[i] @ looks_b[j].T)
            one, other = rows_a[i][here], rows_b[j][there]
            made = fit(a.places[one], b.places[other], mirrored)
            if made is not None:
                at = float(a.spots[rows_a[i][0]]), float(b.spots[rows_b[j][0]])
                found.append(Met(made, a.places[one[made.a]], *at))
    return found


def _some(count: int) -> list[int]:
    """Give at most so many of `count` numbers, spread evenly."""
    if count <= MOST_FRAMES:
        return list(range(count))
    return [int(n) for n in np.linspace(0, count - 1, MOST_FRAMES).round()]


def laid(found: Sequence[Met], aspect: float) -> list[Laid]:
    """Give the maps that pairs of frames agree on, the best supported first.

    Maps that take the frame of `a`, `aspect` times as wide as high, to nearly the same place are one.
    """
    corners = np.array([[0, 0, 1], [aspect, 0, 1], [0, 1, 1], [aspect, 1, 1]]).T
    left = sorted(found, key=lambda p: -p.fit.agreeing)
    laid_: list[Laid] = []
    while left and len(laid_) < _MOST_MAPS:
        lead = left[0]
        target = lead.fit.matrix @ corners
        size = float(np.sqrt(abs(np.linalg.det(lead.fit.matrix[:, :2]))))
        off = [float(np.abs(p.fit.matrix @ corners - target).max()) / size for p in left]
        near = [p for p, o in zip(left, off, strict=True) if o < _SAME]
        left = [p for p, o in zip(left, off, strict=True) if o >= _SAME]
        points = np.concatenate([p.points for p in near])
        low, high = np.percentile(points[:, 0], (1, 99)) / aspect
        top, low_end = np.percentile(points[:, 1], (1, 99))
        box = (low - _MARGIN, top - _MARGIN, high + _MARGIN, low_end + _MARGIN)
        support = sum(p.fit.agreeing for p in near)
        most = lead.fit.agreeing
        at_a, at_b = _span([p.at_a for p in near]), _span([p.at_b for p in near])
        laid_.append(Laid(_mean(near), lead.fit.mirrored, support, most, box, at_a, at_b))
    laid_.sort(key=lambda m: -m.support)
    return [m for m in laid_ if m.support >= _BESIDE * laid_[0].support]


def _span(times: list[float]) -> tuple[float, float]:
    return min(times), max(times)


def _mean(near: list[Met]) -> Matrix:
    """Give the map in the middle: of the better half, each number's median."""
    ordered = sorted(near, key=lambda p: -p.fit.agreeing)
    better = ordered[: max(1, (len(ordered) + 1) // 2)]
    return np.asarray(np.median([p.fit.matrix for p in better], axis=0), np.float64)


def squared(matrix: Matrix) -> Matrix:
    """Give the map without the small turn and stretch that errors leave, where there is no more."""
    linear = matrix[:, :2]
    scale = float(np.sqrt(abs(np.linalg.det(linear))))
    straight = np.round(linear / scale)
    if np.abs(linear / scale - straight).max() > 0.09 or abs(np.linalg.det(straight)) != 1:
        return matrix
    middle = np.array([0.7, 0.5])
    shift = linear @ middle + matrix[:, 2] - scale * straight @ middle
    if abs(scale - 1) < 0.04 and np.abs(shift[1]) < 0.03:
        scale = 1.0
    return np.column_stack([scale * straight, shift])


def at_rest(laid_: Laid, aspect_a: float, aspect_b: float) -> Matrix | None:
    """Give the map of the whole frame onto the whole frame where a map is not far from it, else None.

    What moves before a plain background carries a map along with it; the frame stays.
    """
    side = -1.0 if laid_.mirrored else 1.0
    whole = np.array([[side * aspect_b / aspect_a, 0, 0 if side > 0 else aspect_b], [0, 1.0, 0]])
    corners = np.array([[0, 0, 1], [aspect_a, 0, 1], [0, 1, 1], [aspect_a, 1, 1]]).T
    off = np.abs(laid_.matrix @ corners - whole @ corners).max()
    return whole if off < _AT_REST else None
