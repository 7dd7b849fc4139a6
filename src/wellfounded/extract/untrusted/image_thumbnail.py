"""Small pictures of a picture: turned as shown, without metadata, so that a report never carries
the hostile bytes.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import BinaryIO, Final

from PIL import Image, ImageFile, ImageOps

from wellfounded.terms.decoding import Emitter
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Picture

LONGEST_PX: Final = 480
_QUALITY: Final = 80

PICTURE_ERRORS: Final = (
    OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, AttributeError,
    ArithmeticError,
    RuntimeError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
"""What the picture library raises on damaged bytes; anything else is a defect and ends the
reading as a crash.
"""

Image.MAX_IMAGE_PIXELS = None  # The limit is the item's own, checked before any pixel is decoded.
Image.init()
warnings.filterwarnings("ignore", module="PIL")  # What is damaged is said in records.


def opened(file: BinaryIO) -> Image.Image:
    """Open a picture without decoding it; raises one of PICTURE_ERRORS."""
    file.seek(0)
    return Image.open(file)


def thumbnail(image: Image.Image, longest: int = LONGEST_PX) -> tuple[bytes, int, int]:
    """Give a JPEG of at most `longest` pixels a side, as shown, with its width and height."""
    if image.format == "JPEG":
        image.draft("RGB", (longest, longest))
    image.load()
    small = image if image.mode in ("RGB", "L") else _plain(image)
    small.thumbnail((longest, longest), Image.Resampling.BILINEAR, reducing_gap=2.0)
    turned = ImageOps.exif_transpose(small)
    buffer = io.BytesIO()
    turned.convert("RGB").save(buffer, "JPEG", quality=_QUALITY, exif=b"", icc_profile=None)
    return buffer.getvalue(), turned.width, turned.height


def partial_thumbnail(file: BinaryIO) -> tuple[bytes, int, int]:
    """Give the thumbnail of what can be decoded of a picture that is cut short."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return thumbnail(opened(file))
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def hand_over(out: Emitter, role: str, made: tuple[bytes, int, int], locus: Locus) -> None:
    """Hand over a made JPEG as a blob and the Picture that names it."""
    data, width, height = made
    out.record(Picture(role, out.blob(data), width, height, locus))


def _plain(image: Image.Image) -> Image.Image:
    """Give any mode as RGB: transparency over white, 16-bit grey scaled to 8."""
    exif = image.getexif()
    if image.mode.startswith("I;16"):
        plain = image.convert("I").point(lambda v: v * (1 / 256)).convert("L")
    elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        plain = Image.new("RGB", image.size, "white")
        plain.paste(rgba, mask=rgba.getchannel("A"))
    else:
        plain = image.convert("RGB")
    plain.info["exif"] = exif.tobytes() if exif else b""
    return plain
