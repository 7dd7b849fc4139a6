"""Two frames laid onto each other: the second as the first would show it, and where the two differ."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.copy import Copy

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

NOTE: Final = "Re-encoding also makes differences; this does not show manipulation."
_GAP: Final = 8
_CELL: Final = 8
_DIFFERS: Final = 28.0
_MARK: Final = (214, 96, 0)
_UNSEEN: Final = 214
_MIRROR: Final = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])


def side_by_side(a: Pixels, b: Pixels, copy: Copy) -> Pixels:
    """Give one picture of three: the first frame, the second laid onto it, the first in grey with what differs outlined.

    Frames are (h, w, 3) uint8 as shown. Where the second shows nothing of the first, the middle is light grey.
    """
    laid, seen = laid_onto(b, a.shape[:2], _matrix(copy))
    marked = _marked(a, laid, seen)
    gap = np.full((a.shape[0], _GAP, 3), 255, np.uint8)
    return np.concatenate((a, gap, laid, gap, marked), axis=1)


def _matrix(copy: Copy) -> Floats:
    """Give the matrix from shares of the first frame to shares of the second."""
    frame = copy.transform.frame
    if frame is not None:
        return np.array(frame, np.float64).reshape(3, 3) / 1_000_000
    return _MIRROR if copy.transform.mirrored else np.eye(3)


def laid_onto(
    b: Pixels, shape: tuple[int, ...], matrix: Floats
) -> tuple[Pixels, NDArray[np.bool_]]:
    """Give the second frame as the first would show it, and where it shows anything at all."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width]
    points = np.stack(((x + 0.5) / width, (y + 0.5) / height, np.ones_like(x, np.float64)))
    there = np.tensordot(matrix, points, axes=1)
    scale = np.where(np.abs(there[2]) < 1e-9, 1e-9, there[2])
    across, down = there[0] / scale, there[1] / scale
    seen = (across >= 0) & (across < 1) & (down >= 0) & (down < 1) & (there[2] > 0)
    column = np.clip(across * b.shape[1], 0, b.shape[1] - 1).astype(np.int64)
    row = np.clip(down * b.shape[0], 0, b.shape[0] - 1).astype(np.int64)
    laid = b[row, column].copy()
    laid[~seen] = _UNSEEN
    return laid, seen


def _marked(a: Pixels, laid: Pixels, seen: NDArray[np.bool_]) -> Pixels:
    """Outline the cells in which light differs after brightness and contrast are made alike."""
    first, second = _light(a), _light(laid)
    if not seen.any():
        return np.repeat(first.astype(np.uint8)[:, :, None], 3, axis=2)
    alike = _alike(second, first, seen)
    apart = np.where(seen, np.abs(alike - first), 0)
    cells = _cells(apart) > _DIFFERS
    grey = np.repeat((128 + first / 2).clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
    whole = np.repeat(np.repeat(cells, _CELL, axis=0), _CELL, axis=1)
    whole = whole[: a.shape[0], : a.shape[1]]
    inner = whole.copy()
    for axis in (0, 1):
        for step in (-2, 2):
            inner &= np.roll(whole, step, axis=axis)
    grey[whole & ~inner] = _MARK
    return grey


def _light(pixels: Pixels) -> Floats:
    return np.asarray(pixels @ np.array([0.299, 0.587, 0.114]))


def _alike(values: Floats, target: Floats, seen: NDArray[np.bool_]) -> Floats:
    spread = max(float(values[seen].std()), 1.0)
    scale = float(target[seen].std()) / spread
    shift = float(target[seen].mean()) - float(values[seen].mean()) * scale
    return values * scale + shift


def _cells(values: Floats) -> Floats:
    """Give the mean of each cell of 8 x 8 pixels; the last ones are filled up with nothing."""
    height, width = (-(-n // _CELL) * _CELL for n in values.shape)
    filled = np.zeros((height, width))
    filled[: values.shape[0], : values.shape[1]] = values
    cells: Any = filled.reshape(height // _CELL, _CELL, width // _CELL, _CELL).mean(axis=(1, 3))
    return np.asarray(cells)
