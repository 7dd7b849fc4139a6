"""The contact sheet of a video: its keyframes in rows, each with its time below it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from wellfounded.extract.untrusted.video_keyframes import Keyframe, clock

_COLUMNS: Final = 6
_TILE_PX: Final = 160
_LINE_PX: Final = 18
_GAP_PX: Final = 6
_PAPER: Final = (20, 22, 26)
_INK: Final = (222, 224, 228)
_FONT: Final = ImageFont.load_default(12)  # Loaded here: in the jail no file can be opened.


def sheet(frames: Sequence[Keyframe], base: tuple[int, int]) -> tuple[bytes, int, int]:
    """Give one JPEG of all frames in reading order, with its width and height."""
    tiles = [_tile(f.picture) for f in frames]
    width, height = max(t.width for t in tiles), max(t.height for t in tiles)
    columns = min(_COLUMNS, len(tiles))
    rows = -(-len(tiles) // columns)
    step_x, step_y = width + _GAP_PX, height + _LINE_PX + _GAP_PX
    page = Image.new("RGB", (columns * step_x + _GAP_PX, rows * step_y + _GAP_PX), _PAPER)
    draw = ImageDraw.Draw(page)
    for number, (tile, frame) in enumerate(zip(tiles, frames, strict=True)):
        left = _GAP_PX + number % columns * step_x
        top = _GAP_PX + number // columns * step_y
        page.paste(tile, (left + (width - tile.width) // 2, top + (height - tile.height) // 2))
        text = "no time" if frame.pts is None else clock(frame.pts, base)
        draw.text((left + width // 2, top + height + 2), text, _INK, _FONT, anchor="ma")
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=75)
    return buffer.getvalue(), page.width, page.height


def _tile(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((_TILE_PX, _TILE_PX), Image.Resampling.BILINEAR)
    return small
