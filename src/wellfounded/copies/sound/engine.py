"""The engine for sound: which sounds are worth comparing, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.copy import Copy, Evidence, Side, Transform, Verdict
from wellfounded.copies.engine import Recipe, Taken
from wellfounded.copies.nearness import Hits, NearIndex
from wellfounded.copies.print import Array
from wellfounded.copies.sound.bank import BANK
from wellfounded.copies.sound.landmarks import BLOCK, ROWS, landmarks, nearby, rows
from wellfounded.copies.sound.lineup import Reference, Stretch, stretches
from wellfounded.copies.sound.peaks import HOP, PITCHES, RATE, STEPS_PER_OCTAVE, Peaks
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

LEAST_WEIGHT: Final = 60.0
"""The weight from which a stretch counts as found, chosen on half a of the development set (docs/know/copies.md)."""

_HOP_US: Final = HOP * 1_000_000 // RATE
_MICRO: Final = 1_000_000
_FEWEST_VOTES: Final = 8
_MOST_CANDIDATES: Final = 40
_WHOLE: Final = 0.9
_MOST_HOPS: Final = 1 << 26

Floats = NDArray[np.float64]


class SoundEngine:
    """See `copies.engine.Engine`."""

    @property
    def recipe(self) -> Recipe:
        """How prints of sound are taken."""
        return Recipe(
            "sound", "sound-1", "wellfounded.copies.untrusted.sound", ("audio", "video"), 4
        )

    def codes(self, taken: Taken) -> Array:
        """Give ROWS rows for each half second: the landmarks as numbers of four bytes, filled up with ones."""
        peaks, hops = _heard(taken)
        if not len(peaks.time):
            return np.zeros((0, 4), np.uint8)
        return rows(landmarks(peaks.time, peaks.pitch, peaks.height), hops)

    def candidates(self, query: Taken, index: NearIndex) -> Sequence[Digest]:
        """Give the items with which landmarks of the query line up, at any speed and pitch of the bank."""
        peaks, _ = _heard(query)
        asked = landmarks(peaks.time, peaks.pitch, peaks.height)
        if not len(asked.time):
            return []
        best: dict[Digest, int] = {}
        for change in BANK:
            numbers = nearby(asked, *change)
            codes = np.unique(numbers, return_inverse=True)
            hits = index.search(codes[0].astype(">u4").view(np.uint8).reshape(-1, 4), 0)
            _vote(best, hits, codes[1].reshape(numbers.shape), asked.time * change.stretch)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0].hex))
        return [owner for owner, votes in ranked if votes >= _FEWEST_VOTES][:_MOST_CANDIDATES]

    def compare(self, a: Taken, b: Taken) -> Sequence[Copy]:
        """Give the stretches of `b` that are heard in `a`."""
        (heard_a, hops_a), (heard_b, hops_b) = _heard(a), _heard(b)
        if not len(heard_a.time) or not len(heard_b.time):
            return []
        found = stretches(heard_b, Reference.of(heard_a, hops_a), LEAST_WEIGHT)
        verdict = _verdict(found, heard_a, heard_b)
        return [_copy(one, a, b, verdict, hops_a, hops_b) for one in found]


def _heard(taken: Taken) -> tuple[Peaks, int]:
    """Give the peaks of a print and its hops; raises Refused `print` for arrays no sound gives."""
    try:
        time, pitch, height = (taken.array(name) for name in ("time", "pitch", "height"))
        hops = int(taken.array("length")[0])
    except (KeyError, IndexError, TypeError) as exc:
        raise Refused("print", "a print of sound lacks an array") from exc
    shapes = {(a.ndim, len(a)) for a in (time, pitch, height) if a.ndim}
    kinds = (time.dtype.str[1:], pitch.dtype.str[1:], height.dtype.str[1:])
    if shapes != {(1, len(time))} or kinds != ("u4", "u1", "u1") or hops > _MOST_HOPS:
        raise Refused("print", "a print of sound with impossible arrays")
    if len(time) and (time.max() >= hops or (np.diff(time.astype(np.int64)) < 0).any()):
        raise Refused("print", "a print of sound whose peaks are out of order")
    if len(time) > hops or (len(pitch) and pitch.max() >= PITCHES):
        raise Refused("print", "a print of sound with impossible peaks")
    return Peaks(time, pitch, height), hops


def _vote(best: dict[Digest, int], hits: Hits, of: NDArray[np.int64], time: Floats) -> None:
    """Count, for each owner, the landmarks of the query that agree on one offset; keep the best count seen."""
    if not len(hits.row):
        return
    mark = np.repeat(np.arange(len(of)), of.shape[1])[np.argsort(of, axis=None, kind="stable")]
    first = np.searchsorted(np.sort(of, axis=None), np.arange(of.max() + 2))
    counts = np.diff(first)[hits.query]
    total = int(counts.sum())
    place = np.repeat(first[hits.query], counts) + np.arange(total)
    place -= np.repeat(np.cumsum(counts) - counts, counts)
    landmark = mark[place]
    block = np.repeat(hits.row // ROWS, counts) - np.floor(time[landmark] / BLOCK).astype(np.int64)
    block += _MOST_HOPS
    owner = np.repeat(hits.owner, counts)
    votes = np.unique(np.stack((owner, block, landmark)), axis=1)[:2]
    bins, sums = np.unique(votes, axis=1, return_counts=True)
    follows = (np.diff(bins[0]) == 0) & (np.diff(bins[1]) == 1)
    sums[:-1] += np.where(follows, sums[1:], 0)
    for one in np.unique(bins[0]):
        digest = hits.owners[one]
        best[digest] = max(best.get(digest, 0), int(sums[bins[0] == one].max()))


def _verdict(found: Sequence[Stretch], a: Peaks, b: Peaks) -> Verdict:
    """Say whether all of both is one sound, all of one comes from the other, or only a part of each is shared."""
    share_a = sum(s.other[1] - s.other[0] for s in found) / _extent(a)
    share_b = sum(s.query[1] - s.query[0] for s in found) / _extent(b)
    if min(share_a, share_b) >= _WHOLE:
        return "copy"
    return "derived" if max(share_a, share_b) >= _WHOLE else "partly derived"


def _extent(peaks: Peaks) -> int:
    return int(peaks.time[-1]) - int(peaks.time[0]) + 1


def _copy(one: Stretch, a: Taken, b: Taken, verdict: Verdict, most_a: int, most_b: int) -> Copy:
    speed, raised = one.line.stretch, 2 ** (-one.line.steps / STEPS_PER_OCTAVE)
    transform = Transform(_rounded(speed), _rounded(raised))
    side_a, side_b = _side(a, one.other, most_a), _side(b, one.query, most_b)
    score = round(1000 * one.weight / (one.weight + LEAST_WEIGHT))
    return Copy("sound", side_a, side_b, verdict, score, transform, _evidence(one, transform))


def _rounded(factor: float) -> int:
    """Give a factor in millionths; what differs by less than a thousandth is no change."""
    return _MICRO if abs(factor - 1) < 0.001 else round(factor * _MICRO)


def _side(taken: Taken, span: tuple[float, float], most: int) -> Side:
    start, end = (min(max(round(n * _HOP_US), 0), most * _HOP_US) for n in span)
    return Side(taken.item, taken.name, start, max(end, start + 1))


def _evidence(one: Stretch, transform: Transform) -> tuple[Evidence, ...]:
    said = (
        f"{one.fell} of {one.peaks} peaks of the spectrum fall on peaks of the other;"
        f" {one.chance:.0f} would by chance"
    )
    found = [Evidence("peaks", said, round(one.weight * 1000))]
    if transform.speed != _MICRO:
        found.append(Evidence("speed", f"runs at {transform.speed / _MICRO:.3f} times the speed"))
    if transform.pitch != _MICRO:
        found.append(Evidence("pitch", f"sounds {transform.pitch / _MICRO:.3f} times as high"))
    return tuple(found)
