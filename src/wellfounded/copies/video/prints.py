"""The arrays of a print of video, checked: a hostile decoder may have made them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.engine import Taken
from wellfounded.copies.picture.prints import sound
from wellfounded.copies.print import Arrays
from wellfounded.terms.errors import Refused

GRID: Final = 32
_SHAPES: Final = {
    "time": ("i8", ()),
    "grid": ("u1", (GRID, GRID)),
    "cut": ("i8", ()),
    "spot": ("u4", ()),
    "place": ("f4", (4,)),
    "look": ("u1", (64,)),
    "end": ("i8", ()),
    "size": ("u4", (2,)),
}
_LONGEST_S: Final = 250_000
_MOST_PX: Final = 1 << 20
_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Filmed:
    """A video as it is compared. Times are seconds on the item's clock; `spots` (k,) are those of the
    features `places` (k, 4) and `looks` (k, 64), shapes as `copies.untrusted.video_taking` gives them.
    """

    times: NDArray[np.float64]
    grids: NDArray[np.uint8]
    cuts: NDArray[np.float64]
    spots: NDArray[np.float64]
    places: NDArray[np.float32]
    looks: NDArray[np.uint8]
    end: float
    width: int
    height: int

    @property
    def aspect(self) -> float:
        """How many times as wide as high."""
        return self.width / self.height

    def shots(self, at: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the number of the shot at each of these seconds."""
        return np.searchsorted(self.cuts, at + 1e-6)

    def frames(self) -> list[NDArray[np.int64]]:
        """Give the rows of each frame's features, in order of time."""
        edges = np.flatnonzero(np.diff(self.spots, prepend=-1.0, append=np.inf))
        return [np.arange(a, b) for a, b in pairwise(edges)]

    def between(self, start: float, end: float) -> Filmed:
        """Give the part between two seconds, on the same clock."""
        rows = (self.times >= start - 0.5) & (self.times < end + 0.5)
        near = (self.spots >= start) & (self.spots < end)
        return Filmed(
            self.times[rows],
            self.grids[rows],
            self.cuts[(self.cuts >= start) & (self.cuts < end)],
            self.spots[near],
            self.places[near],
            self.looks[near],
            min(self.end, end + 0.5),
            self.width,
            self.height,
        )


def filmed(taken: Taken) -> Filmed:
    """Give a video's arrays; raises Refused `print` for what no video gives."""
    try:
        arrays = {name: taken.array(name) for name in _SHAPES}
    except (KeyError, ValueError) as exc:
        raise Refused("print", "a print of video lacks an array") from exc
    return of(arrays)


def of(arrays: Arrays) -> Filmed:
    """Give joined arrays as a video; raises Refused `print` for what no video gives."""
    for name, (kind, shape) in _SHAPES.items():
        array = arrays[name]
        if array.dtype.str[1:] != kind or array.ndim < 1 or array.shape[1:] != shape:
            raise Refused("print", f"a print of video with an impossible array {name!r}")
    time, cut, spot = (_seconds(arrays[n]) for n in ("time", "cut", "spot"))
    spot = spot * 1000  # kept in thousandths
    place, look, size = arrays["place"], arrays["look"], arrays["size"]
    end = float(arrays["end"].max()) / _MICRO if len(arrays["end"]) else 0.0
    whole = len(time) == len(arrays["grid"]) and len(spot) == len(place) == len(look)
    ordered = all(bool((np.diff(a) >= 0).all()) for a in (time, cut, spot))
    limits = [time[:1], time[-1:], cut[:1], cut[-1:], spot[-1:], np.array([end])]
    near = all(bool((np.abs(a) <= _LONGEST_S).all()) for a in limits)
    if not (whole and ordered and near and len(size) and sound(place)):
        raise Refused("print", "a print of video with impossible times or places")
    width, height = (int(n) for n in size[0])
    if not 0 < width < _MOST_PX or not 0 < height < _MOST_PX:
        raise Refused("print", "a print of video of impossible size")
    return Filmed(time, arrays["grid"], cut, spot, place, look, end, width, height)


def _seconds(values: Any) -> NDArray[np.float64]:
    return np.asarray(values, np.float64) / _MICRO
