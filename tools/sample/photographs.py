"""Photographs of the sample case, with what a telephone writes beside the pixels.

Every position is open sea in the southern Indian Ocean, hundreds of kilometres from any land: the
valley is invented and nobody lives there.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, ImageOps
from sources import source

SEA = {"line": (-44.6127, 79.4032), "terrace": (-44.6190, 79.4115)}
"""Where the telephone says it stood, in degrees: south of 44 S, near 79 E."""


@dataclass(frozen=True, slots=True)
class Shot:
    """What the camera says: model, local time as EXIF writes it, zone or none, position or none."""

    model: str
    taken: str
    zone: str = ""
    position: tuple[float, float] | None = None


def _degrees(value: float) -> tuple[float, float, float]:
    whole = abs(value)
    minutes = (whole - int(whole)) * 60
    return float(int(whole)), float(int(minutes)), round((minutes - int(minutes)) * 60, 2)


def _exif(shot: Shot) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Orbis", shot.model
    exif[ExifTags.Base.Software] = "Orbis Camera 4.1"
    exif[ExifTags.Base.DateTime] = shot.taken
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = shot.taken
    inner[ExifTags.Base.DateTimeDigitized] = shot.taken
    inner[ExifTags.Base.ExposureTime], inner[ExifTags.Base.FNumber] = 1 / 240, 1.8
    inner[ExifTags.Base.ISOSpeedRatings] = 100
    if shot.zone:
        inner[ExifTags.Base.OffsetTimeOriginal] = shot.zone
    if shot.position:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude, longitude = shot.position
        gps[ExifTags.GPS.GPSLatitudeRef] = "S" if latitude < 0 else "N"
        gps[ExifTags.GPS.GPSLatitude] = _degrees(latitude)
        gps[ExifTags.GPS.GPSLongitudeRef] = "W" if longitude < 0 else "E"
        gps[ExifTags.GPS.GPSLongitude] = _degrees(longitude)
    return exif


def _open(folder: Path, name: str) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(source(folder, name)))).convert("RGB")


def _fit(picture: Image.Image, width: int) -> Image.Image:
    size = (width, round(picture.height * width / picture.width))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image, quality: int, shot: Shot | None = None) -> bytes:
    out = io.BytesIO()
    extra = {"exif": _exif(shot)} if shot else {}
    picture.save(out, "JPEG", quality=quality, **extra)
    return out.getvalue()


def railway(folder: Path) -> bytes:
    """The line into Kerrin: valley time written with its zone, and a position."""
    shot = Shot("P40", "2024:09:05 09:14:12", "+04:00", SEA["line"])
    return _jpeg(_fit(_open(folder, "railway"), 1280), 82, shot)


def railway_forwarded(folder: Path) -> bytes:
    """The same picture as a messenger forwards it: smaller, and nothing written beside it."""
    return _jpeg(_fit(_open(folder, "railway"), 900), 60)


def railway_attached(folder: Path) -> bytes:
    """The same picture as it went by mail: cropped to the track."""
    whole = _fit(_open(folder, "railway"), 1280)
    return _jpeg(whole.crop((180, 200, 1000, 900)), 74)


def terrace(folder: Path) -> bytes:
    """The terrace by the sawmill road: a time without a zone, and a position."""
    shot = Shot("P40", "2024:09:07 16:30:55", "", SEA["terrace"])
    return _jpeg(_fit(_open(folder, "coffee"), 600), 88, shot)


def mountain_pass(folder: Path) -> bytes:
    """The pass road: another camera, a date before the story, no zone and no position."""
    shot = Shot("C-770", "2023:06:17 11:02:40")
    return _jpeg(_fit(_open(folder, "pass"), 1200), 78, shot)


def wall(folder: Path) -> bytes:
    """The yard wall, in grey as the telephone saw it at night; no position."""
    courses = _fit(_open(folder, "brick"), 640).transpose(Image.Transpose.ROTATE_90)
    grey = np.asarray(courses.convert("L"), dtype=np.float64)
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    lamp = 0.25 + 0.75 * np.exp(-(((x - 420) / 300) ** 2 + ((y - 120) / 330) ** 2))
    grain = np.random.default_rng(77).normal(0, 7, grey.shape)
    night = np.stack([grey * lamp * c + grain for c in (1.08, 1.0, 0.80)], axis=-1)
    picture = Image.fromarray(np.clip(night, 0, 255).astype(np.uint8))
    return _jpeg(picture, 80, Shot("P40", "2024:09:09 22:41:03", "+06:00"))


def valley_heic(folder: Path) -> bytes:
    """Upper Sael from the road, as HEIC, with a time and its zone."""
    picture = _fit(_open(folder, "valley"), 1400)
    shot = Shot("F9 Pro", "2024:09:04 12:20:18", "+06:00")
    out = io.BytesIO()
    image = pillow_heif.from_pillow(picture)
    image.info["exif"] = _exif(shot).tobytes()
    image.save(out, quality=55)
    return out.getvalue()


def stock_portrait(folder: Path) -> Image.Image:
    """A portrait from the shelf of a space agency, cropped to the form of the register."""
    return _open(folder, "astronaut").crop((150, 5, 300, 200)).resize((160, 208))
