"""JPEG structure: segments, quantisation tables, chroma subsampling, and what stands after the
end of the picture.

Source: ITU-T T.81 annex B (markers), annex K (example tables, which libjpeg scales by its quality
setting), JFIF, C2PA section 11.3 (manifests in APP11).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from operator import sub
from typing import BinaryIO, Final

_MAX_SEGMENTS: Final = 5_000
_MAX_KEPT: Final = 65_536
_CHUNK: Final = 1 << 20
_STANDALONE: Final = {0x01, *range(0xD0, 0xD8)}
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_FRAMES: Final = {0xC0: "baseline", 0xC1: "extended", 0xC2: "progressive", 0xC3: "lossless"}
# T.81 table K.1, in zigzag order as DQT stores it.
_LUMINANCE: Final = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37,
    29, 40, 58, 51,
    61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103,
    104, 103, 62, 77,
    113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip
_SCALES: Final = [5000 // q if q < 50 else 200 - 2 * q for q in range(1, 101)]
_SCALED: Final = [
    tuple(min(max((step * scale + 50) // 100, 1), 255) for step in _LUMINANCE) for scale in _SCALES
]
"""The example table as libjpeg scales it for each quality from 1 to 100."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker segment: its code, where it begins in the file, and its bytes without marker and
    length.
    """

    marker: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame header: coding process, bits a sample, size in pixels, sampling factors of each
    component.
    """

    process: str
    bits: int
    width: int
    height: int
    sampling: tuple[tuple[int, int], ...]

    @property
    def subsampling(self) -> str:
        """The chroma subsampling in the usual notation, else the factors."""
        if len(self.sampling) != 3 or self.sampling[1:] != ((1, 1), (1, 1)):
            return " ".join(f"{h}x{v}" for h, v in self.sampling)
        known = {
            (1, 1): "4:4:4",
            (2, 1): "4:2:2",
            (2, 2): "4:2:0",
            (1, 2): "4:4:0",
            (4, 1): "4:1:1",
        }
        h, v = self.sampling[0]
        return known.get((h, v), f"{h}x{v}")


def segments(file: BinaryIO) -> Iterator[Segment]:
    """Give the segments in order, from the start of image to its end (marker 0xD9) or where the
    structure breaks.
    """
    position = 2
    for _ in range(_MAX_SEGMENTS):
        file.seek(position)
        head = file.read(4)
        if len(head) < 2 or head[0] != 0xFF:
            return
        marker = head[1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xD9 or marker in _STANDALONE:
            yield Segment(marker, position, b"")
            if marker == 0xD9:
                return
            position += 2
            continue
        if len(head) < 4:
            return
        length = struct.unpack(">H", head[2:])[0]
        yield Segment(marker, position, file.read(max(length - 2, 0))[:_MAX_KEPT])
        position += 2 + length
        if marker == 0xDA:
            found = _after_scan(file, position)
            if found is None:
                return
            position = found


def _after_scan(file: BinaryIO, position: int) -> int | None:
    """Give the offset of the first marker after entropy-coded data; None when the file ends
    inside it.
    """
    file.seek(position)
    carried = b""
    while chunk := file.read(_CHUNK):
        data = carried + chunk
        found = _END_OF_SCAN.search(data)
        if found is not None:
            return position - len(carried) + found.end() - 2
        position += len(chunk)
        carried = data[-1:]
    return None


def frame(segment: Segment) -> Frame | None:
    """Read a start-of-frame segment; None for any other."""
    data = segment.data
    known = segment.marker in range(0xC0, 0xD0) and segment.marker not in (0xC4, 0xC8, 0xCC)
    if not known or len(data) < 6:
        return None
    bits, height, width, count = struct.unpack(">BHHB", data[:6])
    sampling = tuple((b >> 4, b & 15) for b in data[7 : 6 + 3 * count : 3])
    process = _FRAMES.get(segment.marker, f"SOF{segment.marker - 0xC0}")
    return Frame(process, bits, width, height, sampling)


def tables(segment: Segment) -> dict[int, tuple[int, ...]]:
    """Read the quantisation tables of a DQT segment: identifier to 64 steps in zigzag order."""
    found: dict[int, tuple[int, ...]] = {}
    data = segment.data
    while data:
        wide, name = data[0] >> 4, data[0] & 15
        size = 128 if wide else 64
        if len(data) < 1 + size:
            break
        found[name] = struct.unpack(">64H" if wide else "64B", data[1 : 1 + size])
        data = data[1 + size :]
    return found


def quality(luminance: tuple[int, ...]) -> tuple[int, bool]:
    """Give the libjpeg quality (1 to 100) whose scaled example table comes nearest, and whether
    it is that table exactly.
    """
    apart, best = min(
        (sum(map(abs, map(sub, scaled, luminance))), candidate)
        for candidate, scaled in enumerate(_SCALED, 1)
    )
    return best, apart == 0
