"""Peaks of a spectrum: the points in time and pitch that stand out from all around them, and survive what is done to a sound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 8_000
"""Samples a second that are listened to."""

HOP: Final = 160
"""Samples a step: 20 ms."""

STEPS_PER_OCTAVE: Final = 48
PITCHES: Final = 200
LOWEST_HZ: Final = 200.0

_WINDOW: Final = 1024
_AROUND: Final = (24, 12)
_NEIGHBOURS: Final = (5, 3)
_QUIET: Final = 1e-11
"""Power a band must reach, full scale being 1: what is quieter is silence, dither or the hiss of a converter."""

_STANDS_OUT: Final = 1.2
_BLOCK: Final = 25
_MOST_IN_BLOCK: Final = 16
_MARGIN: Final = 50
_CHUNK: Final = 1500

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Peaks:
    """Peaks in order of time, then pitch: hops from the start, steps of pitch, height in eighths of a neper."""

    time: NDArray[np.uint32]
    pitch: NDArray[np.uint8]
    height: NDArray[np.uint8]


def _bands() -> Floats:
    """Give the matrix that sums linear bins into bands of pitch, one bin wide at least."""
    width = RATE / _WINDOW
    centres = LOWEST_HZ * 2 ** (np.arange(PITCHES) / STEPS_PER_OCTAVE)
    half = np.maximum(centres * (2 ** (1 / STEPS_PER_OCTAVE) - 1), width)
    bins = np.arange(_WINDOW // 2 + 1) * width
    weights = np.clip(1 - np.abs(bins[:, None] - centres[None, :]) / half[None, :], 0, None)
    bands: Floats = (weights / weights.sum(axis=0)).astype(np.float32)
    return bands


_BANDS: Final = _bands()
_HANN: Final = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
_SCALE: Final = float((_HANN.sum() / 2) ** 2)


@dataclass(slots=True)
class Listener:
    """Takes samples as they come and keeps only peaks: its memory does not grow with the length of the sound.

    Feed float32 samples at RATE, full scale 1. `finish` gives the peaks; the listener is then spent.
    """

    _held: Floats = field(default_factory=lambda: np.zeros(_WINDOW // 2, np.float32))
    _levels: list[Floats] = field(default_factory=list)
    _begin: int = 0
    _rows: int = 0
    _found: list[NDArray[np.int64]] = field(default_factory=list)

    @property
    def hops(self) -> int:
        """The hops heard so far."""
        return self._begin + self._rows

    def feed(self, samples: Floats) -> None:
        """Take the next samples."""
        self._held = np.concatenate((self._held, samples))
        count = (len(self._held) - _WINDOW) // HOP + 1
        if count > 0:
            frames = np.lib.stride_tricks.sliding_window_view(self._held, _WINDOW)[::HOP][:count]
            power = np.abs(np.fft.rfft(frames * _HANN, axis=1)) ** 2 / _SCALE
            self._levels.append(power.astype(np.float32) @ _BANDS)
            self._rows += count
            self._held = self._held[count * HOP :]
        if self._rows >= _CHUNK + 2 * _MARGIN:
            self._settle(last=False)

    def finish(self) -> Peaks:
        """Give every peak."""
        self.feed(np.zeros(_WINDOW // 2, np.float32))
        self._settle(last=True)
        rows = np.concatenate(self._found) if self._found else np.zeros((0, 3), np.int64)
        return Peaks(
            rows[:, 0].astype(np.uint32), rows[:, 1].astype(np.uint8), rows[:, 2].astype(np.uint8)
        )

    def _settle(self, *, last: bool) -> None:
        """Find the peaks of whole chunks, each with a margin on both sides, and let their levels go."""
        levels = (
            np.concatenate(self._levels) if self._levels else np.zeros((0, PITCHES), np.float32)
        )
        while len(levels) and (last or len(levels) >= _CHUNK + 2 * _MARGIN):
            front = 0 if self._begin == 0 else _MARGIN
            end = len(levels) if last and len(levels) <= _CHUNK + 2 * _MARGIN else front + _CHUNK
            near = levels[: end + _MARGIN]
            rows = _peaks(near)
            rows = rows[(rows[:, 0] >= front) & (rows[:, 0] < end)]
            rows[:, 0] += self._begin
            self._found.append(_strongest(rows))
            drop = end if end == len(levels) else end - _MARGIN
            levels = levels[drop:]
            self._begin += drop
        self._levels, self._rows = [levels], len(levels)


def _peaks(power: Floats) -> NDArray[np.int64]:
    """Give (time, pitch, height) of what stands out in a stretch of bands, (hops, PITCHES)."""
    levels = np.log(np.maximum(power, _QUIET))
    over = levels - _mean(levels)
    highest = _maximum(_maximum(over, _NEIGHBOURS[0], 1), _NEIGHBOURS[1], 0)
    found = (over == highest) & (over > _STANDS_OUT) & (power > 10 * _QUIET)
    time, pitch = np.nonzero(found)
    height = np.minimum(np.rint(over[time, pitch] * 8), 255)
    return np.stack((time, pitch, height.astype(np.int64)), axis=1)


def _mean(levels: Floats) -> Floats:
    """Give the mean of each point's surroundings, those that are there."""
    total = _window_sum(_window_sum(levels.astype(np.float64), _AROUND[0], 1), _AROUND[1], 0)
    counts = _window_sum(
        _window_sum(np.ones_like(levels, np.float64), _AROUND[0], 1), _AROUND[1], 0
    )
    mean: Floats = (total / counts).astype(np.float32)
    return mean


def _window_sum(values: NDArray[Any], reach: int, axis: int) -> NDArray[Any]:
    size = values.shape[axis]
    padded = np.insert(np.cumsum(values, axis=axis), 0, 0, axis=axis)
    upper = np.minimum(np.arange(size) + reach + 1, size)
    lower = np.maximum(np.arange(size) - reach, 0)
    sums: NDArray[Any] = padded.take(upper, axis=axis) - padded.take(lower, axis=axis)
    return sums


def _maximum(values: Floats, reach: int, axis: int) -> Floats:
    found = values.copy()
    size = values.shape[axis]
    for step in range(1, min(reach, size - 1) + 1):
        front, back = [slice(None)] * 2, [slice(None)] * 2
        front[axis], back[axis] = slice(0, size - step), slice(step, size)
        np.maximum(found[tuple(front)], values[tuple(back)], out=found[tuple(front)])
        np.maximum(found[tuple(back)], values[tuple(front)], out=found[tuple(back)])
    return found


def _strongest(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep the highest peaks of each half second, in order."""
    block = rows[:, 0] // _BLOCK
    order = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2], block))
    sorted_block = block[order]
    first = np.searchsorted(sorted_block, sorted_block)
    keep = order[np.arange(len(order)) - first < _MOST_IN_BLOCK]
    return rows[np.sort(keep)]
