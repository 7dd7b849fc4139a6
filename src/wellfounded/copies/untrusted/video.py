"""The print of a video, part by part as it is decoded (form `video-1`; shapes in `video_taking`).

Settings: `pass` is `first` (key frames alone) or `dense` (every frame; the default). Memory is
bounded by a frame and a part, not by the film. Times are those of the frames, from where the
container begins.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import av
import av.container

from wellfounded.copies.print import pack
from wellfounded.extract.untrusted import video_streams
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact, Failure, Print

try:
    from wellfounded.copies.untrusted.video_taking import Taking
except ImportError:  # The extra is not installed: the item says so when it is its turn.
    _READY = False
else:
    _READY = True

FORM: Final = "video-1"
STAGE: Final = "print-video"
_SECOND: Final = 1_000_000
_LONGEST_US: Final = 200_000 * _SECOND
_USUAL_RATE: Final = 25

Video = av.video.stream.VideoStream


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the print of the first stream of moving pictures; a file without one says so.

    Where decoding breaks off, a Failure says when, and the print of what came before stays. Raises
    Unreadable `needs-extra` without the extra [copies], `damaged` where no frame can be decoded.
    """
    if not _READY:
        step = "install wellfounded[copies] and build again"
        raise Unreadable("needs-extra", "needs [copies]", next=step)
    first = settings.get("pass") == "first"
    with video_streams.opened(source.file) as container:
        shown = [s for s in container.streams.video if not video_streams.attached(s)]
        streams = [s for s in shown if video_streams.decodable(s)]
        if not streams:
            out.record(Fact("print.video", "there are no moving pictures that can be decoded"))
            return
        _decode(container, streams[0], out, first)
        if len(shown) > 1:
            out.record(Fact("print.video", f"the first of {len(shown)} picture streams was seen"))


def _decode(
    container: av.container.InputContainer, stream: Video, out: Emitter, first: bool
) -> None:
    context = stream.codec_context
    if first:
        context.skip_frame = "NONKEY"
    context.options = {"skip_loop_filter": "all" if first else "noref"}
    seen = _Seen(container, stream, out, first)
    stopped = ""
    try:
        for frame in container.decode(stream):
            seen.frame(frame)
            if seen.at > _LONGEST_US:
                stopped = f"longer than {_LONGEST_US // _SECOND} s"
                break
    except video_streams.MEDIA_ERRORS as exc:
        stopped = video_streams.reason(exc)
    seen.finish(stopped)


class _Seen:
    """The frames of one stream, put on one clock and handed over in parts."""

    def __init__(
        self, container: av.container.InputContainer, stream: Video, out: Emitter, first: bool
    ) -> None:
        self.out, self.first = out, first
        self.base = stream.time_base or Fraction(1, 1000)
        self.begin = container.start_time or 0
        self.usual = round(_SECOND / (stream.average_rate or _USUAL_RATE))
        self.aspect = float(stream.sample_aspect_ratio or 1) or 1.0
        self.taking: Taking | None = None
        self.at = self.until = 0
        self.untimed = 0

    def frame(self, frame: av.VideoFrame) -> None:
        """Take one frame; one without a time, or with one that goes back, follows the last."""
        if self.taking is None:
            self.taking = Taking(self._shown(frame), frame.rotation % 360, self.first)
            self.at = -1
        at = None if frame.pts is None else round(frame.pts * self.base * _SECOND) - self.begin
        if at is None or at <= self.at:
            self.untimed += 1
            at = max(self.until, self.at + 1)
        length = round((frame.duration or 0) * self.base * _SECOND)
        self.at, self.until = at, at + (length if 0 < length < 60 * _SECOND else self.usual)
        self.taking.take(frame, at, self.until)
        if self.taking.full:
            self._hand_over()

    def _shown(self, frame: av.VideoFrame) -> tuple[int, int]:
        width = max(round(frame.width * self.aspect), 1)
        return (frame.height, width) if frame.rotation % 180 else (width, frame.height)

    def _hand_over(self) -> None:
        if self.taking is not None:
            blob = self.out.blob(pack(self.taking.part()))
            self.out.record(Print("video", FORM, "first" if self.first else "dense", blob))

    def finish(self, stopped: str) -> None:
        """Hand over the last part, and say what was not seen."""
        if self.taking is None:
            why = f": {stopped}" if stopped else ""
            raise Unreadable("damaged", f"no frame can be decoded, so it is not compared{why}")
        self._hand_over()
        if stopped:
            what = f"the pictures break off at {self.until / _SECOND:.3f} s: {stopped}"
            self.out.record(Failure(STAGE, "damaged", what))
        if self.untimed:
            what = f"{self.untimed} of {self.taking.frames} frames have no usable time: each was placed after the one before"
            self.out.record(Fact("print.video", what))
