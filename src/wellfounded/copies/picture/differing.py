"""How alike the light of two pictures is where one lies on the other, once tone and shading are made alike.

A copy is alike everywhere but where something was laid over it; another moment of the same scene, another side of it, or another
picture of the same template differs wherever something moved or was exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.float32]
Mask = NDArray[np.bool_]

_FINE: Final = 3
_BINS: Final = 24
_FEWEST: Final = 64


@dataclass(frozen=True, slots=True)
class Laid:
    """The light of both pictures on the same cells, and which of these cells are to be compared."""

    a: Cells
    b: Cells
    seen: Mask


def likeness(a: Any, b: Any, shares: Any, box: Any, alter: bool = False) -> float:
    """Give how alike two lights, (n, n) uint8, are where one lies on the other: at most 1, 0 where they share next to nothing.

    `shares` (3, 3) takes points of `a` to `b` in shares of the frame; `box` is the part of `a` that is looked at. With `alter` tone
    and shading of `a` are made those of `b` first.
    """
    one = laid(a, b, shares, box)
    if one is None:
        return 0.0
    x, y = (toned(one) if alter else one.a)[one.seen], one.b[one.seen]
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / max(float(np.linalg.norm(x) * np.linalg.norm(y)), float(len(x))))


def laid(a: Any, b: Any, forth: Any, box: Any) -> Laid | None:
    """Lay two lights onto the cells of the coarser; None where they share next to nothing."""
    if abs(np.linalg.det(forth[:2, :2])) < 1e-4:
        return None
    coarse_a = abs(np.linalg.det(forth[:2, :2])) >= 1
    size = len(a)
    steps = (np.arange(size * _FINE) + 0.5) / (size * _FINE)
    other = forth if coarse_a else np.linalg.inv(forth)
    across = other[0, 0] * steps[None, :] + other[0, 1] * steps[:, None] + other[0, 2]
    down = other[1, 0] * steps[None, :] + other[1, 1] * steps[:, None] + other[1, 2]
    here = (steps[None, :], steps[:, None]) if coarse_a else (across, down)
    inside = (across >= 0) & (across < 1) & (down >= 0) & (down < 1)
    inside &= (here[0] >= box[0]) & (here[0] <= box[2]) & (here[1] >= box[1]) & (here[1] <= box[3])
    seen = _cells(inside) > 0.99
    if seen.sum() < _FEWEST:
        return None
    mine = (a if coarse_a else b).astype(np.float32)
    theirs = _cells(_sampled((b if coarse_a else a), across, down))
    return Laid(mine, theirs, seen) if coarse_a else Laid(theirs, mine, seen)


def _cells(fine: Any) -> Any:
    high, wide = fine.shape[0] // _FINE, fine.shape[1] // _FINE
    return fine.reshape(high, _FINE, wide, _FINE).mean(axis=(1, 3), dtype=np.float32)


def _sampled(light: Any, across: Any, down: Any) -> Any:
    """Give light between its cells at these shares of the frame."""
    size = len(light)
    x = np.clip(across * size - 0.5, 0, size - 1.001).astype(np.float32)
    y = np.clip(down * size - 0.5, 0, size - 1.001).astype(np.float32)
    left, top = x.astype(np.int32), y.astype(np.int32)
    x, y = x - left, y - top
    at, flat = top * size + left, light.astype(np.float32).ravel()
    upper = flat[at] * (1 - x) + flat[at + 1] * x
    lower = flat[at + size] * (1 - x) + flat[at + size + 1] * x
    return upper * (1 - y) + lower * y


def toned(one: Laid) -> Cells:
    """Give the light of `a` with the tone and shading of `b`."""
    x, y = one.a[one.seen], one.b[one.seen]
    edges = np.quantile(x, np.linspace(0, 1, _BINS + 1))
    place = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, _BINS - 1)
    middles, levels = [], []
    for n in range(_BINS):
        here = place == n
        if here.sum() >= 3:
            middles.append(float(np.median(x[here])))
            levels.append(float(np.median(y[here])))
    alike = np.interp(one.a, middles, levels) if middles else one.a
    return np.asarray(alike + _shading(one, alike), np.float32)


def _shading(one: Laid, alike: Any) -> Any:
    """Give the smooth surface by which `b` is brighter, drawn through most cells."""
    high, wide = one.seen.shape
    v, u = (n / max(high, wide) - 0.5 for n in np.mgrid[0:high, 0:wide].astype(np.float32))
    terms = np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=-1)
    rows, off = terms[one.seen], (one.b - alike)[one.seen]
    weight = np.ones_like(off)
    found = np.zeros(terms.shape[-1], np.float32)
    for _ in range(4):
        scaled = rows * weight[:, None]
        found = np.linalg.solve(
            scaled.T @ rows + 1e-3 * np.eye(6, dtype=np.float32), scaled.T @ off
        )
        left = np.abs(off - rows @ found)
        weight = 1 / np.maximum(left / max(float(np.median(left)), 1.0), 1.0) ** 2
    return terms @ found
