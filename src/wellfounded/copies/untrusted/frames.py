"""Frames at given times, as arrays: what is laid side by side when a copy is shown. Pictures give themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import av
import av.container
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from wellfounded.copies.print import Array, pack
from wellfounded.extract.untrusted import video_streams
from wellfounded.extract.untrusted.kind import identify
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Print

FORM: Final = "frames-1"
_MOST_FRAMES: Final = 60
_LONGEST_PX: Final = 480
_AHEAD: Final = 600

Pixels = NDArray[np.uint8]


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over a print of form `frames-1`: `f00`, `f01`, ... (h, w, 3) uint8 as shown, and `time`, microseconds.

    Setting `times`: microseconds on the item's own clock, in order; of a picture one frame is given whatever it says. A time
    beyond the end gives no frame. Raises Unreadable `unsupported` for what has no frames, `damaged`.
    """
    kind = identify(source).kind
    times = [int(t) for t in settings.get("times", ())][:_MOST_FRAMES]
    if kind == "image":
        found = [(0, _picture(source))]
    elif kind == "video":
        found = list(_frames(source, sorted(times)))
    else:
        raise Unreadable("unsupported", "this has no pictures to lay side by side")
    arrays: dict[str, Array] = {f"f{n:02d}": pixels for n, (_, pixels) in enumerate(found)}
    arrays["time"] = np.array([t for t, _ in found], np.int64)
    out.record(Print("frames", FORM, "dense", out.blob(pack(arrays))))


def _picture(source: Source) -> Pixels:
    source.file.seek(0)
    try:
        with Image.open(source.file) as opened:
            opened.draft("RGB", (2 * _LONGEST_PX, 2 * _LONGEST_PX))
            turned = _upright(opened)
            turned.thumbnail((_LONGEST_PX, _LONGEST_PX))
            return np.asarray(turned.convert("RGB"), np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:
        raise Unreadable("damaged", "the picture cannot be decoded") from exc


def _upright(picture: Image.Image) -> Image.Image:
    return ImageOps.exif_transpose(picture) or picture


def _frames(source: Source, times: list[int]) -> Iterator[tuple[int, Pixels]]:
    """Give the frame shown at each time, read on from the key frame before it."""
    with video_streams.opened(source.file) as container:
        shown = [s for s in container.streams.video if not video_streams.attached(s)]
        if not shown or not video_streams.decodable(shown[0]):
            raise Unreadable("unsupported", "no stream of pictures can be decoded")
        begin = (container.start_time or 0) / 1_000_000
        for time in times:
            frame = _at(container, shown[0], time / 1_000_000 + begin)
            if frame is not None:
                yield time, _small(frame)


def _at(
    container: av.container.InputContainer, stream: av.video.stream.VideoStream, second: float
) -> av.VideoFrame | None:
    """Give the last frame that begins at or before a second; None where nothing can be decoded there."""
    last = None
    try:
        container.seek(max(int(second / float(stream.time_base or 1)), 0), stream=stream)
        for count, frame in enumerate(container.decode(stream)):
            if frame.time is None or frame.time > second + 0.001 or count > _AHEAD:
                return last or frame
            last = frame
    except video_streams.MEDIA_ERRORS:
        return last
    return last


def _small(frame: av.VideoFrame) -> Pixels:
    ratio = min(_LONGEST_PX / max(frame.width, frame.height, 1), 1.0)
    width, height = max(round(frame.width * ratio), 2), max(round(frame.height * ratio), 2)
    pixels = frame.reformat(width, height, "rgb24", threads=1).to_ndarray().astype(np.uint8)
    turns = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(pixels, turns))
