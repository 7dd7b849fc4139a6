"""Sound as records: its waveform as a picture, and its stretches of digital silence with their
times.
"""

from __future__ import annotations

import av
import av.container

from wellfounded.extract.untrusted import waveform
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.extract.untrusted.video_keyframes import clock
from wellfounded.extract.untrusted.video_streams import MEDIA_ERRORS, length_us, reason
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Picture

_MOST_SILENCES = 200
_MILLISECONDS = (1, 1000)


def hear(container: av.container.InputContainer, source: Source, out: Emitter) -> None:
    """Hand over the waveform of the first sound stream; what cannot be decoded is a Failure
    beside it.
    """
    stream = container.streams.audio[0]
    length = length_us(stream, container)
    try:
        sound = waveform.listen(container, stream, None if length is None else length / 1_000_000)
    except MEDIA_ERRORS as exc:
        sound = waveform.Sound((), True, reason(exc))
    if sound.stopped:
        what = f"the sound breaks off at {sound.end:.3f} s: {short(sound.stopped)[:200]}"
        out.record(Failure("read", "damaged", what))
    if not sound.pieces:
        out.record(Failure("read", "damaged", "no sound can be decoded"))
        return
    said = (
        "all of it was decoded"
        if sound.whole
        else f"{len(sound.pieces)} moments of it were decoded"
    )
    out.record(Fact("audio.heard", f"{said}, up to {sound.end:.3f} s"))
    blob = out.blob(waveform.drawn(sound))
    width, height = waveform.COLUMNS, waveform.HEIGHT_PX
    locus = Locus(source.digest, pts=(0, max(round(sound.end * 1000), 1)), base=_MILLISECONDS)
    out.record(Picture("waveform", blob, width, height, locus, "image/png"))
    _silences(sound, source, out)


def _silences(sound: waveform.Sound, source: Source, out: Emitter) -> None:
    found = sound.silences()
    for begin, end in found[:_MOST_SILENCES]:
        span = (round(begin * 1000), max(round(end * 1000), round(begin * 1000) + 1))
        shown = "-".join(clock(n, _MILLISECONDS) for n in span)
        locus = Locus(source.digest, pts=span, base=_MILLISECONDS)
        out.record(Fact("mark.digital-silence", shown, locus=locus))
    if len(found) > _MOST_SILENCES:
        out.record(
            Fact("mark.digital-silence", f"and {len(found) - _MOST_SILENCES} more stretches")
        )
