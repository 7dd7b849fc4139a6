"""Pictures as they go on a page: without the metadata that travels in a photograph."""

from __future__ import annotations

import base64
import io
import re
from typing import Final

from PIL import Image

_KEPT: Final = frozenset(((0xE0, b"JFIF"), (0xE2, b"ICC_"), (0xEE, b"Adob")))
"""Density, colour profile, the mark of the colour transform: segments of applications that decide how it looks."""
_SCAN: Final = 0xDA
_COMMENT: Final = 0xFE
_END: Final = 0xD9
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def bare_jpeg(data: bytes) -> bytes:
    """Give a JPEG with its coding byte for byte and without comments, EXIF, XMP and thumbnails (ITU-T T.81, B.1.1).

    What follows the picture's end is dropped. Raises ValueError for what is no JPEG.
    """
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        kind = data[at + 1]
        if data[at] != 0xFF:
            raise ValueError("a marker is missing")
        if kind == _END:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == _SCAN:
            follows = _MARKER.search(data, end)
            end = follows.start() if follows else len(data)
        if _decides(kind, data[at + 4 : at + 8]):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _decides(kind: int, name: bytes) -> bool:
    """Say whether a segment decides how the picture looks."""
    if 0xE0 <= kind <= 0xEF:
        return (kind, name) in _KEPT
    return kind != _COMMENT


def png(picture: Image.Image) -> bytes:
    """Give the pixels as PNG, with nothing else; transparent ones stand on white."""
    if picture.mode not in ("L", "RGB"):
        if "A" in picture.getbands() or "transparency" in picture.info:
            full = picture.convert("RGBA")
            white = Image.new("RGBA", full.size, "white")
            picture = Image.alpha_composite(white, full)
        picture = picture.convert("RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "PNG", compress_level=6)
    return out.getvalue()


def wrapped(data: bytes, kind: str, size: tuple[int, int]) -> bytes:
    """Give a picture as the text the typesetter takes files as: an SVG that holds nothing else."""
    wide, high = size
    coded = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="data:image/{kind};base64,{coded}"/></svg>'
    ).encode()
