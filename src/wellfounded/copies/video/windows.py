"""Which minutes of two long videos are worth laying beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wellfounded.copies.picture.geometry import unit
from wellfounded.copies.picture.words import RADIUS, words
from wellfounded.copies.video.likeness import Met
from wellfounded.copies.video.prints import Filmed

HERE_S: Final = 60.0
THERE_S: Final = 150.0
MOST: Final = 60
_AROUND_S: Final = 20.0
_ROWS: Final = 24
_MOST_ROWS: Final = 12_000
_MOST_PAIRS: Final = 400
_BLOCK: Final = 512


@dataclass(frozen=True, slots=True)
class Window:
    """Seconds of `a` and of `b`, half-open."""

    here: tuple[float, float]
    there: tuple[float, float]


def short(a: Filmed, b: Filmed) -> bool:
    """Tell whether both are short enough to be laid beside each other whole."""
    return a.end <= HERE_S and b.end <= THERE_S


def alike(a: Filmed, b: Filmed) -> list[tuple[int, int]]:
    """Give the frames with features, by number, that share most of them: at most so many pairs."""
    rows_a, of_a = _rows(a)
    rows_b, of_b = _rows(b)
    votes: dict[tuple[int, int], int] = {}
    for start in range(0, len(rows_a), _BLOCK):
        differ = np.bitwise_count(rows_a[start : start + _BLOCK, None] ^ rows_b[None])
        i, j = np.nonzero(differ <= RADIUS)
        pairs, counts = np.unique(np.stack([of_a[start + i], of_b[j]]), axis=1, return_counts=True)
        for p, q, count in zip(*pairs.tolist(), counts.tolist(), strict=True):
            votes[p, q] = votes.get((p, q), 0) + count
    ranked = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    return [pair for pair, _ in ranked[:_MOST_PAIRS]]


def _rows(filmed: Filmed) -> tuple[np.ndarray, np.ndarray]:
    frames = filmed.frames()
    step = max(1, -(-len(frames) * _ROWS // _MOST_ROWS))
    chosen = [(n, rows[:_ROWS]) for n, rows in enumerate(frames) if n % step == 0]
    if not chosen:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    every = np.concatenate([rows for _, rows in chosen])
    of = np.concatenate([np.full(len(rows), n) for n, rows in chosen])
    return words(unit(filmed.looks[every])).view(np.uint64)[:, 0], of


def windows(a: Filmed, b: Filmed, met: list[Met]) -> list[Window]:
    """Give the windows in which frames met, the best supported first, at most `MOST`."""
    if short(a, b):
        return [Window((0.0, a.end), (0.0, b.end))]
    found: dict[tuple[int, int], int] = {}
    for pair in met:
        here = int(pair.at_a // HERE_S)
        there = int((pair.at_b - (pair.at_a - here * HERE_S)) // HERE_S)
        found[here, there] = found.get((here, there), 0) + pair.fit.agreeing
    ranked = sorted(found.items(), key=lambda v: (-v[1], v[0]))
    return [_window(here, there) for (here, there), _ in ranked[:MOST]]


def _window(here: int, there: int) -> Window:
    start, other = here * HERE_S, there * HERE_S
    low = max(start - _AROUND_S, 0.0), start + HERE_S + _AROUND_S
    return Window(low, (max(other - HERE_S / 2, 0.0), other + THERE_S))
