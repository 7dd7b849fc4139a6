"""Sounds made of notes for the tests: nobody's, the same from the same seed, and their prints without a decoder."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.engine import Taken
from wellfounded.copies.sound.peaks import RATE, Listener
from wellfounded.terms.digest import Digest

Samples = NDArray[np.float32]


def tune(seed: int, seconds: float) -> Samples:
    """Notes of three overtones, at times and pitches that do not repeat."""
    rng = np.random.default_rng(seed)
    heard = np.zeros(int(seconds * RATE) + RATE, np.float32)
    at = 0.0
    while at < seconds:
        length, pitch = rng.uniform(0.08, 0.5), 250 * 2 ** rng.uniform(0, 2.5)
        t = np.arange(int(length * RATE)) / RATE
        note = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in (1, 2, 3)) * np.exp(-4 * t)
        begin = int(at * RATE)
        heard[begin : begin + len(t)] += 0.2 * note.astype(np.float32)
        at += rng.uniform(0.05, 0.3)
    return heard[: int(seconds * RATE)]


def faster(heard: Samples, factor: float) -> Samples:
    """The same, played so much faster and therefore higher."""
    places = np.arange(0, len(heard) - 1, factor)
    return np.interp(places, np.arange(len(heard)), heard).astype(np.float32)


def noise(seed: int, seconds: float, level: float) -> Samples:
    """White noise."""
    samples: Any = np.random.default_rng(seed).normal(0, level, int(seconds * RATE))
    return samples.astype(np.float32)  # type: ignore[no-any-return]


def taken(heard: Samples, name: str = "x") -> Taken:
    """The print of samples, as the decoder hands it over."""
    listener = Listener()
    for begin in range(0, len(heard), 5000):
        listener.feed(heard[begin : begin + 5000])
    peaks = listener.finish()
    arrays = {
        "time": peaks.time,
        "pitch": peaks.pitch,
        "height": peaks.height,
        "length": np.array([listener.hops], np.uint32),
    }
    return Taken(Digest.of(heard.tobytes()), name, "sound", "sound-1", "dense", (arrays,))
