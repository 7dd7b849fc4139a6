"""The print of a picture: its local features and a small copy of its light (form `picture-2`).

`place` (n, 4) float32: left, top and diameter of each feature in shares of the picture's height,
and its turn in radians; `look` (n, 64) uint8, 128 numbers of four bits;
`light` (128, 128) uint8, the light of equal parts of
the picture; `size` (1, 2) uint32, width and height as shown. A flat picture has no features.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageOps

from wellfounded.copies.print import pack
from wellfounded.extract.untrusted import heic  # noqa: F401  it registers the opener of HEIC
from wellfounded.extract.untrusted.image_thumbnail import PICTURE_ERRORS, opened
from wellfounded.terms.decoding import Emitter, OverLimit, Settings, Source, Unreadable
from wellfounded.terms.record import Print

try:
    from wellfounded.copies.untrusted import local_features
except ImportError:  # The extra is not installed: the item says so when it is its turn.
    _READY = False
else:
    _READY = True

FORM: Final = "picture-2"
LONGEST: Final = 640
SPOTS: Final = 1000
LIGHT: Final = 128
_FLAT: Final = 3.0


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the print of a picture.

    Raises Unreadable `needs-extra` without the extra [copies], `damaged` where no pixel can be
    decoded, OverLimit `pixels` where the header claims more than the item may have.
    """
    if not _READY:
        step = "install wellfounded[copies] and build again"
        raise Unreadable("needs-extra", "needs [copies]", next=step)
    try:
        grey, size = _grey(source)
    except PICTURE_ERRORS as exc:
        raise Unreadable("damaged", "the picture cannot be decoded, so it is not compared") from exc
    out.record(Print("picture", FORM, "dense", out.blob(pack(_arrays(grey, size)))))


def _grey(source: Source) -> tuple[Image.Image, tuple[int, int]]:
    """Give the light of a picture at a size to compare, as shown, and its full width and height."""
    with opened(source.file) as image:
        if image.width * image.height > source.limits.pixels:
            raise OverLimit("pixels", source.limits.pixels)
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        size = (image.height, image.width) if turned else (image.width, image.height)
        if image.format == "JPEG":
            image.draft("L", (LONGEST, LONGEST))
        plain = (
            image.convert("RGBA")
            if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA")
            else None
        )
        if plain is not None:
            flat = Image.new("RGB", plain.size, "white")
            flat.paste(plain, mask=plain.getchannel("A"))
        elif image.mode.startswith("I;16"):
            flat = image.convert("I").point(lambda v: v * (1 / 256)).convert("L")
        else:
            flat = image if image.mode in ("L", "RGB") else image.convert("RGB")
        flat = flat.convert("L")
        scale = LONGEST / max(flat.size)
        to = tuple(max(round(n * scale), 1) for n in flat.size)
        how = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
        small = flat.resize((to[0], to[1]), how, reducing_gap=3.0)
        return ImageOps.exif_transpose(_with_turn(small, image)), size


def _with_turn(small: Image.Image, image: Image.Image) -> Image.Image:
    turn = image.getexif().get(0x0112, 1)
    exif = small.getexif()
    exif[0x0112] = turn
    small.info["exif"] = exif.tobytes()
    return small


def _arrays(grey: Image.Image, size: tuple[int, int]) -> dict[str, np.ndarray]:
    pixels = np.asarray(grey, np.uint8)
    light = np.asarray(grey.resize((LIGHT, LIGHT), Image.Resampling.BOX), np.uint8)
    flat = float(light.std()) < _FLAT or min(pixels.shape) < 8
    found = local_features.none() if flat else local_features.spots(pixels, SPOTS)
    return {
        "place": found.places,
        "look": found.looks,
        "light": light,
        "size": np.array([size], np.uint32),
    }
