"""Pictures: size, form, what the bytes around them say, and a small copy to look at.

Reads JPEG, PNG, GIF, WebP, TIFF, BMP, HEIC and AVIF. Widths and heights are pixels as stored; the
thumbnail is turned as shown. No pixel is decoded before the item's limit on pixels has been
compared with what the header claims.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageCms

from wellfounded.extract.untrusted import heic, image_structure, xmp
from wellfounded.extract.untrusted.image_png import SIGNATURE
from wellfounded.extract.untrusted.image_thumbnail import (
    PICTURE_ERRORS,
    hand_over,
    opened,
    partial_thumbnail,
    thumbnail,
)
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.terms.decoding import Emitter, OverLimit, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure

_TURNS: Final = {
    2: "mirrored", 3: "turned by 180 degrees", 4: "mirrored and turned by 180 degrees",
    5: "mirrored and turned left",
    6: "turned right by 90 degrees", 7: "mirrored and turned right", 8: "turned left by 90 degrees",
}  # fmt: skip
_MAX_FRAMES: Final = 10_000
_MODES: Final = {"1": 1, "I;16": 16, "I;16B": 16, "I;16L": 16, "I": 32, "F": 32}


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the facts and thumbnail of a picture; raises Unreadable `damaged` when it cannot
    be opened at all.
    """
    try:
        image = opened(source.file)
    except PICTURE_ERRORS as exc:
        _structure(source, out, None)
        raise Unreadable("damaged", f"the picture cannot be opened: {_why(exc)}") from exc
    with image:
        _state(image, out)
        _structure(source, out, image.size)
        if image.width * image.height > source.limits.pixels:
            raise OverLimit("pixels", source.limits.pixels)
        _around(image, source, out)
        _show(image, source, out)


def _structure(source: Source, out: Emitter, shape: image_structure.Shape) -> None:
    """Read what stands around the pixels by the signature of the file, which needs no picture
    library.
    """
    source.file.seek(0)
    head = source.file.read(16)
    if head.startswith(b"\xff\xd8"):
        image_structure.jpeg(source, out, shape)
    elif head.startswith(SIGNATURE):
        image_structure.png(source, out, shape)
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        image_structure.webp(source, out)
    elif head[:4] in (b"II*\0", b"MM\0*"):
        image_structure.state_exif(source.file, 0, source, out, shape)
    elif head[4:8] == b"ftyp":
        heic.state(source, out)


def _state(image: Image.Image, out: Emitter) -> None:
    out.record(Fact("image.format", image.format or "unknown"))
    out.record(Fact("image.width", image.width))
    out.record(Fact("image.height", image.height))
    out.record(Fact("image.mode", image.mode))
    out.record(Fact("image.bits", _MODES.get(image.mode, 8)))
    frames = _frames(image)
    if frames != 1:
        out.record(Fact("image.frames", frames))


def _frames(image: Image.Image) -> int:
    try:
        count = int(getattr(image, "n_frames", 1))
        image.seek(0)
    except PICTURE_ERRORS:
        return 1
    return min(count, _MAX_FRAMES)


def _around(image: Image.Image, source: Source, out: Emitter) -> None:
    """State what only the picture library can reach: EXIF and XMP inside HEIF and WebP, colour
    profile, orientation.
    """
    if image.format not in ("JPEG", "MPO", "PNG", "TIFF"):
        if data := image.info.get("exif"):
            image_structure.state_exif_bytes(bytes(data), source, out, image.size)
        if packet := image.info.get("xmp"):
            xmp.state(bytes(packet), out)
    elif image.format == "TIFF" and (packet := image.info.get("xmp")):
        xmp.state(bytes(packet), out)
    try:
        turn = image.info.get("original_orientation") or image.getexif().get(0x0112, 1)
    except PICTURE_ERRORS:
        turn = 1
    if turn in _TURNS:
        out.record(Fact("image.orientation", f"shown {_TURNS[turn]}"))
    if profile := image.info.get("icc_profile"):
        out.record(Fact("image.colour-profile", _profile(profile)))


def _profile(data: bytes) -> str:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
        return short(profile.profile_description or "unnamed")
    except (ImageCms.PyCMSError, *PICTURE_ERRORS):
        return f"{len(data)} bytes, not readable"


def _show(image: Image.Image, source: Source, out: Emitter) -> None:
    locus = Locus(source.digest)
    try:
        hand_over(out, "thumbnail", thumbnail(image), locus)
    except MemoryError as exc:
        raise OverLimit("memory_bytes", source.limits.memory_bytes) from exc
    except PICTURE_ERRORS as exc:
        out.record(
            Failure("read", "damaged", f"the pixels cannot be decoded whole: {_why(exc)}", locus)
        )
        _show_part(source, out, locus)


def _show_part(source: Source, out: Emitter, locus: Locus) -> None:
    try:
        hand_over(out, "thumbnail", partial_thumbnail(source.file), locus)
    except MemoryError as exc:
        raise OverLimit("memory_bytes", source.limits.memory_bytes) from exc
    except PICTURE_ERRORS as exc:
        out.record(Failure("read", "damaged", f"no pixel can be shown: {_why(exc)}", locus))


def _why(exc: BaseException) -> str:
    """Give the reason without what a Python object prints of itself."""
    text = short(str(exc)) or type(exc).__name__
    return "its form is not one we know" if "BytesIO" in text or "identify" in text else text[:200]
