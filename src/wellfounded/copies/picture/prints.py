"""The arrays of a print of pictures, checked: a hostile decoder may have made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.engine import Taken
from wellfounded.terms.errors import Refused

MOST_SPOTS: Final = 4_000
LIGHT: Final = 128
_MOST_PX: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture as it is compared: see `copies.untrusted.picture` for shapes and units."""

    places: NDArray[np.float32]
    looks: NDArray[np.uint8]
    light: NDArray[np.uint8]
    width: int
    height: int

    @property
    def aspect(self) -> float:
        """How many times as wide as high."""
        return self.width / self.height


def seen(taken: Taken) -> Seen:
    """Give a picture's arrays; raises Refused `print` for what no picture gives."""
    try:
        place, look, light, size = (taken.array(n) for n in ("place", "look", "light", "size"))
    except (KeyError, ValueError) as exc:
        raise Refused("print", "a print of a picture lacks an array") from exc
    shapes = place.ndim == 2 and place.shape[1] == 4 and look.shape == (len(place), 64)
    shapes = shapes and light.shape == (LIGHT, LIGHT) and size.shape == (1, 2)
    kinds = [a.dtype.str[1:] for a in (place, look, light, size)] == ["f4", "u1", "u1", "u4"]
    if not shapes or not kinds or len(place) > MOST_SPOTS or not sound(place):
        raise Refused("print", "a print of a picture with impossible arrays")
    width, height = (int(n) for n in size[0])
    if not 0 < width < _MOST_PX or not 0 < height < _MOST_PX:
        raise Refused("print", "a print of a picture of impossible size")
    return Seen(place, look, light, width, height)


def sound(place: Any) -> bool:
    """Tell whether places lie where features of a picture can lie."""
    if not len(place):
        return True
    near = bool((np.abs(place[:, :2]) < 100).all() and (np.abs(place[:, 3]) < 10).all())
    return near and bool(((place[:, 2] > 1e-5) & (place[:, 2] < 100)).all())
