"""EXIF facts: the tags of a picture as records, its times with the zone only where one is
written, and its position.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

from wellfounded.extract.untrusted.exif import Tag
from wellfounded.terms.decoding import Emitter
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import Fact

ASSUMED_RADIUS_M: Final = 50
"""Radius given to a position whose file states no error: what a telephone reaches between
buildings.
"""

_METRES_A_DEGREE: Final = 111_320.0
_TIME = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}|Z", re.ASCII)
_TIMES: Final = {
    "DateTimeOriginal": ("OffsetTimeOriginal", "SubsecTimeOriginal"),
    "DateTimeDigitized": ("OffsetTimeDigitized", "SubsecTimeDigitized"),
    "DateTime": ("OffsetTime", "SubsecTime"),
}
_SKIPPED: Final = {"JpegIFOffset", "JpegIFByteCount", "StripOffsets", "StripByteCounts",
"TileOffsets", "TileByteCounts",
                   "XMLPacket", "IptcNaaInfo", "ImageResources", "InterColorProfile"}  # fmt: skip


def state(tags: Iterable[Tag], out: Emitter) -> None:
    """Hand over one Fact a tag (`exif.<Name>`, `exif.gps.<Name>`, `exif.ifd1.<Name>`), then the
    position.
    """
    kept = [t for t in tags if t.name not in _SKIPPED]
    texts = {t.name: t.written for t in kept if t.directory in ("ifd0", "exif")}
    for tag in kept:
        if tag.directory in ("ifd0", "exif", "interop"):
            name = f"exif.{tag.name}"
        else:
            name = f"exif.{tag.directory}.{tag.name}"
        when = _when(tag.name, texts) if tag.directory in ("ifd0", "exif") else None
        value = tag.written if tag.whole is None else tag.whole
        out.record(Fact(name, value, when=when))
    _position({t.name: t for t in kept if t.directory == "gps"}, out)


def _when(name: str, texts: dict[str, str]) -> Moment | None:
    """Give the moment of one of the three EXIF times; a zone only from its own OffsetTime tag."""
    if name not in _TIMES:
        return None
    zone, fraction = (texts.get(n, "") for n in _TIMES[name])
    return moment(texts[name], zone, fraction)


def moment(written: str, zone: str = "", fraction: str = "") -> Moment | None:
    """Read `2024:03:01 12:30:00`; None for blank or impossible times, which cameras write when
    their clock is not set.
    """
    found = _TIME.match(written)
    if found is None:
        return None
    fields = [int(g) for g in found.groups() if g is not None]
    digits = fraction.strip()
    if len(fields) == 6 and digits.isascii() and digits.isdigit():
        fields.append(int(digits[:6].ljust(6, "0")))
    offset = zone.strip() if _OFFSET.fullmatch(zone.strip()) else ""
    try:
        offsets = Moment.parse(f"2000-01-01T00:00{offset}").offsets
        return Moment(tuple(fields), offsets, " ".join(filter(None, (written, fraction, zone))))
    except Mistaken:
        return None


def _position(gps: dict[str, Tag], out: Emitter) -> None:
    latitude = _angle(gps.get("GPSLatitude"), gps.get("GPSLatitudeRef"), "S")
    longitude = _angle(gps.get("GPSLongitude"), gps.get("GPSLongitudeRef"), "W")
    if latitude is not None and longitude is not None:
        stated = _error(gps.get("GPSHPositioningError"))
        radius = stated or max(
            ASSUMED_RADIUS_M, _grain(gps["GPSLatitude"]), _grain(gps["GPSLongitude"])
        )
        state_position(out, latitude, longitude, radius, by="EXIF", stated=stated is not None)
    when = _gps_time(gps)
    if when is not None:
        out.record(Fact("gps.time", when.written, when=when))


def state_position(
    out: Emitter, latitude: float, longitude: float, radius: int, *, by: str, stated: bool
) -> None:
    """Hand over the fact `gps` (degrees, WGS 84), which tag it stands in, and where its radius
    (metres) comes from; 0, 0 is said, not placed.
    """
    shown = f"{latitude:.7f}, {longitude:.7f}"
    if latitude == 0 and longitude == 0:
        out.record(Fact("gps.unset", f"{shown}: what a device writes when it has no fix"))
        return
    try:
        place = Place(round(latitude * 1e7), round(longitude * 1e7), radius)
    except Mistaken as exc:
        out.record(Fact("gps.impossible", f"{shown}: {exc.what}"))
        return
    out.record(Fact("gps", f"{shown} ({by})", where=place))
    basis = "stated in the file" if stated else "assumed: the file states no error"
    out.record(Fact("gps.radius", f"{radius} m ({by}), {basis}"))


def _angle(tag: Tag | None, ref: Tag | None, negative: str) -> float | None:
    if tag is None or not tag.numbers:
        return None
    total = 0.0
    for part, divisor in zip(tag.ratios(), (1, 60, 3600), strict=False):
        if part is None:
            return None
        total += part / divisor
    if not math.isfinite(total):
        return None
    return -total if ref is not None and ref.written.upper().startswith(negative) else total


def _grain(tag: Tag) -> int:
    """Give the metres that one step of the last written figure of an angle makes."""
    steps = [
        1 / abs(n[1]) / divisor
        for n, divisor in zip(tag.numbers, (1, 60, 3600), strict=False)
        if isinstance(n, tuple) and n[1] and (n[0] or divisor == 1)
    ]
    return math.ceil(min(steps, default=1.0) * _METRES_A_DEGREE)


def _error(tag: Tag | None) -> int | None:
    metres = tag.ratios()[0] if tag is not None and tag.numbers else None
    if metres is None or not math.isfinite(metres) or not 0 < metres < 1e7:
        return None
    return math.ceil(metres)


def _gps_time(gps: dict[str, Tag]) -> Moment | None:
    """Give the GPS clock's time, which the specification says is UTC (Exif 3.0, GPSTimeStamp)."""
    day, clock = gps.get("GPSDateStamp"), gps.get("GPSTimeStamp")
    if day is None or clock is None:
        return None
    parts = clock.ratios()
    if len(parts) != 3 or any(p is None or not 0 <= p < 61 for p in parts):
        return None
    h, m, s = (p or 0.0 for p in parts)
    found = re.match(r"(\d{4})[:\-](\d{2})[:\-](\d{2})", day.written)
    if found is None:
        return None
    try:
        fields = (*(int(g) for g in found.groups()), int(h), int(m), int(s))
        return Moment(fields, (0,), f"{day.written} {clock.written}")
    except Mistaken:
        return None
