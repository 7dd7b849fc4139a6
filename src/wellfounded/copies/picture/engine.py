"""The engine for pictures: which are worth comparing, and where one lies in the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.copy import Copy, Evidence
from wellfounded.copies.engine import Recipe, Taken
from wellfounded.copies.nearness import NearIndex
from wellfounded.copies.picture.differing import likeness
from wellfounded.copies.picture.exactness import exact
from wellfounded.copies.picture.geometry import Fit, fit, mirrored_looks, pairs, unit
from wellfounded.copies.picture.placing import copied, in_shares
from wellfounded.copies.picture.prints import Seen, seen
from wellfounded.copies.picture.words import WIDTH, owners, words
from wellfounded.terms.digest import Digest

LEAST_SCORE: Final = 500
"""The score, in thousandths, from which a pair counts as found (docs/know/copies.md)."""

LEAST_CLOSE: Final = 3.8
"""The closeness from which a pair is a copy, chosen on half a of the development set (docs/know/copies.md)."""

_LEAST_SAID: Final = 20
_LIGHT_SLACK: Final = 0.003
_SLACK: Final = 0.05
_FAR: Final = 5.0
_OFF: Final = 0.8
_ROWS: Final = 600
_ASKED: Final = 400
_MOST_CANDIDATES: Final = 25
_MARGIN: Final = 0.02
_UNLIKE: Final = 0.78
_ALIKE: Final = 0.94
_SHARE: Final = 0.2
_WORTH: Final = 10.0


class PictureEngine:
    """See `copies.engine.Engine`."""

    @property
    def recipe(self) -> Recipe:
        """How prints of pictures are taken."""
        decoder = "wellfounded.copies.untrusted.picture"
        libraries = ("pillow", "numpy", "opencv-python-headless")
        return Recipe("picture", "picture-2", decoder, ("image",), WIDTH, libraries, extra="copies")

    def codes(self, taken: Taken) -> Any:
        """Give a row for each of the larger features."""
        return words(unit(seen(taken).looks[:_ROWS]))

    def candidates(self, query: Taken, index: NearIndex) -> Sequence[Digest]:
        """Give the items that share features with the query, as it is or mirrored."""
        looks = unit(seen(query).looks[:_ASKED])
        rows = np.concatenate([words(looks), words(mirrored_looks(looks))])
        return owners(index, rows, _MOST_CANDIDATES)

    def compare(self, a: Taken, b: Taken) -> Sequence[Copy]:
        """Give where `a` lies in `b`: one copy, one pair of which that cannot be told, or none."""
        one, other = seen(a), seen(b)
        found = lies(one, other)
        if found is None or found.score < LEAST_SCORE:
            return []
        close = closeness(one, other, found)
        points = min(found.score, round(1000 / (1 + math.exp(2 * (LEAST_CLOSE - close.worth)))))
        if points >= LEAST_SCORE:
            return [copied(a, b, one, other, replace(found, score=points))]
        if points < _LEAST_SAID:
            return []
        plain = copied(a, b, one, other, replace(found, score=points))
        return [replace(plain, verdict="unknown", evidence=(*plain.evidence, close.doubt))]


@dataclass(frozen=True, slots=True)
class Close:
    """How closely two pictures agree where one lies on the other: the likeness of light, and how far places are off, in pixels."""

    light: float
    off: float

    @property
    def worth(self) -> float:
        """What both are worth together; a copy from `LEAST_CLOSE`."""
        far = math.log(_SLACK + min(self.off, _FAR))
        return -math.log(1 + _LIGHT_SLACK - min(self.light, 1.0)) - _OFF * far

    @property
    def doubt(self) -> Evidence:
        """Why it cannot be told whether it is a copy."""
        said = (
            f"their light agrees to {self.light:.3f} of 1 and their places to {self.off:.1f} pixels: too little to tell a copy from the same "
            "scene at another moment or another picture of the same template"
        )
        return Evidence("closeness", said, round(1000 * self.worth))


def closeness(a: Seen, b: Seen, found: Lies) -> Close:
    """Look at both pictures again, closely, under a map that is known."""
    box = found.box
    plain = in_shares(found.fit.matrix, a.aspect, b.aspect)
    closer = exact(a, b, found.fit.matrix, found.fit.mirrored)
    if closer is None:
        return Close(likeness(a.light, b.light, plain, box, alter=True), _FAR)
    maps = plain, in_shares(closer.matrix, a.aspect, b.aspect)
    light = max(likeness(a.light, b.light, m, closer.box, alter=True) for m in maps)
    return Close(light, closer.off)


@dataclass(frozen=True, slots=True)
class Lies:
    """How one picture lies on another: the map, what agrees, and the score in thousandths.

    `share` is how many of the features in what is shared agree, `light` the likeness of the light
    there, both at most 1.
    """

    fit: Fit
    agreeing: int
    share: float
    light: float
    box: tuple[float, float, float, float]
    score: int


def lies(a: Seen, b: Seen) -> Lies | None:
    """Find the map from `a` to `b` that most features agree on, plain or mirrored."""
    if min(len(a.places), len(b.places)) < 2:
        return None
    plain, other = unit(a.looks), unit(b.looks)
    best: tuple[Fit, NDArray[np.int64]] | None = None
    for mirrored in (False, True):
        i, j = pairs((mirrored_looks(plain) if mirrored else plain) @ other.T)
        made = fit(a.places[i], b.places[j], mirrored)
        if made is not None and (best is None or made.agreeing > best[0].agreeing):
            best = made, i[made.a]
    return None if best is None else _judged(a, b, *best)


def _judged(a: Seen, b: Seen, made: Fit, rows: NDArray[np.int64]) -> Lies:
    """Weigh a map: by how many places agree, how many could, and whether the light does too."""
    places = a.places[rows, :2]
    agreeing = min(made.agreeing, len(np.unique(np.round(places / 0.01), axis=0)))
    low, high = places.min(axis=0), places.max(axis=0)
    aspect = a.aspect
    box = (
        float(low[0] / aspect) - _MARGIN,
        float(low[1]) - _MARGIN,
        float(high[0] / aspect) + _MARGIN,
        float(high[1]) + _MARGIN,
    )
    there = np.column_stack([a.places[:, :2], np.ones(len(a.places))]) @ made.matrix.T
    inside = (there[:, 0] > 0) & (there[:, 0] < b.aspect) & (there[:, 1] > 0) & (there[:, 1] < 1)
    inside &= (a.places[:, 0] >= box[0] * aspect) & (a.places[:, 0] <= box[2] * aspect)
    inside &= (a.places[:, 1] >= box[1]) & (a.places[:, 1] <= box[3])
    share = agreeing / max(int(inside.sum()), agreeing)
    light = _light(a, b, made, box)
    return Lies(made, agreeing, share, light, box, score(agreeing, share, light))


def _light(a: Seen, b: Seen, made: Fit, box: tuple[float, float, float, float]) -> float:
    shares = in_shares(made.matrix, a.aspect, b.aspect)
    return likeness(_coarse(a.light), _coarse(b.light), shares, box)


def _coarse(light: NDArray[np.uint8]) -> NDArray[np.float32]:
    half = len(light) // 2
    return np.asarray(light.reshape(half, 2, half, 2).mean(axis=(1, 3)), np.float32)


def score(agreeing: int, share: float, light: float) -> int:
    """Give a score in thousandths: 500 where `_WORTH` places agree and nothing speaks against it.

    Pictures of one scene from two sides agree in places; their light does not agree as closely.
    """
    close = min(max((light - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0), 1.0)
    worth = agreeing * float(min(1.0, share / _SHARE) ** 0.5) * close**2
    return round(1000 * worth / (worth + _WORTH))
