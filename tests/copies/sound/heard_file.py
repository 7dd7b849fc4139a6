"""Sounds as WAV files, for tests that go through the jail."""

import io
import wave

import numpy as np

from tests.copies.sound.heard import Samples
from wellfounded.copies.sound.peaks import RATE


def wav(heard: Samples) -> bytes:
    """A WAV file of 16 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()
