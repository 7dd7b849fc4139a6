"""Pages to be read by a machine: frames of a picture and pages of a PDF, as pixels with the scale
back to the page.

Boxes on the result are given back in thousandths of a pixel of the picture as shown, or of a
point of the PDF page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageOps

from wellfounded.extract.untrusted import heic
from wellfounded.extract.untrusted.image_thumbnail import PICTURE_ERRORS, opened
from wellfounded.terms.decoding import OverLimit, Source, Unreadable

DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
_MAX_FRAMES: Final = 500

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
_OPENERS: Final = heic  # Importing it registers HEIC and AVIF.


@dataclass(frozen=True, slots=True)
class Page:
    """One page as (height, width, 3) uint8 in blue, green, red; `scale` is pixels a unit of the
    page.

    `number` is the PDF page from 1, `frame` the frame of a picture of several; the other is None.
    """

    pixels: Pixels
    scale: float
    number: int | None = None
    frame: int | None = None


def pages(source: Source, wanted: Sequence[int]) -> Iterator[Page]:
    """Give the wanted pages of a PDF (all if none are named), or every frame of a picture."""
    source.file.seek(0)
    if b"%PDF-" in source.file.read(1024):
        yield from _pdf(source, wanted)
    else:
        yield from _picture(source)


def _pdf(source: Source, wanted: Sequence[int]) -> Iterator[Page]:
    source.file.seek(0)
    scale = DOTS_PER_INCH / _POINTS_PER_INCH
    try:
        document = pdfium.PdfDocument(source.file)
        count = len(document)
    except pdfium.PdfiumError as exc:
        raise Unreadable("damaged", f"the PDF cannot be opened to be drawn: {exc}") from exc
    for number in wanted or range(1, count + 1):
        if not 1 <= number <= count:
            continue
        if number > source.limits.pages:
            raise OverLimit("pages", source.limits.pages)
        page = document[number - 1]
        width, height = page.get_size()
        if width * height * scale * scale > source.limits.pixels:
            raise OverLimit("pixels", source.limits.pixels)
        bitmap = page.render(scale=scale, rev_byteorder=False)
        pixels = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        page.close()
        yield Page(pixels, scale, number=number)


def _picture(source: Source) -> Iterator[Page]:
    try:
        image = opened(source.file)
        if image.width * image.height > source.limits.pixels:
            raise OverLimit("pixels", source.limits.pixels)
        frames = 1 if image.format in ("GIF", "WEBP", "PNG", "AVIF") else _frames(image)
        for frame in range(frames):
            image.seek(frame)
            yield Page(_pixels(image), 1.0, frame=frame if frames > 1 else None)
    except PICTURE_ERRORS as exc:
        raise Unreadable("damaged", f"the picture cannot be decoded: {str(exc)[:200]}") from exc


def _frames(image: Image.Image) -> int:
    count = int(getattr(image, "n_frames", 1))
    image.seek(0)
    return min(count, _MAX_FRAMES) if image.format == "TIFF" else 1


def _pixels(image: Image.Image) -> Pixels:
    """Give a frame as shown, transparency over white."""
    shown = ImageOps.exif_transpose(image)
    if shown.mode in ("RGBA", "LA", "PA", "P"):
        rgba = shown.convert("RGBA")
        shown = Image.new("RGB", rgba.size, "white")
        shown.paste(rgba, mask=rgba.getchannel("A"))
    return np.asarray(shown.convert("RGB"))[:, :, ::-1].copy()
