"""The engine for video: which are worth comparing, which seconds are the same, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from wellfounded.copies.copy import Copy
from wellfounded.copies.engine import Recipe, Taken
from wellfounded.copies.nearness import NearIndex
from wellfounded.copies.picture.geometry import mirrored_looks, unit
from wellfounded.copies.picture.words import WIDTH, owners, words
from wellfounded.copies.video import verdict
from wellfounded.copies.video.alignment import Aligned, align
from wellfounded.copies.video.likeness import MOST_FRAMES, Laid, laid, met
from wellfounded.copies.video.prints import Filmed, filmed
from wellfounded.copies.video.windows import alike, short, windows
from wellfounded.terms.digest import Digest

_ROWS: Final = 1_600
_ASKED: Final = 1_200
_EACH: Final = (12, 160)
_MOST_CANDIDATES: Final = 25
_JOIN_S: Final = 1.0
_SAME_LINE_S: Final = 0.25


class VideoEngine:
    """See `copies.engine.Engine`."""

    @property
    def recipe(self) -> Recipe:
        """How prints of video are taken."""
        decoder = "wellfounded.copies.untrusted.video"
        libraries = ("av", "numpy", "opencv-python-headless")
        return Recipe(
            "video",
            "video-1",
            decoder,
            ("video",),
            WIDTH,
            libraries,
            ("first", "dense"),
            extra="copies",
        )

    def codes(self, taken: Taken) -> Any:
        """Give a row for each of the larger features of frames spread over the whole."""
        return words(_vectors(filmed(taken), _ROWS))

    def candidates(self, query: Taken, index: NearIndex) -> Sequence[Digest]:
        """Give the items that share features with the query, as it is or mirrored."""
        vectors = _vectors(filmed(query), _ASKED)
        rows = np.concatenate([words(vectors), words(mirrored_looks(vectors))])
        return owners(index, rows, _MOST_CANDIDATES)

    def compare(self, a: Taken, b: Taken) -> Sequence[Copy]:
        """Give the seconds that are the same; else one pair of the same scene, if it is; else nothing."""
        one, other = filmed(a), filmed(b)
        if "first" in (a.pass_, b.pass_):
            maps = laid(_met(one, other), one.aspect)
            if not maps or maps[0].most < verdict.SCENE_PLACES:
                return []
            return [verdict.still(a, b, one, other, maps[0], "first")]
        found = aligned(one, other)
        moving = [f for f in found.stretches if f.moves >= verdict.STILL]
        copies = [f for f in moving if verdict.weight(f) >= verdict.LEAST_WEIGHT]
        if copies:
            return [verdict.copied(a, b, one, other, f) for f in copies]
        best = found.maps[0] if found.maps else None
        if best is None or best.most < verdict.SCENE_PLACES:
            return []
        if not moving:
            return [verdict.still(a, b, one, other, best, "dense")]
        worth = max(verdict.weight(f) for f in moving)
        return [verdict.same_scene(a, b, one, other, best, worth)]


@dataclass(frozen=True, slots=True)
class Found:
    """The maps two videos agree on, best first, and the stretches that line up, by time."""

    maps: list[Laid]
    stretches: list[Aligned]


def aligned(a: Filmed, b: Filmed) -> Found:
    """Lay two videos beside each other, long ones minute by minute."""
    pairs = _met(a, b)
    maps = laid(pairs, a.aspect)
    if not maps:
        return Found([], [])
    if short(a, b):
        return Found(maps, _best_at_once(align(a, b, maps)))
    stretches: list[Aligned] = []
    for window in windows(a, b, pairs):
        stretches += align(a.between(*window.here), b.between(*window.there), maps)
    return Found(maps, _joined(_best_at_once(stretches)))


def _met(a: Filmed, b: Filmed) -> Any:
    few = len(a.frames()) <= MOST_FRAMES and len(b.frames()) <= MOST_FRAMES
    return met(a, b, None if few else alike(a, b))


def _vectors(seen: Filmed, most: int) -> Any:
    """Give features as vectors: at most about `most`, the same number of each frame, the larger ones."""
    frames = seen.frames()
    if not frames:
        return np.zeros((0, 128), np.float32)
    each = int(np.clip(most // len(frames), *_EACH))
    step = max(1, -(-len(frames) * each // (4 * most)))
    return unit(seen.looks[np.concatenate([rows[:each] for rows in frames[::step]])])


def _best_at_once(found: list[Aligned]) -> list[Aligned]:
    """Drop stretches of which the better half is told by a weightier one; order by time."""
    kept: list[Aligned] = []
    for one in sorted(found, key=lambda f: -verdict.weight(f) * (f.end - f.start) ** 0.5):
        shared = sum(max(0.0, min(one.end, k.end) - max(one.start, k.start)) for k in kept)
        if shared < 0.5 * (one.end - one.start):
            kept.append(one)
    return sorted(kept, key=lambda f: (f.start, f.end))


def _joined(found: list[Aligned]) -> list[Aligned]:
    """Make one stretch of those that follow on one line."""
    joined: list[Aligned] = []
    for one in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and one.start - last.end < _JOIN_S
            and last.continues(one, _SAME_LINE_S)
        ):
            joined[-1] = last.with_(one)
        else:
            joined.append(one)
    return joined
