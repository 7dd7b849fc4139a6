"""Local features as rows of 64 bits, by which an index finds pictures that share some.

A bit is the side of a fixed plane through the space of looks on which a feature lies (Charikar,
Similarity estimation techniques from rounding algorithms, 2002): like features differ in few bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.nearness import NearIndex
from wellfounded.terms.digest import Digest

WIDTH: Final = 8
RADIUS: Final = 5
_FEWEST: Final = 3


def _planes() -> NDArray[np.float32]:
    """Give 64 balanced planes of 128 signs, from a fixed sequence of numbers."""
    state, planes = 20_240_229, np.empty((64, 128), np.float32)
    for row in planes:
        draws = []
        for _ in range(128):
            state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
            draws.append(state >> 33)
        order = np.argsort(np.array(draws, np.int64), kind="stable")
        row[order[:64]], row[order[64:]] = 1, -1
    return planes


_PLANES: Final = _planes()


def words(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Give the row of each feature: (n, 8) uint8 from vectors (n, 128)."""
    blocks = vectors.reshape(-1, 16, 8)
    level = np.broadcast_to(blocks.mean(axis=2, keepdims=True), blocks.shape)
    flat = (blocks - level).reshape(-1, 128)
    return np.packbits(flat @ _PLANES.T > 0, axis=1)


def owners(index: NearIndex, rows: NDArray[np.uint8], most: int) -> Sequence[Digest]:
    """Give the items that share most rows with these, the likeliest first, at most `most`.

    A row that many items share counts for little.
    """
    if not len(rows):
        return []
    hits = index.search(rows, RADIUS)
    if not len(hits.query):
        return []
    pairs = np.unique(np.column_stack([hits.query, hits.owner]), axis=0)
    shared = np.bincount(pairs[:, 0], minlength=len(rows))
    weight = 1 / np.sqrt(shared[pairs[:, 0]])
    votes = np.bincount(pairs[:, 1], weight, len(hits.owners))
    counts = np.bincount(pairs[:, 1], minlength=len(hits.owners))
    votes[counts < _FEWEST] = 0
    order = np.argsort(-votes, kind="stable")[:most]
    return [hits.owners[i] for i in order if votes[i] > 0]
