"""Landmarks: pairs of peaks, each a number of 18 bits that says the pitch of one, and how far off in pitch and time the other is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.print import Array
from wellfounded.copies.sound.peaks import STEPS_PER_OCTAVE

BLOCK: Final = 25
"""Hops a block (half a second)."""

ROWS: Final = 16
"""Rows a block: always as many, so that the number of a row tells its time."""

_FILL: Final = 0xFFFFFFFF
_FOLLOWING: Final = 24
_NEAREST, _FARTHEST = 3, 48
_WIDEST: Final = 48


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Pairs of peaks as they were heard: time of the first (hops), its pitch, pitch and time of the second from it."""

    time: NDArray[np.float64]
    pitch: NDArray[np.float64]
    rise: NDArray[np.float64]
    after: NDArray[np.float64]


def landmarks(time: Array, pitch: Array, height: Array) -> Landmarks:
    """Give at most ROWS pairs of each block of peaks in order of time: those that stand out most."""
    times, pitches = time.astype(np.int64), pitch.astype(np.int64)
    heights = height.astype(np.int64)
    count = len(times)
    first = np.repeat(np.arange(count), _FOLLOWING)
    second = first + np.tile(np.arange(1, _FOLLOWING + 1), count)
    first, second = first[second < count], second[second < count]
    after, rise = times[second] - times[first], pitches[second] - pitches[first]
    fits = (after >= _NEAREST) & (after <= _FARTHEST) & (np.abs(rise) <= _WIDEST)
    first, second = first[fits], second[fits]
    block = times[first] // BLOCK
    strength = heights[first] + heights[second]
    order = np.lexsort((second, first, -strength, block))
    sorted_block = block[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_block, sorted_block)
    chosen = np.sort(order[rank < ROWS])
    first, second = first[chosen], second[chosen]
    return Landmarks(
        times[first].astype(np.float64),
        pitches[first].astype(np.float64),
        (pitches[second] - pitches[first]).astype(np.float64),
        (times[second] - times[first]).astype(np.float64),
    )


def numbers(found: Landmarks) -> NDArray[np.uint32]:
    """Give the number of each landmark."""
    return _number(found.pitch, found.rise, found.after)


def nearby(found: Landmarks, speed: float, pitch: float) -> NDArray[np.uint32]:
    """Give (n, 8): the number of each landmark, heard so much slower and higher, with each measure rounded down and up."""
    shift = STEPS_PER_OCTAVE * np.log2(pitch)
    halves = (-0.5, 0.5)
    return np.stack(
        [
            _number(found.pitch + shift + a, found.rise + b, found.after * speed + c)
            for a, b, c in itertools.product(halves, repeat=3)
        ],
        axis=1,
    )


def _number(pitch: NDArray[Any], rise: NDArray[Any], after: NDArray[Any]) -> NDArray[np.uint32]:
    first = np.clip(np.floor(pitch / 2), 0, 127).astype(np.uint32)
    higher = np.clip(np.floor((rise + _WIDEST) / 2), 0, 63).astype(np.uint32)
    later = np.clip(np.floor(after / 2), 0, 31).astype(np.uint32)
    return ((first << 11) | (higher << 5) | later).astype(np.uint32)


def rows(found: Landmarks, hops: int) -> NDArray[np.uint8]:
    """Give the rows of an index, (ROWS a block, 4) uint8: the block of a row is its number divided by ROWS. Filled up with ones."""
    blocks = -(-hops // BLOCK)
    filled = np.full(blocks * ROWS, _FILL, ">u4")
    block = found.time.astype(np.int64) // BLOCK
    place = block * ROWS + np.arange(len(block)) - np.searchsorted(block, block)
    inside = block < blocks
    filled[place[inside]] = numbers(found)[inside]
    return filled.view(np.uint8).reshape(-1, 4)
