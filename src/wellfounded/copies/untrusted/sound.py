"""The print of what is heard: the peaks of the first sound stream of a clip or sound file (form `sound-1`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import av
import av.container
import numpy as np

from wellfounded.copies.print import Arrays, pack
from wellfounded.copies.sound.peaks import HOP, RATE, Listener
from wellfounded.extract.untrusted import video_streams
from wellfounded.extract.untrusted.waveform import within_planes
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact, Failure, Print

FORM: Final = "sound-1"
_STAGE: Final = "print-sound"
_MOST_GAP_S: Final = 3_600
_LONGEST_S: Final = 200_000
_LEAST_GAP_S: Final = 0.05


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the print of the sound; a clip without sound gives none and says so.

    What cannot be decoded is a Failure beside the print of what could. Raises Unreadable `damaged` where nothing can be opened.
    """
    with video_streams.opened(source.file) as container:
        sounds = [s for s in container.streams.audio if video_streams.decodable(s)]
        if not sounds:
            out.record(Fact("print.sound", "there is no sound that can be decoded"))
            return
        listener = Listener()
        stopped = _listen(container, sounds[0], listener)
        peaks = listener.finish()
        length = np.array([listener.hops], np.uint32)
        arrays: Arrays = {
            "time": peaks.time,
            "pitch": peaks.pitch,
            "height": peaks.height,
            "length": length,
        }
        out.record(Print("sound", FORM, "dense", out.blob(pack(arrays))))
        heard = listener.hops * HOP / RATE
        if stopped:
            what = f"the sound breaks off at {heard:.3f} s: {stopped}"
            out.record(Failure(_STAGE, "damaged", what))
        if len(sounds) > 1:
            out.record(Fact("print.sound", f"the first of {len(sounds)} sound streams was heard"))


def _listen(
    container: av.container.InputContainer,
    stream: av.audio.stream.AudioStream,
    listener: Listener,
) -> str:
    """Feed the sound on its own clock: what is missing at the start or within is silence. Gives why it broke off, if it did."""
    fed = 0
    resampler, form = _resampler(), None
    try:
        for start, frame in within_planes(_timed(container, stream)):
            missing = start - fed / RATE
            if _LEAST_GAP_S < missing < _MOST_GAP_S:
                count = int(missing * RATE)
                fed += count
                _silence(listener, count)
            shape = (frame.format.name, frame.layout.name, frame.sample_rate)
            if form is not None and shape != form:
                resampler = _resampler()
            form = shape
            frame.pts = None
            for ready in resampler.resample(frame):
                samples = np.nan_to_num(ready.to_ndarray().reshape(-1), posinf=0.0, neginf=0.0)
                fed += len(samples)
                listener.feed(np.clip(samples, -4, 4).astype(np.float32))
            if fed > _LONGEST_S * RATE:
                return f"longer than {_LONGEST_S} s"
    except video_streams.MEDIA_ERRORS as exc:
        return video_streams.reason(exc)
    return ""


def _resampler() -> Any:
    return av.AudioResampler(format="flt", layout="mono", rate=RATE)


def _silence(listener: Listener, count: int) -> None:
    for _ in range(count // RATE):
        listener.feed(np.zeros(RATE, np.float32))
    listener.feed(np.zeros(count % RATE, np.float32))


def _timed(
    container: av.container.InputContainer, stream: av.audio.stream.AudioStream
) -> Iterator[tuple[float, av.AudioFrame]]:
    """Give each frame with its second on the item's clock, which begins where the container's does."""
    begin = (container.start_time or 0) / 1_000_000
    heard = 0.0
    for frame in container.decode(stream):
        start = heard if frame.time is None else frame.time - begin
        heard = start + frame.samples / max(frame.sample_rate, 1)
        yield start, frame
