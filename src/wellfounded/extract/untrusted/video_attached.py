"""Pictures and files attached to a video or sound file: covers are shown small, attachments
become items.
"""

from __future__ import annotations

import io

import av
import av.container

from wellfounded.extract.untrusted.image_thumbnail import (
    PICTURE_ERRORS,
    hand_over,
    opened,
    thumbnail,
)
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.extract.untrusted.video_streams import MEDIA_ERRORS, attached, rewind
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, RawName


def state(container: av.container.InputContainer, source: Source, out: Emitter) -> None:
    """Hand over each attached picture as an embedded thumbnail, and each attached file as a
    member.
    """
    for stream in container.streams.video:
        if attached(stream):
            _cover(container, stream, source, out)
    for other in container.streams.attachments:
        name = short(other.metadata.get("filename") or other.name or "attachment")
        kind = short(other.mimetype or "unknown")
        raw = RawName.of_path(name.encode("utf-8"))
        writer = out.member(raw, relation="embedded", facts=(("mime", kind),))
        writer.write(other.data)
        writer.close()


def _cover(
    container: av.container.InputContainer,
    stream: av.video.stream.VideoStream,
    source: Source,
    out: Emitter,
) -> None:
    try:
        rewind(container)
        packet = next((p for p in container.demux(stream) if p.size), None)
        if packet is None:
            return
        image = opened(io.BytesIO(bytes(packet)))
        out.record(Fact("container.attached-picture", f"{image.width} x {image.height}"))
        if image.width * image.height <= source.limits.pixels:
            hand_over(out, "embedded-thumbnail", thumbnail(image), Locus(source.digest))
    except (*MEDIA_ERRORS, *PICTURE_ERRORS) as exc:
        what = f"an attached picture cannot be decoded: {short(str(exc))[:200]}"
        out.record(Failure("read", "damaged", what))
