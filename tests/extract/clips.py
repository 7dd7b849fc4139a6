"""Small clips and sounds, made when a test asks for them."""

from __future__ import annotations

import io
import struct
from fractions import Fraction

import av
import numpy as np

RATE = 8_000


def clip(
    seconds: float = 4,
    *,
    form: str = "mp4",
    codec: str = "libx264",
    group: int = 10,
    sound: bool = True,
    silent: tuple[float, float] | None = None,
    size: tuple[int, int] = (160, 96),
    metadata: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
    rotation: int = 0,
) -> bytes:
    """Give a clip of 10 frames a second, a key frame every `group` frames, with a tone."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=form, options=options or {}) as out:
        out.metadata.update(metadata or {})
        pictures = out.add_stream(codec, rate=10)
        pictures.width, pictures.height = size
        pictures.pix_fmt = "yuv420p"
        pictures.gop_size = group
        pictures.options = {"sc_threshold": "0" if codec == "libx264" else "1000000000"}
        if rotation:
            pictures.set_display_rotation(rotation)
        tone = (
            out.add_stream("aac" if form != "webm" else "libopus", rate=48_000, layout="mono")
            if sound
            else None
        )
        for number in range(int(seconds * 10)):
            image = np.full((size[1], size[0], 3), 100 + number % 100, np.uint8)
            image[: size[1] // 2, : size[0] // 2] = (200, 20, 20)
            out.mux(pictures.encode(av.VideoFrame.from_ndarray(image)))
        out.mux(pictures.encode(None))
        if tone is not None:
            for frame in _frames(_tone(seconds, 48_000, silent), 48_000):
                out.mux(tone.encode(frame))
            out.mux(tone.encode(None))
    return buffer.getvalue()


def wave(seconds: float = 3, silent: tuple[float, float] | None = None) -> bytes:
    """Give a WAV of a tone with, if asked, digital silence between two times."""
    samples = (_tone(seconds, RATE, silent) * 32_000).astype("<i2").tobytes()
    head = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(samples))
    return b"RIFF" + struct.pack("<I", len(body) + len(samples)) + body + samples


def box(kind: bytes, *inside: bytes) -> bytes:
    """Give one ISO box."""
    body = b"".join(inside)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def movie_header(created: int) -> bytes:
    """Give an mvhd box of version 0 with a creation time in seconds since 1904."""
    return box(b"mvhd", struct.pack(">IIIII", 0, created, created, 1000, 1000), b"\0" * 80)


def _tone(seconds: float, rate: int, silent: tuple[float, float] | None) -> np.ndarray:
    times = np.arange(int(seconds * rate)) / rate
    tone = 0.5 * np.sin(times * 2 * np.pi * 440)
    if silent is not None:
        tone[(times >= silent[0]) & (times < silent[1])] = 0
    return tone


def _frames(tone: np.ndarray, rate: int) -> list[av.AudioFrame]:
    made = []
    for start in range(0, len(tone), 960):
        piece = tone[start : start + 960].astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        made.append(frame)
    return made
