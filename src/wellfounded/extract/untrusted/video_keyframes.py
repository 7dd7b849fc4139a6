"""Keyframes of a video: at most a fixed number, spread evenly over its length, found by seeking
rather than reading on.

Only key frames are decoded. Where the file has an index, a ten-hour recording costs as much as a
short one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import av
import av.container
from PIL import Image

from wellfounded.extract.untrusted.video_streams import MEDIA_ERRORS, rewind

MOST: Final = 60
LONGEST_PX: Final = 320
_INDEX_READ: Final = 20_000
_SEQUENTIAL_BYTES: Final = 256 * 1024 * 1024
_PACKETS_AFTER_SEEK: Final = 300
_QUALITY: Final = 75

Video = av.video.stream.VideoStream
Container = av.container.InputContainer


@dataclass(frozen=True, slots=True)
class Keyframe:
    """One key frame as shown (turned, square pixels): its picture and its time in units of the
    stream's base.

    `pts` is None where the file gives the frame no time; `turned` is the turn to the left in
    degrees.
    """

    picture: Image.Image
    pts: int | None
    length: int
    turned: int = 0

    def jpeg(self) -> bytes:
        """Give the picture as a JPEG without metadata."""
        buffer = io.BytesIO()
        self.picture.save(buffer, "JPEG", quality=_QUALITY)
        return buffer.getvalue()


def keyframes(container: Container, stream: Video, size: int) -> Iterator[Keyframe]:
    """Give key frames in order of time; raises one of MEDIA_ERRORS only where not even the first
    can be reached.
    """
    stream.codec_context.skip_frame = "NONKEY"
    times = _times(container, stream, size)
    if times is None:
        yield from _read_on(container, stream)
        return
    given: set[int | None] = set()
    for time in times:
        frame = _at(container, stream, time)
        if frame is not None and (frame.pts is None or frame.pts not in given):
            given.add(frame.pts)
            yield _shown(frame)


def _times(container: Container, stream: Video, size: int) -> list[int] | None:
    """Give the times to seek to; None where the file must be read from its start to its end."""
    index = stream.index_entries
    length = _length(container, stream)
    if len(index) < 2 and length and container.format.name.startswith("matroska"):
        _at(container, stream, length // 2)  # The cue table is read at the first seek.
        index = stream.index_entries
    if 1 < len(index) <= _INDEX_READ:
        keys = sorted({e.timestamp for e in index if e.is_keyframe})
        if keys:
            return _between(keys)
    if length and (len(index) > _INDEX_READ or size > _SEQUENTIAL_BYTES):
        start = stream.start_time or 0
        return [start + i * length // MOST for i in range(MOST)]
    return None


def _between(keys: list[int]) -> list[int]:
    """Give a time inside each key frame's group, at most MOST of them.

    The index counts decoding times and seeking presentation times: the middle of a group is
    safe from the distance between the two.
    """
    ends = [*keys[1:], 2 * keys[-1] - keys[-2] if len(keys) > 1 else keys[-1]]
    middles = [(a + b) // 2 for a, b in zip(keys, ends, strict=True)]
    if len(middles) <= MOST:
        return middles
    return [middles[i * len(middles) // MOST] for i in range(MOST)]


def _length(container: Container, stream: Video) -> int:
    if stream.duration and stream.duration > 0:
        return stream.duration
    if container.duration and container.duration > 0 and stream.time_base:
        return int(container.duration / 1_000_000 / stream.time_base)
    return 0


def _at(container: Container, stream: Video, time: int) -> av.VideoFrame | None:
    """Give the key frame at or before a time; None where nothing can be decoded there."""
    try:
        container.seek(time, stream=stream)
        for count, packet in enumerate(container.demux(stream)):
            if count > _PACKETS_AFTER_SEEK:
                return None
            frames = _decode(stream, packet) if packet.is_keyframe or packet.dts is None else []
            if frames:
                return frames[0]
    except MEDIA_ERRORS:
        return None
    return None


def _decode(stream: Video, packet: av.Packet[Video]) -> list[av.VideoFrame]:
    """Decode one key frame alone: a decoder that waits for frames to reorder is told there are
    none.
    """
    try:
        frames = stream.codec_context.decode(packet)
        if packet.size:
            frames += stream.codec_context.decode(None)
    finally:
        stream.codec_context.flush_buffers()
    return frames


def _read_on(container: Container, stream: Video) -> Iterator[Keyframe]:
    """Read the file through, keeping every n-th key frame: n doubles whenever there are too many."""
    kept: list[Keyframe] = []
    every, met = 1, 0
    rewind(container)
    try:
        for packet in container.demux(stream):
            if not packet.is_keyframe or not packet.size:
                continue
            for frame in _decode(stream, packet):
                if met % every == 0:
                    kept.append(_shown(frame))
                met += 1
            if len(kept) >= 2 * MOST:
                kept, every = kept[::2], every * 2
    except MEDIA_ERRORS:
        if not kept:
            raise
    yield from kept[:: 2 if len(kept) > MOST else 1]


def _shown(frame: av.VideoFrame) -> Keyframe:
    """Make the small picture of a frame: square pixels, turned by its display matrix."""
    width, height = _small(frame)
    small = frame.reformat(width, height, "rgb24", interpolation="FAST_BILINEAR", threads=1)
    picture = Image.fromarray(small.to_ndarray())
    if frame.rotation % 360:
        picture = picture.rotate(frame.rotation, expand=True)
    return Keyframe(picture, frame.pts, max(frame.duration or 1, 1), frame.rotation)


def _small(frame: av.VideoFrame) -> tuple[int, int]:
    ratio = min(LONGEST_PX / max(frame.width, frame.height, 1), 1.0)
    return max(round(frame.width * ratio), 2), max(round(frame.height * ratio), 2)


def clock(pts: int, base: tuple[int, int]) -> str:
    """Give a time as hours, minutes, seconds and thousandths."""
    total = pts * base[0] * 1000 // base[1]
    sign, total = ("-", -total) if total < 0 else ("", total)
    return f"{sign}{total // 3_600_000:02d}:{total // 60_000 % 60:02d}:{total // 1000 % 60:02d}.{total % 1000:03d}"
