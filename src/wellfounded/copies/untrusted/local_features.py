"""Local features of a grey picture: where they are, how large, how turned, and what each looks like.

Scale-invariant features (Lowe, Distinctive Image Features from Scale-Invariant Keypoints, 2004),
chosen so that every part of the picture keeps some, with square roots taken (Arandjelovic and
Zisserman, Three things everyone should know to improve object retrieval, 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

cv2.setNumThreads(1)  # A thread cannot be started in the jail.

Grey = NDArray[np.uint8]

FEATURE_ERRORS: Final = (cv2.error,)
_CONTRASTS: Final = (0.012, 0.003)
_FEW: Final = 100
_EDGE: Final = 12.0
_CELLS: Final = 6
_STEPS: Final = 36.0


@dataclass(frozen=True, slots=True)
class Spots:
    """Features of one picture, the largest first.

    `places` is (n, 4) float32: left, top and diameter in shares of the picture's height, and the
    turn in radians clockwise. `looks` is (n, 64) uint8: 128 numbers of four bits, the first of two
    in the upper half.
    """

    places: NDArray[np.float32]
    looks: Grey


def spots(grey: Grey, most: int) -> Spots:
    """Give at most `most` features of a picture, spread over it; of a smooth one also faint ones."""
    for contrast in _CONTRASTS:
        finder = cast(Any, cv2).SIFT_create(contrastThreshold=contrast, edgeThreshold=_EDGE)
        every = finder.detect(grey, None)
        if len(every) >= _FEW:
            break
    found = _spread(every, grey.shape, most)
    if not found:
        return none()
    found, raw = finder.compute(grey, found)
    looks = np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6))
    places = np.array([(*k.pt, k.size, np.deg2rad(k.angle)) for k in found], np.float32)
    places[:, :3] /= grey.shape[0]
    order = np.argsort(-places[:, 2], kind="stable")
    steps = np.minimum(looks[order] * _STEPS + 0.5, 15).astype(np.uint8)
    return Spots(places[order], steps[:, ::2] << 4 | steps[:, 1::2])


def _spread(found: Any, shape: tuple[int, ...], most: int) -> list[Any]:
    """Choose features: the strongest of each cell of a grid in turn, until there are enough."""
    ordered = sorted(found, key=lambda k: (-k.response, k.pt, k.size, k.angle))
    rank: dict[tuple[int, int], int] = {}
    ranked: list[tuple[int, int, Any]] = []
    for key in ordered:
        cell = (int(key.pt[0] * _CELLS / shape[1]), int(key.pt[1] * _CELLS / shape[0]))
        rank[cell] = rank.get(cell, -1) + 1
        ranked.append((rank[cell], len(ranked), key))
    ranked.sort(key=lambda r: r[:2])
    return [key for _, _, key in ranked[:most]]


def none() -> Spots:
    """Give no features: of a picture that is flat."""
    return Spots(np.zeros((0, 4), np.float32), np.zeros((0, 64), np.uint8))
