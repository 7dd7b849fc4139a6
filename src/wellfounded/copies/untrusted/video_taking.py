"""The print of a video in the taking: frames go in, arrays come out part by part (form `video-1`).

`time` (n,) int64, microseconds on the item's clock, and `grid` (n, 32, 32) uint8: the light of
equal parts of the frame as shown. `cut` (c,) int64: when a frame begins that has little to do with
the one before. `spot` (k,) uint32 milliseconds, `place` (k, 4) float32 and `look` (k, 64) uint8:
local features of chosen frames. `end` (1,) int64: when the last frame ends. `size` (1, 2) uint32:
width and height as shown. Blank frames have no features.
"""

from __future__ import annotations

from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.print import Array, Arrays
from wellfounded.copies.untrusted.local_features import Spots, none, spots
from wellfounded.copies.untrusted.luminance import GRID, grid, luminance, sized

EVERY_US: Final = 1_000_000
STILL_US: Final = 3_000_000
SIGNAL_US: Final = 75_000
PART: Final = 2_000
_DENSE: Final = (400, 320)
_FIRST: Final = (320, 200)
_FLAT: Final = 4.0
_STILL: Final = 1.5
_CUT: Final = 14.0
_CUT_RATIO: Final = 4.0
_USUAL: Final = 12

Light = NDArray[np.float32]


class Taking:
    """What has been seen of a video since the last part."""

    def __init__(self, size: tuple[int, int], turned: int, first: bool) -> None:
        """Begin with the size as shown and the turn to the left in degrees.

        With `first` features are taken of every frame that is given, otherwise of one a second.
        """
        self.size, self.turned, self.first = size, turned, first
        self.frames = 0
        self.end = 0
        self._last: Light | None = None
        self._featured: Light | None = None
        self._featured_at = self._signal_at = -(1 << 60)
        self._moved: list[float] = []
        self._begin()

    def _begin(self) -> None:
        self._times: list[int] = []
        self._grids: list[NDArray[np.uint8]] = []
        self._cuts: list[int] = []
        self._spots: list[tuple[int, Spots]] = []

    @property
    def full(self) -> bool:
        """Whether it is time to hand over a part."""
        return len(self._times) >= PART

    def take(self, frame: av.VideoFrame, at: int, until: int) -> None:
        """Take one frame, shown from `at` until `until` microseconds."""
        grey = luminance(frame)
        small = np.rot90(grid(grey), self.turned // 90)
        light = small.astype(np.float32)
        cut = self._cut(light)
        if cut and not self.first:
            self._cuts.append(at)
        if cut or self.first or at - self._signal_at >= SIGNAL_US:
            self._times.append(at)
            self._grids.append(small)
            self._signal_at = at
        if self._wanted(light, at, cut):
            self._spots.append((max(at, 0) // 1000, self._features(grey)))
            self._featured, self._featured_at = light, at
        self._last, self.end = light, max(self.end, until)
        self.frames += 1

    def _cut(self, light: Light) -> bool:
        """Tell whether a frame differs from the last far more than frames just did."""
        if self._last is None:
            return False
        change = float(np.abs(light - self._last).mean())
        usual = float(np.median(self._moved)) if self._moved else 0.0
        self._moved = [*self._moved[1 - _USUAL :], change]
        return change > max(_CUT, _CUT_RATIO * usual)

    def _wanted(self, light: Light, at: int, cut: bool) -> bool:
        """Tell whether features are taken: never of blank frames, seldom while nothing moves."""
        if float(light.std()) < _FLAT:
            return False
        if self._featured is None or cut or self.first:
            return True
        still = float(np.abs(light - self._featured).mean()) < _STILL
        return at - self._featured_at >= (STILL_US if still else EVERY_US)

    def _features(self, grey: NDArray[np.uint8]) -> Spots:
        longest, most = _FIRST if self.first else _DENSE
        width, height = self.size
        aspect = height / width if self.turned % 180 else width / height
        if min(grey.shape) < 8 or not 0.05 < aspect < 20:
            return none()
        return spots(np.rot90(sized(grey, longest, aspect), self.turned // 90).copy(), most)

    def part(self) -> Arrays:
        """Give the arrays of this part and begin the next."""
        found = [none(), *(s for _, s in self._spots)]
        when = [np.full(len(s.places), at, np.uint32) for at, s in self._spots]
        arrays: dict[str, Array] = {
            "time": np.array(self._times, np.int64),
            "grid": np.array(self._grids, np.uint8).reshape(-1, GRID, GRID),
            "cut": np.array(self._cuts, np.int64),
            "place": np.concatenate([s.places for s in found]),
            "look": np.concatenate([s.looks for s in found]),
            "spot": np.concatenate([np.zeros(0, np.uint32), *when]),
            "end": np.array([self.end], np.int64),
            "size": np.array([self.size], np.uint32),
        }
        self._begin()
        return arrays
