"""Sound files: read as a video is, because a sound file may hold pictures and a video container
only sound.
"""

from __future__ import annotations

from wellfounded.extract.untrusted import video
from wellfounded.terms.decoding import Emitter, Settings, Source


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the facts, waveform and attached pictures of a sound file; settings and raises as
    `video.read`.
    """
    video.read(source, out, settings)
