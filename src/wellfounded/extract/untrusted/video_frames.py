"""Keyframes and contact sheet of a video as records, each frame with its time as a Locus."""

from __future__ import annotations

import av
import av.container

from wellfounded.extract.untrusted.video_keyframes import Keyframe, keyframes
from wellfounded.extract.untrusted.video_sheet import sheet
from wellfounded.extract.untrusted.video_streams import MEDIA_ERRORS, reason
from wellfounded.terms.decoding import Emitter, OverLimit, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Picture


def show(
    container: av.container.InputContainer,
    stream: av.video.stream.VideoStream,
    source: Source,
    out: Emitter,
) -> None:
    """Hand over at most 60 keyframes spread over the length, and one sheet of them; raises
    OverLimit for its pixels.
    """
    pixels = stream.codec_context.width * stream.codec_context.height
    if pixels > source.limits.pixels:
        raise OverLimit("pixels", source.limits.pixels)
    base = (1, 1) if stream.time_base is None else stream.time_base.as_integer_ratio()
    made: list[Keyframe] = []
    try:
        for frame in keyframes(container, stream, source.size):
            made.append(frame)
            data = frame.jpeg()
            size = frame.picture.size
            locus = _locus(source, frame, base)
            out.record(Picture("keyframe", out.blob(data), *size, locus))
    except MEDIA_ERRORS as exc:
        out.record(Failure("read", "damaged", f"the pictures cannot be decoded: {reason(exc)}"))
    except MemoryError as exc:
        raise OverLimit("memory_bytes", source.limits.memory_bytes) from exc
    if not made:
        out.record(Failure("read", "damaged", "no frame can be decoded"))
        return
    out.record(Fact("video.keyframes.shown", len(made)))
    _state(made, out)
    data, width, height = sheet(made, base)
    out.record(Picture("contact-sheet", out.blob(data), width, height, Locus(source.digest)))


def _locus(source: Source, frame: Keyframe, base: tuple[int, int]) -> Locus:
    if frame.pts is None:
        return Locus(source.digest)
    return Locus(source.digest, pts=(frame.pts, frame.pts + frame.length), base=base)


def _state(made: list[Keyframe], out: Emitter) -> None:
    """State how frames are turned to be shown, and time stamps that are missing or run backwards."""
    if turn := made[0].turned % 360:
        out.record(Fact("video.rotation", f"shown turned left by {turn} degrees"))
    times = [f.pts for f in made]
    if None in times:
        out.record(Fact("video.time-stamps", "some frames have no time"))
    known = [t for t in times if t is not None]
    if known != sorted(known):
        out.record(Fact("video.time-stamps", "the times of the frames run backwards in places"))
