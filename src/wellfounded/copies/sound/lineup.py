"""Where two sounds line up: lines through the landmarks they share, and how many peaks fall on each line beyond chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.sound.bank import BANK
from wellfounded.copies.sound.landmarks import Landmarks, landmarks, nearby, numbers
from wellfounded.copies.sound.peaks import STEPS_PER_OCTAVE, Peaks

_BIN: Final = 12
_FEWEST_VOTES: Final = 8
_MOST_LINES: Final = 24
_NEAR_HOPS, _NEAR_STEPS = 2, 1
_EXPECTED_SHARE: Final = 0.2
_MOST_PER_NUMBER: Final = 400
_JOINED_HOPS: Final = 150
_BESIDE_HOPS: Final = 60

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the query's time (hops) to the other's, `at` + `stretch` * t, with the query's pitch moved by `steps`."""

    stretch: float
    at: float
    steps: float
    votes: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the query that lies on a line: hops on both sides, half-open.

    `fell` of its `peaks` fall on peaks of the other, where `chance` would by chance. `weight` is the logarithm of how much
    likelier that is under a copy that keeps a fifth of the peaks than under chance, less what the same stretch weighs a little
    beside its place.
    """

    line: Line
    query: tuple[float, float]
    other: tuple[float, float]
    peaks: int
    fell: int
    chance: float
    weight: float


@dataclass(frozen=True, slots=True)
class Reference:
    """What is looked through: peaks in order of pitch, landmarks in order of their number."""

    keys: Wholes
    density: Floats
    number: NDArray[np.uint32]
    time: Floats

    @classmethod
    def of(cls, peaks: Peaks, hops: int) -> Reference:
        """Put the peaks of a sound of so many hops in order."""
        found = landmarks(peaks.time, peaks.pitch, peaks.height)
        number = numbers(found)
        order = np.argsort(number, kind="stable")
        order = order[~_too_common(number[order])]
        counts = np.bincount(peaks.pitch, minlength=256).astype(np.float64)
        near = np.convolve(counts, np.ones(2 * _NEAR_STEPS + 1), "same")
        rate = near * (2 * _NEAR_HOPS + 1) / max(hops, 1)
        keys = np.sort((peaks.pitch.astype(np.int64) << 32) | peaks.time.astype(np.int64))
        return cls(keys, 1 - np.exp(-rate), number[order], found.time[order])


def _too_common(ordered: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Say which of the ordered numbers stand more often than a landmark does: a tone that goes on and on."""
    count = np.searchsorted(ordered, ordered, "right") - np.searchsorted(ordered, ordered)
    return np.asarray(count > _MOST_PER_NUMBER)


def stretches(query: Peaks, other: Reference, least: float) -> list[Stretch]:
    """Give the stretches of the query that are found in the other with at least that weight, in order of time.

    No second of the query is given twice: where it could stand in two places, the heavier one is kept.
    """
    if not len(query.time):
        return []
    found = [s for line in _lines(query, other) for s in _on_line(query, other, line, least)]
    kept: list[Stretch] = []
    for one in sorted(found, key=lambda s: (-s.weight, s.query, s.other)):
        if all(_overlap(one.query, k.query) <= 0.5 * _length(one.query) for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: (s.query, s.other))


def _lines(query: Peaks, other: Reference) -> list[Line]:
    """Give the lines with the most votes, each fitted to the landmarks that voted for it."""
    asked = landmarks(query.time, query.pitch, query.height)
    found = [line for change in BANK for line in _voted(asked, other, *change)]
    found.sort(key=lambda line: (-line.votes, abs(line.steps), line.stretch, line.at))
    kept: list[Line] = []
    middle = float(query.time[len(query.time) // 2])
    for line in found[: 8 * _MOST_LINES]:
        if len(kept) < _MOST_LINES and not any(_alike(line, k, middle) for k in kept):
            kept.append(line)
    return [_tuned(query, other, line) for line in kept]


def _alike(a: Line, b: Line, middle: float) -> bool:
    """Say whether two lines are one, asked for at neighbouring steps of the bank."""
    apart = a.at + a.stretch * middle - b.at - b.stretch * middle
    return abs(apart) <= _BIN and abs(a.steps - b.steps) <= 3


def _tuned(query: Peaks, other: Reference, line: Line) -> Line:
    """Give the line at the pitch where most peaks fall; unchanged where that is as good."""
    tried = [line.steps + n for n in (0, -1, 1)]
    if abs(line.steps) <= 3:
        tried.insert(0, 0.0)
    counts = []
    for steps in tried:
        moved = Line(line.stretch, line.at, steps, line.votes)
        _, pitch, there = _moved(query, moved)
        counts.append(int(_fell(other, pitch, there).sum()))
    best = max(
        range(len(tried)), key=lambda n: (counts[n] + (tried[n] == 0) * 0.05 * counts[n], -n)
    )
    return Line(line.stretch, line.at, tried[best], line.votes)


def _moved(query: Peaks, line: Line) -> tuple[Floats, Wholes, Wholes]:
    """Give the time of the query's peaks, and the pitch and time where the line puts them; those outside are left out."""
    time = query.time.astype(np.float64)
    pitch = np.rint(query.pitch + line.steps).astype(np.int64)
    there = np.rint(line.at + line.stretch * time).astype(np.int64)
    heard = (pitch >= 0) & (pitch < 256) & (there >= 0)
    return time[heard], pitch[heard], there[heard]


def _voted(asked: Landmarks, other: Reference, stretch: float, raised: float) -> Iterator[Line]:
    place, hit = _matches(nearby(asked, stretch, raised), other.number)
    if not len(hit):
        return
    there, here = other.time[hit], asked.time[place]
    offset = there - stretch * here
    low = offset.min()
    bins = ((offset - low) // _BIN).astype(np.int64)
    single = np.unique(bins * len(asked.time) + place) // max(len(asked.time), 1)
    votes = np.bincount(single, minlength=bins.max() + 2)
    pairs = votes[:-1] + votes[1:]
    for top in np.argsort(-pairs, kind="stable")[:4]:
        if pairs[top] < _FEWEST_VOTES:
            return
        inside = (bins == top) | (bins == top + 1)
        line = _fitted(here[inside], there[inside], stretch)
        steps = STEPS_PER_OCTAVE * float(np.log2(raised))
        yield Line(*line, steps, int(pairs[top]))


def _matches(asked: NDArray[np.uint32], ordered: NDArray[np.uint32]) -> tuple[Wholes, Wholes]:
    """Give the row of the query and the place in the ordered numbers of every match."""
    flat = asked.ravel()
    low = np.searchsorted(ordered, flat)
    counts = np.searchsorted(ordered, flat, "right") - low
    total = int(counts.sum())
    row = np.repeat(np.arange(len(flat)) // asked.shape[1], counts)
    place = (
        np.repeat(low, counts) + np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    )
    return row, place


def _fitted(here: Floats, there: Floats, stretch: float) -> tuple[float, float]:
    """Fit stretch and offset to the votes, leaving out what lies off the line; keeps the bank's stretch for a short run."""
    at = float(np.median(there - stretch * here))
    for reach in (_BIN, 6, 3):
        near = np.abs(there - stretch * here - at) <= reach
        x, y = here[near], there[near]
        if len(x) < _FEWEST_VOTES or np.ptp(x) < 100:
            break
        slope, base = np.polyfit(x, y, 1)
        if abs(slope / stretch - 1) > 0.025:
            break
        stretch, at = float(slope), float(base)
    return stretch, at


def _on_line(query: Peaks, other: Reference, line: Line, least: float) -> list[Stretch]:
    """Give the stretches of the query whose peaks fall on peaks of the other along a line, and on no line close by."""
    time, pitch, there = _moved(query, line)
    fell = _fell(other, pitch, there)
    chance = np.clip(other.density[pitch], 1e-4, 0.9)
    weights = _weights(fell, chance)
    found = []
    for first, last in _joined(_heaviest(weights, least), time):
        span = _sharpened(fell, chance, first, last)
        weight = float(weights[span].sum())
        weight -= _beside(other, pitch[span], there[span], chance[span])
        if weight >= least:
            found.append(_stretch(line, time[span], fell[span], chance[span], weight))
    return found


def _fell(other: Reference, pitch: Wholes, there: Wholes) -> NDArray[np.bool_]:
    """Say which points have a peak of the other beside them."""
    fell = np.zeros(len(pitch), bool)
    for step in range(-_NEAR_STEPS, _NEAR_STEPS + 1):
        row = np.maximum(pitch + step, 0) << 32
        low = np.searchsorted(other.keys, row | np.maximum(there - _NEAR_HOPS, 0))
        fell |= np.searchsorted(other.keys, (row | there) + _NEAR_HOPS, "right") > low
    return fell


def _weights(fell: NDArray[np.bool_], chance: Floats, kept: float = _EXPECTED_SHARE) -> Floats:
    """Give what each peak says for a copy that keeps this share of the peaks: the logarithm of the ratio of likelihoods."""
    share = chance + min(max(kept, 0.01), 0.99) * (1 - chance)
    return np.where(fell, np.log(share / chance), np.log((1 - share) / (1 - chance)))


def _sharpened(fell: NDArray[np.bool_], chance: Floats, first: int, last: int) -> slice:
    """Give the run without the ends that only chance added: weighed again by the share of peaks that the run itself keeps."""
    hits, expected = fell[first:last], chance[first:last]
    kept = (hits.sum() - expected.sum()) / max(len(hits) - expected.sum(), 1.0)
    runs = _heaviest(_weights(hits, expected, 0.8 * float(kept)), 0.0)
    longest = max(runs, key=lambda run: run[1] - run[0], default=(0, last - first))
    if 2 * (longest[1] - longest[0]) < last - first:
        return slice(first, last)
    return slice(first + longest[0], first + longest[1])


def _beside(other: Reference, pitch: Wholes, there: Wholes, chance: Floats) -> float:
    """Give the greatest weight of the same stretch moved a little: a tone, a hum or a beat fits there as well, and says nothing."""
    shifts = [n for n in range(-_BESIDE_HOPS, _BESIDE_HOPS + 1, 2) if abs(n) > 3 * _NEAR_HOPS]
    weights = [
        _weights(_fell(other, pitch, np.maximum(there + n, 0)), chance).sum() for n in shifts
    ]
    return max(0.0, float(max(weights)))


def _heaviest(weights: Floats, least: float) -> list[tuple[int, int]]:
    """Give the runs of greatest sum, each at least `least`, in order (Bentley, Programming Pearls 8)."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(weights))]
    while waiting:
        begin, end = waiting.pop()
        sums = np.concatenate(([0.0], np.cumsum(weights[begin:end])))
        gain = sums - np.minimum.accumulate(sums)
        last = int(np.argmax(gain))
        if gain[last] > 0 and gain[last] >= least:
            first = int(np.argmin(sums[: last + 1]))
            found.append((begin + first, begin + last))
            waiting += [(begin, begin + first), (begin + last, end)]
    return sorted(found)


def _joined(spans: list[tuple[int, int]], time: Floats) -> list[tuple[int, int]]:
    """Join runs on one line with little between them."""
    kept: list[tuple[int, int]] = []
    for first, last in spans:
        if kept and time[first] - time[kept[-1][1] - 1] < _JOINED_HOPS:
            kept[-1] = (kept[-1][0], last)
        else:
            kept.append((first, last))
    return kept


def _stretch(
    line: Line, time: Floats, fell: NDArray[np.bool_], chance: Floats, weight: float
) -> Stretch:
    begin, end = float(time[0]), float(time[-1]) + 1
    return Stretch(
        line,
        (begin, end),
        (line.at + line.stretch * begin, line.at + line.stretch * end),
        len(time),
        int(fell.sum()),
        float(chance.sum()),
        weight,
    )


def _length(span: tuple[float, float]) -> float:
    return span[1] - span[0]


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> float:
    return max(min(a[1], b[1]) - max(a[0], b[0]), 0.0)
