"""A draft transcript of speech: machine reading, unchecked, each stretch with its time, for a
person to correct.

Settings: `languages` (BCP 47 tags; what the engine does not know becomes a Failure
`unsupported-language`, never a guess) and `seconds` (how much of the sound is listened to,
default half an hour).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import av
import numpy as np

from wellfounded.extract.untrusted import video_streams
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage

try:
    from wellfounded.extract.untrusted import speech_engine
except ImportError:  # The extra is not installed: the item says so when it is its turn.
    _READY = False
else:
    _READY = True

MOST_S: Final = 1_800
_HINT: Final = "add a transcript as SRT or VTT and link it"
_MILLISECONDS: Final = (1, 1000)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the stretches of speech in the first sound stream; raises Unreadable
    `needs-extra` without [speech].
    """
    if not _READY:
        raise Unreadable(
            "needs-extra", "needs [speech]", next="install wellfounded[speech] and build again"
        )
    wanted = [str(tag) for tag in settings.get("languages", ())]
    known = [tag for tag in wanted if tag.split("-")[0].lower() in speech_engine.LANGUAGES]
    for tag in (t for t in wanted if t not in known):
        what = f"{speech_engine.NAME} was not made for the language {tag}"
        out.record(Failure("speech", "unsupported-language", what, next=_HINT))
    if wanted and not known:
        return
    most = int(settings.get("seconds", MOST_S))
    samples, cut = _sound(source, most)
    if samples.size == 0:
        return
    out.record(Fact("speech.engine", speech_engine.NAME))
    try:
        found = list(speech_engine.transcribe(samples))
    except (RuntimeError, ValueError) as exc:
        raise Unreadable("damaged", f"the engine gave up: {short(str(exc))[:200]}") from exc
    _hand_over(source, out, found)
    if cut:
        out.record(Failure("speech", "over-limit", f"only the first {most} s were listened to"))


def _hand_over(source: Source, out: Emitter, found: Sequence[Any]) -> None:
    sure = [part for part in found if part.sure and part.words]
    for part in sure:
        begin = round(part.start * 1000)
        span = (begin, max(round(part.end * 1000), begin + 1))
        locus = Locus(source.digest, pts=span, base=_MILLISECONDS)
        out.record(Passage(short(part.words), locus, "speech", "en", part.confidence))
    out.record(Fact("speech.stretches", len(sure)))
    unsure = len(found) - len(sure)
    if unsure or not found:
        heard = f"{unsure} of {len(found)} stretches were" if found else "what there is to hear was"
        what = f"{heard} not understood: no speech, unclear, or not in English, the one language of the model"
        out.record(Failure("speech", "unsupported-language", what, next=_HINT))


def _sound(source: Source, most: int) -> tuple[np.ndarray[Any, np.dtype[np.float32]], bool]:
    """Give the first `most` seconds as mono at the engine's rate, and whether there is more."""
    kept: list[np.ndarray[Any, np.dtype[Any]]] = []
    size, cut = 0, False
    with video_streams.opened(source.file) as container:
        sounds = container.streams.audio
        if not sounds or not video_streams.decodable(sounds[0]):
            return np.zeros(0, np.float32), False
        resampler = av.AudioResampler(format="s16", layout="mono", rate=speech_engine.RATE)
        try:
            for frame in container.decode(sounds[0]):
                frame.pts = None
                for ready in resampler.resample(frame):
                    kept.append(ready.to_ndarray().reshape(-1))
                    size += kept[-1].size
                if size >= most * speech_engine.RATE:
                    cut = True
                    break
        except video_streams.MEDIA_ERRORS as exc:
            if not kept:
                reason = video_streams.reason(exc)
                raise Unreadable("damaged", f"no sound can be decoded: {reason}") from exc
    whole = np.concatenate(kept) if kept else np.zeros(0, np.int16)
    scaled = np.divide(whole[: most * speech_engine.RATE], 32_768, dtype=np.float32)
    return scaled, cut
