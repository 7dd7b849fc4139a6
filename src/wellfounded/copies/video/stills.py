"""A picture that is a frame of a video: which frame, and what part of it.

Candidates are found as for pictures and for video: both engines' rows are of one kind, so a picture
may be looked up among the rows of videos, and a video among those of pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.copy import Copy, Evidence, Side, Verdict
from wellfounded.copies.engine import Taken
from wellfounded.copies.picture.engine import LEAST_SCORE, Lies, lies, score
from wellfounded.copies.picture.geometry import unit
from wellfounded.copies.picture.overlap import overlap
from wellfounded.copies.picture.placing import boxes, transform
from wellfounded.copies.picture.prints import LIGHT, Seen, seen
from wellfounded.copies.picture.words import RADIUS, words
from wellfounded.copies.video.prints import GRID, Filmed, filmed

_TRIED: Final = 12
_ROWS: Final = 300
_AROUND_S: Final = 3.2
_MICRO: Final = 1_000_000
_BLOCK: Final = 64


def stills(picture: Taken, video: Taken) -> Sequence[Copy]:
    """Give the frame of a video that a picture is: one copy, or none. The picture is side `a`.

    Its time is that of the frame in the print nearest to the picture by its light; a print keeps up
    to 13 frames a second. Raises Refused `print` for impossible arrays.
    """
    one, other = seen(picture), filmed(video)
    best: tuple[Lies, float] | None = None
    for rows in _likely(one, other):
        at = float(other.spots[rows[0]])
        frame = _frame(other, rows, at)
        found = lies(one, frame)
        if found is not None and (best is None or found.agreeing > best[0].agreeing):
            best = found, at
    if best is None:
        return []
    when, light = _nearest(one, other, *best)
    found = replace(best[0], light=light, score=score(best[0].agreeing, best[0].share, light))
    if found.score < LEAST_SCORE:
        return []
    return [_copy(picture, video, one, other, found, *when)]


def _likely(one: Seen, other: Filmed) -> list[NDArray[np.int64]]:
    """Give the frames that share most features with the picture, mirrored or not known to be."""
    frames = other.frames()
    if len(frames) <= _TRIED:
        return frames
    asked = words(unit(one.looks[:_ROWS])).view(np.uint64)[:, 0]
    votes = []
    for start in range(0, len(frames), _BLOCK):
        block = frames[start : start + _BLOCK]
        there = words(unit(other.looks[np.concatenate(block)])).view(np.uint64)[:, 0]
        near = (np.bitwise_count(there[:, None] ^ asked[None]) <= RADIUS).any(axis=1)
        edges = np.cumsum([0, *(len(rows) for rows in block)])[:-1]
        votes += np.add.reduceat(near.astype(int), edges).tolist()
    spread = np.linspace(0, len(frames) - 1, _TRIED // 3).round().astype(int).tolist()
    best = np.argsort(-np.array(votes), kind="stable")[: _TRIED - len(spread)].tolist()
    return [frames[n] for n in dict.fromkeys([*best, *spread])]


def _frame(other: Filmed, rows: NDArray[np.int64], at: float) -> Seen:
    near = int(np.argmin(np.abs(other.times - at)))
    light = np.repeat(np.repeat(other.grids[near], LIGHT // GRID, 0), LIGHT // GRID, 1)
    return Seen(other.places[rows], other.looks[rows], light, other.width, other.height)


def _nearest(one: Seen, other: Filmed, found: Lies, at: float) -> tuple[tuple[float, float], float]:
    """Give when the frame nearest to the picture by its light is shown, until when, and how near."""
    shared = overlap(found.fit.matrix, one.aspect, other.aspect, found.box, GRID)
    rows = np.flatnonzero(np.abs(other.times - at) <= _AROUND_S)
    if shared is None or not len(rows):
        return (at, at + 1e-3), 0.0
    step = LIGHT // GRID
    small = one.light.reshape(GRID, step, GRID, step).mean(axis=(1, 3)).reshape(-1)
    mine = shared.a @ small.astype(np.float32)
    theirs = other.grids[rows].reshape(len(rows), -1).astype(np.float32) @ shared.b.T
    mine = mine - mine.mean()
    theirs -= theirs.mean(axis=1, keepdims=True)
    size = np.linalg.norm(theirs, axis=1) * float(np.linalg.norm(mine))
    like = theirs @ mine / np.maximum(size, 1e-6)
    best = int(rows[np.argmax(like)])
    after = float(other.times[best + 1]) if best + 1 < len(other.times) else other.end
    start = float(other.times[best])
    return (start, max(after, start + 1e-3)), float(like.max())


def _copy(
    picture: Taken, video: Taken, one: Seen, other: Filmed, found: Lies, start: float, end: float
) -> Copy:
    sizes = (one.width, one.height), (other.width, other.height)
    box_a, box_b = boxes(found.fit.matrix, sizes, found.box)
    evidence = (
        Evidence("places", f"{found.agreeing} places of picture and frame agree on one map", 1000 * found.agreeing),
        Evidence("light", f"the light there agrees to {found.light:.2f} of 1", round(1000 * found.light)),
    )  # fmt: skip
    side_a = Side(picture.item, picture.name, box=box_a)
    side_b = Side(video.item, video.name, round(start * _MICRO), round(end * _MICRO), box_b)
    changed = transform(found.fit.matrix, one.aspect, other.aspect)
    verdict: Verdict = "derived" if box_a is None else "partly derived"
    return Copy("still", side_a, side_b, verdict, found.score, changed, evidence)
