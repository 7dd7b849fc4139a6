"""The luminance of decoded frames at a small size, as they are shown: turned, with square pixels."""

from __future__ import annotations

from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

GRID: Final = 32
_PLANAR: Final = (
    "yuv420p",
    "yuvj420p",
    "yuv422p",
    "yuvj422p",
    "yuv444p",
    "yuvj444p",
    "gray",
    "nv12",
)


def luminance(frame: av.VideoFrame) -> Grey:
    """Give the luminance of a frame as stored, (height, width); a view where the form allows it."""
    if frame.format.name in _PLANAR:
        plane = frame.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        return np.asarray(rows[: frame.height, : frame.width])
    return np.asarray(frame.to_ndarray(format="gray"))


def grid(grey: Grey) -> Grey:
    """Give the mean luminance of GRID x GRID equal parts of a picture."""
    height, width = grey.shape
    step = max(1, min(height, width) // 160)
    small = np.ascontiguousarray(grey[::step, ::step])
    return np.asarray(cv2.resize(small, (GRID, GRID), interpolation=cv2.INTER_AREA), np.uint8)


def sized(grey: Grey, longest: int, aspect: float) -> Grey:
    """Give a picture `longest` pixels along its longer side, `aspect` times as wide as high."""
    wide = aspect >= 1
    width = longest if wide else max(round(longest * aspect), 8)
    height = max(round(longest / aspect), 8) if wide else longest
    step = max(1, min(grey.shape[1] // (2 * width), grey.shape[0] // (2 * height)))
    small = np.ascontiguousarray(grey[::step, ::step])
    smaller = small.shape[1] >= width
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(small, (width, height), interpolation=how), np.uint8)
