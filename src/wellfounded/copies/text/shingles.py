"""Fingerprints of a text: hashes of its runs of k words, and the few of them by which copies are looked for.

Winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003, section 3): of every `window` neighbouring hashes the least is kept, so
two texts that share a run of at least `window + k - 1` words share a kept hash.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from wellfounded.copies.text.words import Ids, Places

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)


def shingles(ids: Ids, k: int) -> Ids:
    """Give the hash of each run of `k` words, (n - k + 1,); empty when there are fewer words than that."""
    if len(ids) < k:
        return np.zeros(0, np.uint64)
    count = len(ids) - k + 1
    hashes = np.zeros(count, np.uint64)
    for column in range(k):
        hashes *= _FACTOR
        hashes += ids[column : column + count]
        hashes ^= hashes >> np.uint64(29)
    return hashes


def winnow(hashes: Ids, window: int) -> Places:
    """Give the places of the kept hashes, in order: in each window the least, of equals the last."""
    if len(hashes) == 0:
        return np.zeros(0, np.int64)
    width = min(window, len(hashes))
    views = sliding_window_view(hashes, width)
    least = width - 1 - np.argmin(views[:, ::-1], axis=1)
    kept: Places = least + np.arange(
        len(views)
    )  # never goes back: a window's least leaves it at its front
    return kept[np.concatenate(([True], kept[1:] != kept[:-1]))]
