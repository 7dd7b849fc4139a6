"""What the bytes around a picture say: EXIF, XMP, IPTC, text, tables, manifests and data after
the end.
"""

from __future__ import annotations

import io
from typing import BinaryIO, Final

from wellfounded.extract.untrusted import (
    exif,
    exif_facts,
    image_iptc,
    image_jpeg,
    image_png,
    marks,
    xmp,
)
from wellfounded.extract.untrusted.image_thumbnail import (
    PICTURE_ERRORS,
    hand_over,
    opened,
    thumbnail,
)
from wellfounded.extract.untrusted.tagtext import text_of
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, RawName

_EXIF: Final = b"Exif\0\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP: Final = b"Photoshop 3.0\0"
_THUMBNAIL_BYTES: Final = 1 << 20
_CHUNK: Final = 1 << 20

Shape = tuple[int, int] | None
"""Width and height of the picture in pixels as stored, where it could be opened."""


def state_exif(file: BinaryIO, start: int, source: Source, out: Emitter, shape: Shape) -> None:
    """Hand over the EXIF facts of the TIFF structure at `start`, and its embedded thumbnail as a
    picture of its own.
    """
    tags = list(exif.walk(file, start))
    exif_facts.state(tags, out)
    found = {t.name: t.whole for t in tags if t.directory == "ifd1"}
    offset, size = found.get("JpegIFOffset"), found.get("JpegIFByteCount")
    if not offset or not size or size > _THUMBNAIL_BYTES:
        return
    file.seek(start + offset)
    try:
        image = opened(io.BytesIO(file.read(size)))
        _compare(image.size, shape, out)
        hand_over(out, "embedded-thumbnail", thumbnail(image), Locus(source.digest))
    except PICTURE_ERRORS as exc:
        out.record(Fact("image.embedded-thumbnail.damaged", str(exc)[:200]))


def _compare(small: tuple[int, int], shape: Shape, out: Emitter) -> None:
    """State the size of an embedded thumbnail, and that its shape is another than the picture's."""
    out.record(Fact("image.embedded-thumbnail.size", f"{small[0]} x {small[1]}"))
    if shape is None or 0 in (*small, *shape):
        return
    inner, outer = small[0] / small[1], shape[0] / shape[1]
    if abs(inner / outer - 1) > 0.02 + 1 / min(small):
        said = f"width to height {inner:.3f}, the picture's {outer:.3f}; cameras may add bars,"
        out.record(Fact("mark.embedded-thumbnail.shape", f"{said} cropping also does this"))


def state_exif_bytes(data: bytes, source: Source, out: Emitter, shape: Shape) -> None:
    """Hand over the EXIF facts of bytes that a WebP, PNG or HEIF file carries."""
    body = data.removeprefix(_EXIF)
    state_exif(io.BytesIO(body), 0, source, out, shape)


def jpeg(source: Source, out: Emitter, shape: Shape) -> None:
    """Hand over what the segments of a JPEG say."""
    last: image_jpeg.Segment | None = None
    manifest = b""
    for segment in image_jpeg.segments(source.file):
        last = segment
        if segment.marker == 0xE1 and segment.data.startswith(_EXIF):
            state_exif(source.file, segment.offset + 10, source, out, shape)
        elif segment.marker == 0xE1 and segment.data.startswith(_XMP):
            xmp.state(segment.data[len(_XMP) :], out)
        elif segment.marker == 0xED and segment.data.startswith(_PHOTOSHOP):
            image_iptc.state(segment.data[len(_PHOTOSHOP) :], out)
        elif segment.marker == 0xEB and marks.is_manifest(segment.data[8:]):
            manifest += segment.data[8:]
        elif segment.marker == 0xFE:
            out.record(Fact("image.comment", text_of(segment.data)))
        _coding(segment, out)
    if manifest:
        marks.state_manifest(out, len(manifest), manifest, "APP11 segments")
    if last is not None and last.marker == 0xD9:
        _trailing(source, last.offset + 2, out)


def _coding(segment: image_jpeg.Segment, out: Emitter) -> None:
    if segment.marker == 0xDB and 0 in (found := image_jpeg.tables(segment)):
        estimate, exact = image_jpeg.quality(found[0])
        form = (
            "the scaled example tables" if exact else "tables of its own, nearest to the example at"
        )
        out.record(Fact("mark.jpeg.tables", f"{form}, quality {estimate}"))
    elif (frame := image_jpeg.frame(segment)) is not None:
        out.record(Fact("mark.jpeg.coding", f"{frame.process}, {frame.bits} bits"))
        out.record(Fact("mark.jpeg.subsampling", frame.subsampling))


def png(source: Source, out: Emitter, shape: Shape) -> None:
    """Hand over what the chunks of a PNG say."""
    for chunk in image_png.chunks(source.file):
        if chunk.kind == b"eXIf":
            state_exif_bytes(chunk.data, source, out, shape)
        elif chunk.kind == b"caBX":
            marks.state_manifest(out, chunk.size, chunk.data, "a caBX chunk")
        elif chunk.kind == b"tIME" and (written := image_png.time(chunk)):
            out.record(Fact("png.modified", written, when=_moment(written)))
        elif chunk.data and (pair := image_png.text(chunk)) is not None:
            _png_text(*pair, out)
        elif chunk.kind == b"IEND":
            _trailing(source, chunk.end, out)


def _png_text(keyword: str, value: str, out: Emitter) -> None:
    if keyword.startswith("XML:com.adobe.xmp"):
        xmp.state(value.encode("utf-8", "replace"), out)
        return
    key = "".join(c for c in keyword if c.isascii() and (c.isalnum() or c in "-_"))[:60]
    when = _moment(value) if keyword.startswith(("date:", "Creation Time")) else None
    out.record(Fact(f"png.text.{key or 'unnamed'}", value, when=when))


def webp(source: Source, out: Emitter) -> None:
    """Hand over whether a WebP file goes on after its RIFF chunk, and whether it carries a
    manifest.
    """
    source.file.seek(0)
    head = source.file.read(12)
    end = 8 + int.from_bytes(head[4:8], "little")
    at = 12
    while at + 8 <= min(end, source.size):
        source.file.seek(at)
        chunk = source.file.read(8)
        size = int.from_bytes(chunk[4:8], "little")
        if chunk[:4] == b"C2PA":
            marks.state_manifest(out, size, source.file.read(min(size, _CHUNK)), "a C2PA chunk")
        at += 8 + size + size % 2
    _trailing(source, end + end % 2, out)


def _trailing(source: Source, end: int, out: Emitter) -> None:
    """State what stands after the end of the picture; a video, archive or document there becomes
    an item of its own.
    """
    size = source.size - end
    if size <= 0:
        return
    source.file.seek(end)
    kind = marks.kind_of(source.file.read(4096))
    out.record(Fact("mark.trailing", f"{size} bytes after the end of the picture: {kind}"))
    if kind not in marks.MEMBER_KINDS:
        return
    name = RawName.of_path(f"after-the-picture-at-{end}".encode())
    writer = out.member(name, relation="embedded", facts=(("offset", str(end)),))
    source.file.seek(end)
    while data := source.file.read(_CHUNK):
        writer.write(data)
    writer.close()


def _moment(text: str) -> Moment | None:
    try:
        return Moment.parse(text)
    except Mistaken:
        return None
