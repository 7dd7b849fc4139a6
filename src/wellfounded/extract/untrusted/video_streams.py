"""Streams of a video or sound file: opened without threads or other files, and stated as facts.

Times are in units of each stream's own time base; durations are also given in microseconds.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from typing import BinaryIO, Final, cast

import av
import av.container

from wellfounded.extract.untrusted.container_tags import state_iso6709
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.terms.decoding import Emitter, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

MEDIA_ERRORS: Final = (av.FFmpegError, OSError, ValueError, OverflowError, ZeroDivisionError)
"""What the media library raises on damaged bytes."""

# Only formats that hold their own media: a playlist could name other files.
_FORMATS: Final = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,wav,w64,mp3,ogg,flac,aac,amr,aiff,caf,h264,hevc,ivf,dv,m4v,au,ape,tta,wv,"
    "ac3,eac3,loas,rm,3dostr,gxf,mxf,nut,obu,mjpeg"
)
_BUFFER: Final = 1 << 16
_SECOND: Final = 1_000_000

av.logging.set_level(None)


def opened(file: BinaryIO) -> av.container.InputContainer:
    """Open a container on a file; raises Unreadable `damaged` with the library's reason."""
    file.seek(0)
    try:
        found = av.open(
            file,
            "r",
            metadata_errors="backslashreplace",
            buffer_size=_BUFFER,
            container_options={"format_whitelist": _FORMATS, "protocol_whitelist": ""},
        )
    except MEDIA_ERRORS as exc:
        raise Unreadable("damaged", f"no media stream can be opened: {reason(exc)}") from exc
    for stream in found.streams:
        if stream.type in ("video", "audio") and decodable(stream):
            stream.codec_context.thread_count = 1  # A thread cannot be started in the jail.
    return found


def rewind(container: av.container.InputContainer) -> None:
    """Go back to the start; a stream without times cannot, and goes on where it stands."""
    with suppress(*MEDIA_ERRORS):
        container.seek(0)


def reason(exc: BaseException) -> str:
    """Give why the media library stopped, without file names."""
    return short(getattr(exc, "strerror", None) or str(exc))[:200] or type(exc).__name__


def microseconds(length: int | None, base: Fraction | None) -> int | None:
    """Give a length in units of `base` seconds as microseconds; None where the file states none
    or a negative one.
    """
    if length is None or base is None or length < 0:
        return None
    return int(length * base * _SECOND)


def state(container: av.container.InputContainer, out: Emitter, boxes: bool) -> None:
    """Hand over the facts of the container and its streams; with `boxes` the tags were read from
    the boxes already.
    """
    out.record(Fact("container.format", container.format.name))
    shown = [s for s in container.streams.video if not attached(s)]
    for number, picture in enumerate(shown, 1):
        prefix = "video" if number == 1 else f"video.{number}"
        _state_video(picture, container, prefix, out)
        if not boxes:
            _tags(picture.metadata, f"{prefix}.tag", out)
    for number, sound in enumerate(container.streams.audio, 1):
        prefix = "audio" if number == 1 else f"audio.{number}"
        _state_audio(sound, container, prefix, out)
        if not boxes:
            _tags(sound.metadata, f"{prefix}.tag", out)
    for stream in container.streams:
        if stream.type in ("data", "attachment", "subtitle", "unknown"):
            name = stream.metadata.get("handler_name") or getattr(stream, "name", None)
            said = f"{stream.type}, {name or 'unnamed'}"
            out.record(Fact("container.other-stream", short(said)))
    if not boxes:
        _tags(container.metadata, "container.tag", out)


def decodable(stream: av.stream.Stream) -> bool:
    """Tell whether a decoder for the stream is there."""
    return cast(object, stream.codec_context) is not None


def attached(stream: av.video.stream.VideoStream) -> bool:
    """Tell whether a video stream is a still picture attached to the file, such as a cover."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def length_us(stream: av.stream.Stream, container: av.container.InputContainer) -> int | None:
    """Give the duration of a stream in microseconds, or that of its container, or None."""
    own = microseconds(stream.duration, stream.time_base)
    return own if own is not None else microseconds(container.duration, Fraction(1, _SECOND))


def _length(
    stream: av.stream.Stream, container: av.container.InputContainer, prefix: str, out: Emitter
) -> None:
    length = length_us(stream, container)
    if length is not None:
        out.record(Fact(f"{prefix}.duration_us", length))
    if stream.time_base is not None:
        out.record(Fact(f"{prefix}.time-base", str(stream.time_base)))
    if stream.start_time:
        start = microseconds(abs(stream.start_time), stream.time_base) or 0
        out.record(Fact(f"{prefix}.start_us", start if stream.start_time > 0 else -start))
    if stream.language and stream.language != "und":
        out.record(Fact(f"{prefix}.language", short(stream.language)))


def _state_video(
    stream: av.video.stream.VideoStream,
    container: av.container.InputContainer,
    prefix: str,
    out: Emitter,
) -> None:
    if not decodable(stream):
        _unknown(stream, prefix, out)
        return
    context = stream.codec_context
    profile = f" {stream.profile}" if stream.profile else ""
    out.record(Fact(f"{prefix}.codec", f"{context.name}{profile}"))
    out.record(Fact(f"{prefix}.width", context.width))
    out.record(Fact(f"{prefix}.height", context.height))
    out.record(Fact(f"{prefix}.pixel-format", context.pix_fmt or "unknown"))
    if (aspect := stream.sample_aspect_ratio) not in (None, 0, 1):
        out.record(Fact(f"{prefix}.pixel-aspect", str(aspect)))
    _length(stream, container, prefix, out)
    for name, rate in (("average", stream.average_rate), ("base", stream.base_rate)):
        if rate:
            out.record(
                Fact(f"{prefix}.frame-rate.{name}", f"{rate} ({float(rate):.3f} per second)")
            )
    if stream.frames:
        out.record(Fact(f"{prefix}.frames", stream.frames))
    if stream.bit_rate:
        out.record(Fact(f"{prefix}.bit-rate", stream.bit_rate))


def _state_audio(
    stream: av.audio.stream.AudioStream,
    container: av.container.InputContainer,
    prefix: str,
    out: Emitter,
) -> None:
    if not decodable(stream):
        _unknown(stream, prefix, out)
        return
    context = stream.codec_context
    profile = f" {stream.profile}" if stream.profile else ""
    out.record(Fact(f"{prefix}.codec", f"{context.name}{profile}"))
    out.record(Fact(f"{prefix}.sample-rate", context.sample_rate))
    out.record(Fact(f"{prefix}.channels", context.layout.nb_channels))
    _length(stream, container, prefix, out)
    if stream.bit_rate:
        out.record(Fact(f"{prefix}.bit-rate", stream.bit_rate))


def _unknown(stream: av.stream.Stream, prefix: str, out: Emitter) -> None:
    """State a stream whose form no decoder here knows."""
    out.record(Fact(f"{prefix}.codec", "unknown"))
    what = f"the form of a {stream.type} stream is not known here: it is not decoded"
    out.record(Failure("read", "unsupported", what))


def _tags(metadata: dict[str, str], prefix: str, out: Emitter) -> None:
    for key, value in list(metadata.items())[:200]:
        name = "".join(c for c in key if c.isascii() and (c.isalnum() or c in "._-"))[:80]
        text = short(value)
        if not text:
            continue
        out.record(Fact(f"{prefix}.{name or 'x'}", text, when=_moment(name, text)))
        if name.lower() == "location":
            state_iso6709(text, out, name)


def _moment(name: str, text: str) -> Moment | None:
    """Read a time as the format writes it: ISO 8601, or the asctime form of AVI, which has no
    zone.
    """
    lowered = name.lower()
    if not any(word in lowered for word in ("date", "time", "year")):
        return None
    try:
        return Moment.parse(text)
    except Mistaken:
        pass
    try:
        read = datetime.strptime(text, "%a %b %d %H:%M:%S %Y")  # noqa: DTZ007 - the form has no zone
    except ValueError:
        return None
    return Moment((read.year, read.month, read.day, read.hour, read.minute, read.second), (), text)
