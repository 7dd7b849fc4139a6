"""Which seconds of two videos are the same footage, by what moves in the part of the frame they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.picture.overlap import overlap
from wellfounded.copies.video.likeness import Laid, at_rest, squared
from wellfounded.copies.video.motion import (
    STEP_S,
    agreement,
    modes,
    moving,
    resampled,
    softened,
)
from wellfounded.copies.video.prints import GRID, Filmed
from wellfounded.copies.video.runs import Run, best_run, drift

SPEEDS: Final = tuple(float(2 ** (k / 28)) for k in range(-28, 29))
_COARSE: Final = tuple(sorted(SPEEDS[::4], key=lambda s: abs(np.log(s))))
_LEAST: Final = 9
_SURE: Final = 3.0
_LIKELIER: Final = 1.25


@dataclass(frozen=True, slots=True)
class Aligned:
    """Seconds `start` to `end` of `a` are seconds `speed * t + shift` of `b`; half-open.

    `agrees` is the share of motion in common, at most 1; `stands_out` how many spreads that is
    above other shifts of the same seconds; `looks` the likeness of the still light, at most 1;
    `moves` the usual motion in grey levels; `matrix` the map as used, which may be squared.
    """

    start: float
    end: float
    speed: float
    shift: float
    agrees: float
    stands_out: float
    looks: float
    moves: float
    laid: Laid
    matrix: Any

    def continues(self, later: Aligned, off: float) -> bool:
        """Tell whether a later stretch lies on the same line in time, `off` seconds at most beside it."""
        here = (self.speed - later.speed) * later.start + self.shift - later.shift
        there = (self.speed - later.speed) * self.end + self.shift - later.shift
        return max(abs(here), abs(there)) <= off

    def with_(self, later: Aligned) -> Aligned:
        """Give both stretches as one, on the line of the longer."""
        longer = max(self, later, key=lambda f: f.end - f.start)
        return replace(longer, start=self.start, end=max(self.end, later.end))


@dataclass(frozen=True, slots=True)
class _Try:
    run: Run
    speed: float
    drift: tuple[float, float]
    moves: float


class Signals:
    """Two clips on the cells they share under one map."""

    def __init__(self, a: Filmed, b: Filmed, laid: Laid, matrix: Any) -> None:
        """Lay one over the other; `shared` tells whether there is anything to compare."""
        found = overlap(matrix, a.aspect, b.aspect, laid.box, GRID)
        self.shared = found is not None
        self.laid, self.matrix = laid, matrix
        self.clip_a, self.clip_b = a, b
        if found is None:
            return
        self.light_a, self.light_b = _light(a) @ found.a.T, _light(b) @ found.b.T
        self.at_a, at_b = _steps(a, 1.0), _steps(b, 1.0)
        even_a, even_b = (
            moving(_centred(resampled(c.times, light, at)), c.shots(at))
            for c, light, at in ((a, self.light_a, self.at_a), (b, self.light_b, at_b))
        )
        self.size_a = np.linalg.norm(even_a, axis=1) / even_a.shape[1] ** 0.5
        weights = modes(softened(even_a), softened(even_b))
        self.moving_a = softened(even_a @ weights)
        self.told_b = _centred(self.light_b) @ weights

    def at_speed(self, speed: float, used: NDArray[np.bool_]) -> _Try | None:
        """Find the best run at one speed, leaving out samples of `a` that are `used` already."""
        clip = self.clip_b
        at = _steps(clip, speed)
        there = softened(moving(resampled(clip.times, self.told_b, at), clip.shots(at)))
        mine = np.where(used[:, None], 0, self.moving_a)
        found = agreement(mine, there)
        run = best_run(found, _LEAST)
        if run is None:
            return None
        moves = float(np.median(self.size_a[run.first : run.last]))
        return _Try(run, speed, drift(found, run), moves)

    def best(self, used: NDArray[np.bool_], speeds: tuple[float, ...]) -> _Try | None:
        """Find the best run at these speeds, the first of them plain speed, which is likelier."""
        best: _Try | None = None
        for speed in speeds:
            tried = self.at_speed(speed, used)
            if tried is None:
                continue
            if speed == 1.0 and self._settled(tried, used):
                return tried
            likelier = _LIKELIER if best is not None and best.speed == 1.0 else 1.0
            if best is None or tried.run.length > likelier * best.run.length:
                best = tried
        return best

    def _settled(self, tried: _Try, used: NDArray[np.bool_]) -> bool:
        """Tell whether a run leaves nothing for another speed to explain."""
        shorter = min(int((~used).sum()), len(_steps(self.clip_b, 1.0)))
        long = tried.run.last - tried.run.first >= 0.9 * shorter
        return long and tried.run.weight >= _SURE and tried.drift[0] == 0.0


def _light(filmed: Filmed) -> NDArray[np.float32]:
    return filmed.grids.reshape(len(filmed.grids), -1).astype(np.float32)


def _steps(clip: Filmed, speed: float) -> NDArray[np.float64]:
    first = float(clip.times[0])
    return np.arange(first, max(clip.end, first + STEP_S * speed), STEP_S * speed)


def _centred(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take away the mean light of each frame."""
    return np.asarray(light - light.mean(axis=1, keepdims=True), np.float32)


def align(a: Filmed, b: Filmed, maps: Sequence[Laid], most: int = 6) -> list[Aligned]:
    """Give the stretches of `a` that are stretches of `b`, the weightiest first."""
    if min(len(a.times), len(b.times)) < 2:
        return []
    chosen = _choose(a, b, maps)
    if chosen is None:
        return []
    found: list[Aligned] = []
    used = np.zeros(len(chosen.at_a), bool)
    speeds = (1.0, *(s for s in SPEEDS if s != 1.0))
    for _ in range(most):
        tried = chosen.best(used, speeds)
        if tried is None:
            break
        made = _measured(chosen, tried)
        if found and made.agrees * made.stands_out < 0.25 * found[0].agrees * found[0].stands_out:
            break
        found.append(made)
        used |= (chosen.at_a >= made.start - STEP_S) & (chosen.at_a < made.end + STEP_S)
        if used.sum() > len(used) - _LEAST:
            break
    return found


def _choose(a: Filmed, b: Filmed, maps: Sequence[Laid]) -> Signals | None:
    """Give the signals under the map by which the most moves alike."""
    best: tuple[float, Signals] | None = None
    for laid in maps:
        whole = at_rest(laid, a.aspect, b.aspect)
        for matrix in (squared(laid.matrix), laid.matrix, whole):
            if matrix is None:
                continue
            signals = Signals(a, b, laid, matrix)
            if not signals.shared:
                continue
            tried = signals.best(np.zeros(len(signals.at_a), bool), _COARSE)
            length = tried.run.length if tried else 0.0
            if best is None or length > 1.05 * best[0]:
                best = length, signals
            if tried and tried.run.weight > 6 * _SURE:
                return signals
    return best[1] if best else None


def _measured(signals: Signals, tried: _Try) -> Aligned:
    """Give the run in seconds, its ends moved to where the pictures stop being alike."""
    run, (slope, shift) = tried.run, tried.drift
    base_a, base_b = signals.at_a[0], signals.clip_b.times[0]
    speed = tried.speed * (1 + slope)
    offset = base_b + tried.speed * shift * STEP_S - speed * base_a
    start, end = _ends(signals, run, speed, offset)
    looks = _looks(signals, np.arange(start, end, STEP_S), speed, offset)
    alike = float(np.median(looks)) if len(looks) else 0.0
    return Aligned(
        start,
        end,
        speed,
        offset,
        run.agrees,
        run.stands_out,
        alike,
        tried.moves,
        signals.laid,
        signals.matrix,
    )


def _looks(signals: Signals, at: NDArray[np.float64], speed: float, offset: float) -> Any:
    """Give how alike the still light is at each second of `a`, -1 to 1."""
    x = resampled(signals.clip_a.times, signals.light_a, at)
    y = resampled(signals.clip_b.times, signals.light_b, speed * at + offset)
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    size = np.maximum(np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1), 4.0 * x.shape[1])
    return (x * y).sum(axis=1) / size


def _ends(signals: Signals, run: Run, speed: float, offset: float) -> tuple[float, float]:
    """Move the ends of a run outward while the pictures stay alike, then to a cut or end close by."""
    a, b = signals.clip_a, signals.clip_b
    low = max(a.times[0], (b.times[0] - offset) / speed)
    high = min(a.end, (b.end - offset) / speed)
    at = np.arange(low + STEP_S / 4, high, STEP_S / 2)
    if not len(at):
        return float(signals.at_a[run.first]), float(signals.at_a[run.last - 1] + STEP_S)
    like = _looks(signals, at, speed, offset)
    start, end = signals.at_a[run.first], signals.at_a[run.last - 1] + STEP_S
    inside = like[(at >= start) & (at < end)]
    least = float(np.percentile(inside, 20)) - 0.12 if len(inside) else 0.5
    first = int(np.searchsorted(at, start))
    last = int(np.searchsorted(at, end)) - 1
    while first > 0 and like[first - 1] >= least:
        first -= 1
    while last < len(at) - 1 and like[last + 1] >= least:
        last += 1
    edges = np.concatenate([[low, high], a.cuts, (b.cuts - offset) / speed])
    edges = edges[(edges >= low) & (edges <= high)]
    start = min(start, at[min(first, len(at) - 1)] - STEP_S / 4)
    end = max(end, at[max(last, 0)] + STEP_S / 4)
    return _snapped(start, edges), _snapped(end, edges)


def _snapped(value: float, edges: NDArray[np.float64]) -> float:
    nearest = float(edges[np.argmin(np.abs(edges - value))])
    return nearest if abs(nearest - value) <= 0.36 else float(value)
