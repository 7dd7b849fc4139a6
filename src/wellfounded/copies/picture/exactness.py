"""How exactly places of two pictures agree once a map is known: a copy's do to a part of a pixel, wherever the map looks.

Another moment of a scene, another side of it, or another picture of the same template agrees in the places that stayed; near the
others, what looks alike lies beside where the map says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from wellfounded.copies.picture.geometry import mirrored_looks, unit

_NEAR: Final = 0.1
_ALIKE: Final = 0.82
_SIZE: Final = 0.5
_FEWEST: Final = 12
_STEP: Final = 0.002
"""About a pixel of the size that features are taken at, in shares of the height."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A map (2, 3) fitted to all places near it that look alike, and how far off these are.

    `off` is what three quarters of the places keep below, in pixels of the size that features are taken at, after a smooth bend of
    the whole is taken out. `box` is left, top, right, bottom in shares of the frame of `a`, around the places that agree.
    """

    matrix: Any
    off: float
    box: tuple[float, float, float, float]


def exact(a: Any, b: Any, matrix: Any, mirrored: bool) -> Exact | None:
    """Match the places of `a` again, each with those of `b` near where the map says; None where too few look alike."""
    one, other = _matched(a, b, matrix, mirrored)
    if len(one) < _FEWEST:
        return None
    here, there = a.places[one, :2].astype(np.float64), b.places[other, :2].astype(np.float64)
    points = np.column_stack([here, np.ones(len(here))])
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    step = _STEP * max(scale, 1.0)
    off, weight = _bent(points @ matrix.T, there, step)
    fitted = np.linalg.solve(
        (points * weight[:, None]).T @ points + 1e-9 * np.eye(3),
        (points * weight[:, None]).T @ there,
    ).T
    good = here[off <= max(3 * step, 4 * float(np.median(off)))]
    low, high = np.percentile(good, (1, 99), axis=0)
    edge = 0.01
    box = (low[0] / a.aspect - edge, low[1] - edge, high[0] / a.aspect + edge, high[1] + edge)
    left, top, right, bottom = (float(n) for n in box)
    return Exact(fitted, float(np.percentile(off, 75)) / step, (left, top, right, bottom))


def _matched(a: Any, b: Any, matrix: Any, mirrored: bool) -> tuple[Any, Any]:
    """Give the rows of places that look most alike of all near where the map says, seen from both sides."""
    mapped = np.column_stack([a.places[:, :2], np.ones(len(a.places))]) @ matrix.T
    inside = (
        (mapped[:, 0] > 0) & (mapped[:, 0] < b.aspect) & (mapped[:, 1] > 0) & (mapped[:, 1] < 1)
    )
    rows = np.flatnonzero(inside)
    if not len(rows) or not len(b.places):
        return rows[:0], rows[:0]
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    away = np.hypot(
        mapped[rows, None, 0] - b.places[None, :, 0], mapped[rows, None, 1] - b.places[None, :, 1]
    )
    larger = np.log(b.places[None, :, 2] / (a.places[rows, None, 2] * max(scale, 1e-6)))
    looks = unit(a.looks)[rows]
    like = (mirrored_looks(looks) if mirrored else looks) @ unit(b.looks).T
    like = np.where((away < _NEAR * np.clip(scale, 0.2, 1.5)) & (np.abs(larger) < _SIZE), like, -1)
    best = like.argmax(axis=1)
    numbers = np.arange(len(rows))
    kept = (like[numbers, best] > _ALIKE) & (like.argmax(axis=0)[best] == numbers)
    return rows[kept], best[kept]


def _bent(mapped: Any, there: Any, step: float) -> tuple[Any, Any]:
    """Give how far each place is from where a smooth bend of the map takes it, and its weight in that bend."""
    away = there - mapped
    u = mapped - mapped.mean(axis=0)
    terms = np.column_stack([np.ones(len(u)), u, u[:, 0] ** 2, u[:, 0] * u[:, 1], u[:, 1] ** 2])
    weight = np.ones(len(u))
    off = np.zeros(len(u))
    for _ in range(8):
        scaled = terms * weight[:, None]
        bend = np.linalg.solve(scaled.T @ terms + 1e-6 * np.eye(6), scaled.T @ away)
        off = np.hypot(*(away - terms @ bend).T)
        usual = max(float(np.median(off)), step / 2)
        weight = 1 / (1 + (off / (2 * usual)) ** 2) ** 2
    return off, weight
