"""The waveform of a sound: highest and lowest sample of each column, with digital silence marked.

A long sound is not decoded whole: moments are taken at even distances, and the record says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import av
import av.container
import numpy as np
from PIL import Image

from wellfounded.extract.untrusted.video_streams import MEDIA_ERRORS, rewind

COLUMNS: Final = 960
HEIGHT_PX: Final = 120
WHOLE_S: Final = 1_800
"""Sounds up to this many seconds are decoded whole."""

SILENT: Final = 1.5 / 32_768
"""Peaks up to this share of full scale count as digital silence: one and a half steps of 16 bits.
"""

_SILENCE_S: Final = 0.5
_FINE, _COARSE, _JOINED = 64, 1024, 65_536
_MOST_PLANES, _MOST_CHANNELS = 7, 64
_PAPER, _WAVE, _MIDDLE, _HUSH = 255, 60, 190, 226

Audio = av.audio.stream.AudioStream
Container = av.container.InputContainer
Levels = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of sound: start and length in seconds, lowest and highest sample between -1 and 1."""

    start: float
    length: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sound:
    """What was heard: the pieces in order, whether it was all of it, and why decoding stopped
    early, if it did.
    """

    pieces: tuple[Heard, ...]
    whole: bool
    stopped: str

    @property
    def end(self) -> float:
        """The end of the last piece in seconds."""
        return max((p.start + p.length for p in self.pieces), default=0.0)

    def silences(self) -> list[tuple[float, float]]:
        """Give the stretches of digital silence of at least half a second, start and end in
        seconds.
        """
        found: list[tuple[float, float]] = []
        for piece in self.pieces if self.whole else ():
            if max(piece.high, -piece.low) > SILENT:
                continue
            end = piece.start + piece.length
            if found and piece.start - found[-1][1] < 0.001:
                found[-1] = (found[-1][0], end)
            else:
                found.append((piece.start, end))
        return [(a, b) for a, b in found if b - a >= _SILENCE_S]


def listen(container: Container, stream: Audio, seconds: float | None) -> Sound:
    """Decode a sound, or moments of it when it is longer than WHOLE_S; errors end the listening
    and are stated.
    """
    pieces: list[Heard] = []
    whole = seconds is not None and seconds <= WHOLE_S
    step = _FINE if whole and (seconds or 0) < 60 else _COARSE
    frames = _all(container, stream) if whole else _moments(container, stream, seconds)
    stopped = ""
    try:
        for start, rate, samples in _joined(within_planes(frames)):
            pieces += _pieces(start, rate, samples, step)
    except MEDIA_ERRORS as exc:
        stopped = str(exc)
    return Sound(tuple(pieces), whole, stopped)


def _all(container: Container, stream: Audio) -> Iterator[tuple[float, av.AudioFrame]]:
    rewind(container)
    heard = 0.0
    for frame in container.decode(stream):
        start = heard if frame.time is None else frame.time
        heard = start + frame.samples / max(frame.sample_rate, 1)
        if heard > 2 * WHOLE_S:
            return
        yield start, frame


def _moments(
    container: Container, stream: Audio, seconds: float | None
) -> Iterator[tuple[float, av.AudioFrame]]:
    """Give one frame at each of many even distances; without a stated length, the beginning."""
    if seconds is None:
        yield from _all(container, stream)
        return
    base = float(stream.time_base or 1)
    for column in range(COLUMNS):
        container.seek(int(seconds * column / COLUMNS / base), stream=stream)
        frame = next(iter(container.decode(stream)), None)
        if frame is not None and frame.time is not None:
            yield frame.time, frame


def within_planes(
    frames: Iterator[tuple[float, av.AudioFrame]],
) -> Iterator[tuple[float, av.AudioFrame]]:
    """Give frames of eight and more planes in one plane.

    From the eighth plane on the library reads memory that is not the frame's, and crashes.
    """
    made: dict[tuple[str, int], av.AudioResampler] = {}
    for start, frame in frames:
        count = frame.layout.nb_channels
        if not frame.format.is_planar or count <= _MOST_PLANES:
            yield start, frame
            continue
        if count > _MOST_CHANNELS:
            raise ValueError(f"{count} channels, more than are looked at")
        key = (frame.layout.name, frame.sample_rate)
        if key not in made:
            made[key] = av.AudioResampler(format="flt", layout=frame.layout)
        for ready in made[key].resample(frame):
            yield start, ready


def _joined(frames: Iterator[tuple[float, av.AudioFrame]]) -> Iterator[tuple[float, int, Levels]]:
    """Join frames that follow each other: start in seconds, samples a second, the samples."""
    kept: list[Levels] = []
    begin, end, rate, size = 0.0, 0.0, 0, 0
    for start, frame in frames:
        levels = _levels(frame)
        follows = rate == frame.sample_rate and abs(start - end) < 0.5 / max(rate, 1)
        if kept and (not follows or size >= _JOINED or levels.shape[0] != kept[0].shape[0]):
            yield begin, rate, np.concatenate(kept, axis=1)
            kept, size = [], 0
        if not kept:
            begin, rate = start, max(frame.sample_rate, 1)
        kept.append(levels)
        size += levels.shape[1]
        end = start + levels.shape[1] / rate
    if kept:
        yield begin, rate, np.concatenate(kept, axis=1)


def _levels(frame: av.AudioFrame) -> Levels:
    """Give the samples as (channels, samples), in the numbers of their own format."""
    data = frame.to_ndarray()
    if frame.format.is_packed:
        data = data.reshape(-1, max(frame.layout.nb_channels, 1)).T
    return data


def _pieces(start: float, rate: int, samples: Levels, step: int) -> list[Heard]:
    count = samples.shape[1]
    if not samples.size:
        return []
    edges = np.arange(0, count, step)
    low, high = samples[0], samples[0]
    if samples.shape[0] > 1:
        low, high = samples.min(axis=0), samples.max(axis=0)
    lows = _scaled(np.minimum.reduceat(low, edges))
    highs = _scaled(np.maximum.reduceat(high, edges))
    return [
        Heard(start + a / rate, (min(a + step, count) - a) / rate, lo, hi)
        for a, lo, hi in zip(edges.tolist(), lows, highs, strict=True)
    ]


def _scaled(levels: Levels) -> list[float]:
    """Give levels between -1 and 1; what is no number counts as 0."""
    floats = levels.astype(np.float64)
    if levels.dtype.kind == "u":
        floats = (floats - 128) / 128
    elif levels.dtype.kind == "i":
        floats = floats / 2 ** (8 * levels.dtype.itemsize - 1)
    return list(np.nan_to_num(floats).tolist())


def drawn(sound: Sound) -> bytes:
    """Give the waveform as a grey PNG of COLUMNS by HEIGHT_PX, scaled to its own peak; silence is
    shaded.
    """
    canvas = np.full((HEIGHT_PX, COLUMNS), _PAPER, np.uint8)
    end = max(sound.end, 1e-9)
    low, high = np.zeros(COLUMNS), np.zeros(COLUMNS)
    for piece in sound.pieces:
        first = min(max(int(piece.start / end * COLUMNS), 0), COLUMNS - 1)
        last = min(max(int((piece.start + piece.length) / end * COLUMNS), first), COLUMNS - 1)
        low[first : last + 1] = np.minimum(low[first : last + 1], piece.low)
        high[first : last + 1] = np.maximum(high[first : last + 1], piece.high)
    for begin, stop in sound.silences():
        canvas[:, int(begin / end * COLUMNS) : int(stop / end * COLUMNS) + 1] = _HUSH
    middle = HEIGHT_PX // 2
    canvas[middle] = _MIDDLE
    scale = (middle - 2) / max(float(high.max()), float(-low.min()), SILENT)
    rows = np.arange(HEIGHT_PX)[:, None]
    filled = (
        (rows >= middle - high * scale) & (rows <= middle - low * scale) & (high - low > SILENT)
    )
    canvas[filled] = _WAVE
    buffer = io.BytesIO()
    Image.fromarray(canvas).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
