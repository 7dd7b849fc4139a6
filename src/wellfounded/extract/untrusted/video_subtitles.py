"""Subtitle streams inside a video: their words as passages, each with its time.

Reads the text forms (SubRip, WebVTT, ASS and SSA, QuickTime text). Picture subtitles are named as
not read.
"""

from __future__ import annotations

import re
from typing import Final

import av
import av.container

from wellfounded.extract.untrusted.tagtext import short
from wellfounded.extract.untrusted.video_streams import MEDIA_ERRORS, decodable, reason, rewind
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage

MOST: Final = 20_000
_PLAIN: Final = ("subrip", "srt", "webvtt", "text")
_ADVANCED: Final = ("ass", "ssa")
_STYLE = re.compile(r"\{\\[^}]*\}|<[^>]{1,80}>")
_ASS_FIELDS: Final = 8


def state(container: av.container.InputContainer, source: Source, out: Emitter) -> None:
    """Hand over a Passage (source `subtitle`) for each cue of each text subtitle stream."""
    for stream in container.streams.subtitles:
        name = stream.codec_context.name if decodable(stream) else "unknown"
        out.record(Fact("subtitle.codec", name))
        if name not in (*_PLAIN, *_ADVANCED, "mov_text"):
            what = (
                f"subtitles in the form {name} are pictures or not known: their words are not read"
            )
            out.record(Failure("read", "unsupported", what))
            continue
        try:
            rewind(container)
            _cues(container, stream, name, source, out)
        except MEDIA_ERRORS as exc:
            out.record(Failure("read", "damaged", f"the subtitles break off: {reason(exc)}"))


def _cues(
    container: av.container.InputContainer,
    stream: av.subtitles.stream.SubtitleStream,
    name: str,
    source: Source,
    out: Emitter,
) -> None:
    language = short(stream.language or "") if stream.language != "und" else ""
    for count, packet in enumerate(container.demux(stream)):
        if count >= MOST:
            out.record(Failure("read", "over-limit", f"subtitles after the first {MOST}"))
            return
        text = _words(bytes(packet), name)
        if not text:
            continue
        locus = Locus(source.digest)
        if packet.pts is not None and packet.time_base is not None:
            end = packet.pts + max(packet.duration or 1, 1)
            base = packet.time_base.as_integer_ratio()
            locus = Locus(source.digest, pts=(packet.pts, end), base=base)
        out.record(Passage(text, locus, "subtitle", language))


def _words(data: bytes, name: str) -> str:
    if name == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    text = data.decode("utf-8", "backslashreplace")
    if name in _ADVANCED:
        text = text.split(",", _ASS_FIELDS)[-1].replace("\\N", "\n").replace("\\n", "\n")
    return short(_STYLE.sub("", text))
