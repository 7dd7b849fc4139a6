"""What moves: the light of cells less what it is around that time, and how well two such signals
agree at every shift.

A fixed camera's background vanishes, and what moves most is turned down beside what moves least, so
that two moments of one scene agree by chance only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Light = NDArray[np.float32]

STEP_S: Final = 0.08
_AROUND: Final = 8
_MODES: Final = 96
_POWER: Final = 0.25
_FLOOR: Final = 0.12
_LOUD: Final = 2.5


def resampled(times: Any, values: Light, at: NDArray[np.float64]) -> Light:
    """Give (n, cells) at the seconds `at`, straight between the frames of `values` (frames, cells)."""
    right = np.clip(np.searchsorted(times, at), 1, max(len(times) - 1, 1))
    left = right - 1
    right = np.minimum(right, len(times) - 1)
    gap = np.maximum(times[right] - times[left], 1e-6)
    part = np.clip((at - times[left]) / gap, 0, 1).astype(np.float32)[:, None]
    return np.asarray(values[left] * (1 - part) + values[right] * part, np.float32)


def moving(light: Light, shots: NDArray[np.int64]) -> Light:
    """Give the light (n, cells) less its mean over half a second to both sides, within each shot.

    `shots` (n,) numbers the shot of each sample.
    """
    found = np.zeros_like(light)
    for shot in np.unique(shots):
        rows = np.flatnonzero(shots == shot)
        part = light[rows].astype(np.float64)
        total = np.vstack([np.zeros((1, part.shape[1])), np.cumsum(part, axis=0)])
        low = np.maximum(np.arange(len(rows)) - _AROUND, 0)
        high = np.minimum(np.arange(len(rows)) + _AROUND + 1, len(rows))
        found[rows] = part - (total[high] - total[low]) / (high - low)[:, None]
    return found


def softened(signal: Light) -> Light:
    """Give the signal with its loud moments turned down to a few times the usual."""
    size = np.linalg.norm(signal, axis=1)
    usual = float(np.median(size[size > 0])) if (size > 0).any() else 1.0
    factor = np.minimum(1, _LOUD * usual / np.maximum(size, 1e-6))
    return np.asarray(signal * factor[:, None], np.float32)


def modes(*signals: Light) -> Light:
    """Give weights (cells, modes) by which light is told in patterns of motion, the strong ones turned
    down.

    The patterns are those of the signals given, (n, cells) each; what is below the noise of a code
    is not raised.
    """
    every = np.vstack([s / max(len(s), 1) ** 0.5 for s in signals]).astype(np.float64)
    cells = every.shape[1]
    if len(every) < cells:
        values, vectors = np.linalg.eigh(every @ every.T)
        values, vectors = values[::-1][:_MODES], vectors[:, ::-1][:, :_MODES]
        patterns = every.T @ vectors / np.sqrt(np.maximum(values, 1e-9))
    else:
        values, patterns = np.linalg.eigh(every.T @ every)
        values, patterns = values[::-1][:_MODES], patterns[:, ::-1][:, :_MODES]
    strength = np.sqrt(np.maximum(values, 0) + _FLOOR**2)
    return np.asarray(patterns * strength ** (_POWER - 1), np.float32)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two moving signals agree: of moment i of `a` and j of `b`, `gain` of at most `most`."""

    gain: Light
    most: Light


def agreement(a: Light, b: Light) -> Agreement:
    """Compare every moment of `a` (n, modes) with every one of `b` (m, modes)."""
    size_a, size_b = np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1)
    floor = 0.2 * float(np.median(size_a)) * float(np.median(size_b)) + 1e-9
    most = np.maximum(np.outer(size_a, size_b), floor)
    return Agreement(np.asarray(a @ b.T, np.float32), most.astype(np.float32))
