"""Video and sound: what the container says, what the streams are, keyframes to look at, the
waveform to look at.

Nothing is decoded but key frames and sound, on one thread. What is stated is the file's own word;
what cannot be reached becomes a Failure that names what is missing.
"""

from __future__ import annotations

import av
import av.container

from wellfounded.extract.untrusted import (
    audio_heard,
    container_facts,
    marks,
    video_attached,
    video_frames,
    video_streams,
    video_subtitles,
)
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact, Failure

_BOX_STARTS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"moof", b"styp")
_PACKETS_FOR_MARKS = 60
_HEAD_BYTES = 65_536


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the facts, keyframes, contact sheet, waveform and subtitles of a video or sound
    file.

    Settings: `waveform` (default true) and `keyframes` (default true) leave those out when false.
    Raises Unreadable `damaged` where no stream can be opened.
    """
    source.file.seek(4)
    boxed = source.file.read(4) in _BOX_STARTS
    if boxed:
        layout = container_facts.state(source, out)
        if layout.index_at is None and layout.media_at is not None and not layout.fragments:
            return  # The missing index is stated already, and without it nothing can be opened.
    with video_streams.opened(source.file) as container:
        video_streams.state(container, out, boxed)
        shown = [s for s in container.streams.video if not video_streams.attached(s)]
        if shown and video_streams.decodable(shown[0]) and settings.get("keyframes", True):
            video_frames.show(container, shown[0], source, out)
        _marks(container, out)
        _missing(container, shown, source, out)
        video_attached.state(container, source, out)
        sounds = container.streams.audio
        if sounds and video_streams.decodable(sounds[0]) and settings.get("waveform", True):
            audio_heard.hear(container, source, out)
        video_subtitles.state(container, source, out)


def _marks(container: av.container.InputContainer, out: Emitter) -> None:
    """State the encoder strings that stand in the first packet of each stream."""
    waiting = {s.index for s in container.streams if s.type in ("video", "audio")}
    found: list[str] = []
    video_streams.rewind(container)
    try:
        for count, packet in enumerate(container.demux()):
            if not waiting or count > _PACKETS_FOR_MARKS:
                break
            if packet.stream.index in waiting and packet.size:
                waiting.discard(packet.stream.index)
                found += marks.encoders(bytes(packet)[:_HEAD_BYTES])
    except video_streams.MEDIA_ERRORS:
        return
    for text in dict.fromkeys(found):
        out.record(Fact("mark.encoder", text))


def _missing(
    container: av.container.InputContainer,
    shown: list[av.video.stream.VideoStream],
    source: Source,
    out: Emitter,
) -> None:
    """State which kinds of stream the file has, and that it has none, if so."""
    out.record(Fact("video.streams", len(shown)))
    out.record(Fact("audio.streams", len(container.streams.audio)))
    if not shown and not container.streams.audio:
        raise Unreadable("damaged", "the file has no stream of pictures and none of sound")
    length = container.duration
    if length is None or length <= 0:
        said = "the container states no duration"
        out.record(
            Failure("read", "damaged", said) if not shown else Fact("video.no-duration", said)
        )
