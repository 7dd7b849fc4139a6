"""The stretch over which two moving signals agree best, at any shift, and its exact line in time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.video.motion import Agreement

Table = NDArray[np.float32]

_WINDOW: Final = 38
_STAYS: Final = 0.4
_AWAY: Final = 8
_TRIES: Final = 4
_FEW: Final = 16
_SPREAD: Final = 0.06


@dataclass(frozen=True, slots=True)
class Run:
    """Samples `first` to `last` (half-open) of `a` agree with `b` `shift` samples later.

    `agrees` is the share of motion in common, -1 to 1; `stands_out` how many spreads that is above
    what the same samples of `a` reach at other shifts.
    """

    first: int
    last: int
    shift: int
    agrees: float
    stands_out: float

    @property
    def weight(self) -> float:
        """What the run is worth beside others."""
        return max(self.agrees, 0) * max(self.stands_out, 0)

    @property
    def length(self) -> float:
        """What the run is worth beside runs at other speeds, whose shifts are not as many."""
        return max(self.agrees, 0.0) * float((self.last - self.first) ** 0.5)


def best_run(found: Agreement, least: int) -> Run | None:
    """Give the weightiest run of at least `least` samples; None where there are fewer."""
    n, m = found.gain.shape
    window = int(np.clip(min(n, m) // 2, least, _WINDOW))
    if min(n, m) < max(window, 2):
        return None
    gain, most = _sheared(found.gain), _sheared(found.most)
    total_gain, total_most = _totals(gain), _totals(most)
    held = _totals((most > 0).astype(np.float32))
    here = total_most[:, window:] - total_most[:, :-window]
    full = held[:, window:] - held[:, :-window] > window - 0.5
    usual = float(np.median(here[full])) if full.any() else 1.0
    value = (total_gain[:, window:] - total_gain[:, :-window]) / (here + 0.3 * usual)
    value = np.where(full, value, -1)
    runs = []
    for _ in range(_TRIES):
        row, column = np.unravel_index(int(np.argmax(value)), value.shape)
        if value[row, column] <= 0:
            break
        first, last = _extended(gain[row], most[row], int(column), window)
        runs.append(_judged(total_gain, total_most, held, int(row), first, last, n))
        value[max(row - 2, 0) : row + 3, max(column - window, 0) : column + window] = -1
    return max(runs, key=lambda r: r.weight) if runs else None


def _sheared(table: Table) -> Table:
    """Give (n + m - 1, n): row r holds table[i, i + r - (n - 1)], zero outside."""
    n, m = table.shape
    wide = np.zeros((n, n + m + n - 2), np.float32)
    wide[:, n - 1 : n - 1 + m] = table
    step = wide.strides
    shape, strides = (n + m - 1, n), (step[1], step[0] + step[1])
    return np.ascontiguousarray(np.lib.stride_tricks.as_strided(wide, shape, strides))


def _totals(table: Table) -> NDArray[np.float64]:
    """Give running totals along the second axis, beginning with zero."""
    found = np.zeros((table.shape[0], table.shape[1] + 1))
    np.cumsum(table, axis=1, out=found[:, 1:])
    return found


def _extended(gain: Any, most: Any, first: int, window: int) -> tuple[int, int]:
    """Grow a window to both sides while what is added agrees at least nearly half as well."""
    inside = slice(first, first + window)
    level = _STAYS * float(gain[inside].sum()) / max(float(most[inside].sum()), 1e-9)
    worth = gain - level * most
    after = np.concatenate([[0], np.cumsum(worth[first + window :])])
    before = np.concatenate([[0], np.cumsum(worth[:first][::-1])])
    return first - int(np.argmax(before)), first + window + int(np.argmax(after))


def _judged(gain: Any, most: Any, held: Any, row: int, first: int, last: int, samples: int) -> Run:
    """Set what a run reaches beside what its samples reach at other shifts."""
    reached = (gain[:, last] - gain[:, first]) / np.maximum(most[:, last] - most[:, first], 1e-9)
    there = held[:, last] - held[:, first]
    other = there >= max(0.5 * (last - first), 6)
    other &= np.abs(np.arange(len(reached)) - row) > _AWAY
    agrees = float(reached[row])
    spread, usual = _SPREAD, 0.0
    if other.sum() >= _FEW:
        usual, spread = float(reached[other].mean()), float(reached[other].std())
    stands_out = (agrees - usual) / max(spread, 0.004)
    return Run(first, last, row - (samples - 1), agrees, stands_out)


def drift(found: Agreement, run: Run, pieces: int = 4) -> tuple[float, float]:
    """Give the line of a run to parts of a sample: by how much the shift grows per sample of `a`, and
    what it is at sample 0.

    The run is cut in pieces, each is shifted to where it agrees best, and a line is laid through.
    """
    count = max(1, min(pieces, (run.last - run.first) // 12))
    edges = np.linspace(run.first, run.last, count + 1).astype(int)
    middles, best, weights = [], [], []
    for low, high in pairwise(edges):
        values = [_along(found, low, high, run.shift + k) for k in range(-3, 4)]
        at = int(np.argmax(values))
        if 0 < at < 6 and values[at] > 0:
            below, here, above = values[at - 1 : at + 2]
            bend = below - 2 * here + above
            part = 0.5 * (below - above) / bend if bend < 0 else 0.0
            middles.append((low + high) / 2)
            best.append(run.shift + at - 3 + part)
            weights.append(here)
    if not middles:
        return 0.0, float(run.shift)
    if len(middles) >= 3:
        slope, shift = np.polyfit(middles, best, 1, w=np.sqrt(weights))
        if abs(slope) * (run.last - run.first) >= 0.75:  # less than a sample is no change of speed
            return float(slope), float(shift)
    return 0.0, float(np.average(best, weights=weights))


def _along(found: Agreement, low: int, high: int, shift: int) -> float:
    rows = np.arange(low, high)
    rows = rows[(rows + shift >= 0) & (rows + shift < found.gain.shape[1])]
    return float(found.gain[rows, rows + shift].mean()) if len(rows) else -1.0
