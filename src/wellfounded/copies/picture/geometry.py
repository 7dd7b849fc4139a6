"""From local features of two pictures to the one affine map that takes one into the other.

Every match of two features states a whole similarity (scale, turn, shift), so each is tried and the
one most others agree with is refined: no chance, same answer every time. Points are in shares of
each picture's height.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float32]
Looks = NDArray[np.uint8]
Matrix = NDArray[np.float64]

_RATIO: Final = 0.86
_SPREAD: Final = 0.06
_NEAR: Final = 0.02
_SCALE: Final = np.log(1.6)
_TURN: Final = 0.6
_MOST: Final = 400
_AGREE: Final = 5

_MIRROR: Final = (
    np.arange(128).reshape(4, 4, 8)[::-1][:, :, (-np.arange(8)) % 8].reshape(128).copy()
)
"""Where each number of a feature's look stands in the look of its mirror image."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A map (2, 3) from points of `a` to points of `b`, and the indices of the matches it explains."""

    matrix: Matrix
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    mirrored: bool

    @property
    def agreeing(self) -> int:
        """How many distinct places of both pictures agree."""
        return int(min(len(np.unique(self.a)), len(np.unique(self.b))))


def unit(looks: Looks) -> NDArray[np.float32]:
    """Give packed looks (n, 64) as vectors (n, 128) of length one."""
    found = np.empty((len(looks), 128), np.float32)
    found[:, ::2], found[:, 1::2] = looks >> 4, looks & 15
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    return np.asarray(found, np.float32)


def mirrored_looks(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the vectors that the same features have in the mirror."""
    return np.ascontiguousarray(vectors[:, _MIRROR])


def mirrored_places(places: Places) -> Places:
    """Give places in the mirror: left and right exchanged about x = 0."""
    found = places.copy()
    found[:, 0] = -found[:, 0]
    found[:, 3] = np.pi - found[:, 3]
    return found


def pairs(likeness: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the matches in a table of likenesses (n, m) whose best is clearly better than the second.

    The table is used up.
    """
    if likeness.shape[0] < 1 or likeness.shape[1] < 2:
        none = np.zeros(0, np.int64)
        return none, none
    rows = np.arange(len(likeness))
    best = likeness.argmax(axis=1)
    one = likeness[rows, best]
    likeness[rows, best] = -1  # the table is not used again
    near, far = 2 - 2 * one, 2 - 2 * likeness.max(axis=1)
    kept = np.flatnonzero(near < _RATIO**2 * far)
    kept = kept[np.argsort(near[kept], kind="stable")][:_MOST]
    return kept, best[kept]


def fit(a: Places, b: Places, mirrored: bool) -> Fit | None:
    """Give the map most of these matched places agree with, a[i] with b[i]; None below five.

    `a` is as stored; with `mirrored` it is looked at in the mirror first.
    """
    if len(a) < _AGREE:
        return None
    seen = mirrored_places(a) if mirrored else a
    scale = b[:, 2] / np.maximum(seen[:, 2], 1e-6)
    turn = b[:, 3] - seen[:, 3]
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    shift_x = b[:, 0] - cos * seen[:, 0] + sin * seen[:, 1]
    shift_y = b[:, 1] - sin * seen[:, 0] - cos * seen[:, 1]
    x = np.outer(cos, seen[:, 0]) - np.outer(sin, seen[:, 1]) + shift_x[:, None]
    y = np.outer(sin, seen[:, 0]) + np.outer(cos, seen[:, 1]) + shift_y[:, None]
    off = np.hypot(x - b[:, 0], y - b[:, 1])
    unlike = np.abs(np.log(scale)[:, None] - np.log(scale)) > _SCALE
    unlike |= np.cos(turn[:, None] - turn) < np.cos(_TURN)
    span = _SPREAD * np.clip(scale, 0.2, 1.5)[:, None]
    agree = (off < span) & ~unlike
    best = int(np.argmax((agree * (1 - off / span)).sum(axis=1)))
    chosen = agree[best]
    if chosen.sum() < _AGREE:
        return None
    return _refined(seen, b, chosen, ~unlike[best], float(scale[best]), mirrored)


def _refined(
    seen: Places, b: Places, chosen: Any, like: Any, scale: float, mirrored: bool
) -> Fit | None:
    """Fit an affine map to the chosen matches, and choose again by it, a few times."""
    points = np.column_stack([seen[:, :2], np.ones(len(seen))]).astype(np.float64)
    matrix = np.zeros((2, 3))
    near = _NEAR * float(np.clip(scale, 0.3, 1.5))
    for _ in range(4):
        matrix = _least(points[chosen], b[chosen, :2].astype(np.float64))
        off = np.hypot(*(points @ matrix.T - b[:, :2]).T)
        now = (off < near) & like
        if now.sum() < _AGREE:
            return None
        if np.array_equal(now, chosen):
            break
        chosen = now
    if not _plausible(matrix):
        return None
    if mirrored:
        matrix = matrix * np.array([-1.0, 1.0, 1.0])
    kept = np.flatnonzero(chosen)
    return Fit(matrix, kept, kept, mirrored)


def _least(points: Matrix, target: Matrix) -> Matrix:
    """Fit by least squares, drawn a little to the similarity: few or aligned points stay sound."""
    middle = points[:, :2].mean(axis=0)
    aim = target.mean(axis=0)
    p, q = points[:, :2] - middle, target - aim
    size = float((p**2).sum()) + 1e-12
    c = float((p * q).sum()) / size
    s = float((p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum()) / size
    base = np.array([[c, -s], [s, c]])
    pull = 0.02 * size / 2 * np.eye(2)
    linear = np.linalg.solve(p.T @ p + pull, p.T @ q + pull @ base.T).T
    return np.column_stack([linear, aim - linear @ middle])


def _plausible(matrix: Matrix) -> bool:
    """Tell whether a map is one that editing makes: neither collapsed nor stretched over threefold."""
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(small > 0.05 and large < 20 and large < 3 * small)
