"""The light of two frames on the same cells: both grids laid over the part they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Light = NDArray[np.float32]

_FINE: Final = 4
_LEAST: Final = 12


@dataclass(frozen=True, slots=True)
class Overlap:
    """Weights (cells, grid * grid) that give the light of shared cells from each grid.

    `where` is (cells, 2): left and top of each cell's middle in shares of the frame of `a`.
    """

    a: Light
    b: Light
    where: Light


def overlap(
    matrix: Matrix, aspect_a: float, aspect_b: float, box: Any, grid: int
) -> Overlap | None:
    """Lay both grids over what they share; None where that is next to nothing.

    `grid` is how many cells a frame's light has across and down. `matrix` (2, 3) takes points of `a` to `b` in shares of height; `box` is left, top, right,
    bottom in shares of the frame of `a`: what lies outside is left out. Cells are those of the
    coarser grid, and the finer one is averaged over them.
    """
    forth = np.vstack([matrix, [0, 0, 1.0]])
    forth = np.diag([1 / aspect_b, 1, 1]) @ forth @ np.diag([aspect_a, 1, 1])
    coarse_a = abs(np.linalg.det(forth[:2, :2])) >= 1
    steps = (np.arange(grid * _FINE) + 0.5) / (grid * _FINE)
    x, y = (n.ravel() for n in np.meshgrid(steps, steps))
    here = np.vstack([x, y, np.ones_like(x)])
    there = (forth if coarse_a else np.linalg.inv(forth)) @ here
    seen_a, seen_b = (here, there) if coarse_a else (there, here)
    inside = ((seen_b[:2] >= 0) & (seen_b[:2] <= 1)).all(axis=0)
    inside &= (seen_a[0] >= box[0]) & (seen_a[0] <= box[2])
    inside &= (seen_a[1] >= box[1]) & (seen_a[1] <= box[3])
    cell = (y * grid).astype(int) * grid + (x * grid).astype(int)
    full = np.bincount(cell[inside], minlength=grid * grid) >= _FINE * _FINE // 2
    chosen = inside & full[cell]
    if full.sum() < _LEAST:
        return None
    number = np.cumsum(full) - 1
    rows, count = number[cell[chosen]], int(full.sum())
    fine = _weights(there[:2, chosen], rows, count, grid)
    coarse = np.zeros((count, grid * grid), np.float32)
    coarse[np.arange(count), np.flatnonzero(full)] = 1
    middle = np.zeros((count, 2), np.float32)
    per = np.bincount(rows, minlength=count)
    for axis in (0, 1):
        middle[:, axis] = np.bincount(rows, seen_a[axis, chosen], count) / per
    return Overlap(coarse, fine, middle) if coarse_a else Overlap(fine, coarse, middle)


def _weights(points: Matrix, rows: NDArray[np.int64], count: int, grid: int) -> Light:
    """Average bilinear samples at `points` (2, n), in shares of a frame, over the cells `rows`."""
    place = np.clip(points * grid - 0.5, 0, grid - 1.001)
    low = place.astype(int)
    part = place - low
    found = np.zeros((count, grid * grid), np.float32)
    for dx in (0, 1):
        for dy in (0, 1):
            weight = np.abs(1 - dx - part[0]) * np.abs(1 - dy - part[1])
            np.add.at(found, (rows, (low[1] + dy) * grid + low[0] + dx), weight)
    return np.asarray(found / np.bincount(rows, minlength=count)[:, None], np.float32)
