"""User data and metadata of MP4 and QuickTime files: position, device, software, dates, as written.

Source: QuickTime File Format (user data list, metadata item list and keys), 3GPP TS 26.244
section 8 (`loci`), ISO 6709:2008 annex H.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from wellfounded.extract.untrusted.container import Box
from wellfounded.extract.untrusted.exif_facts import ASSUMED_RADIUS_M, state_position
from wellfounded.extract.untrusted.tagtext import opaque, short, text_of
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact

_ISO6709 = re.compile(r"([+-])(\d+(?:\.\d+)?)([+-])(\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?", re.ASCII)
_MAX_KEYS: Final = 500
_MAX_VALUE: Final = 65_536
_TEXT_BOXES: Final = (b"auth", b"titl", b"dscp", b"cprt", b"perf", b"gnre", b"albm", b"name")
_PLACES: Final = ("container.tag.xyz", "container.tag.com.apple.quicktime.location.ISO6709")


def keys(data: bytes) -> list[str]:
    """Read a `keys` box: the names that the numbered items of the following list stand for."""
    names: list[str] = []
    at = 8
    while at + 8 <= len(data) and len(names) < _MAX_KEYS:
        size = struct.unpack_from(">I", data, at)[0]
        if size < 8:
            break
        names.append(text_of(data[at + 8 : at + size]))
        at += size
    return names


def state(box: Box, source: Source, names: list[str], out: Emitter) -> None:
    """Hand over the facts of one box of user data or metadata; any other box gives nothing."""
    parent = box.path[-1]
    if parent == b"udta" and box.kind[:1] == b"\xa9":
        _state_tag(_local(box), _quicktime_text(box.read(source.file, _MAX_VALUE)), out)
    elif parent == b"udta" and box.kind == b"loci":
        _loci(box.read(source.file, 1024), out)
    elif parent == b"udta" and box.kind in _TEXT_BOXES:
        data = box.read(source.file, _MAX_VALUE)
        text = data[6:] if data[:4] == b"\0\0\0\0" else data
        _state_tag(box.kind.decode("ascii"), text_of(text), out)
    elif box.kind == b"data" and len(box.path) > 1 and box.path[-2] == b"ilst":
        _state_tag(_item_name(parent, names), _item_value(box.read(source.file, _MAX_VALUE)), out)


def _local(box: Box) -> str:
    return "".join(c for c in box.kind[1:].decode("latin-1") if c.isascii() and c.isalnum()) or "x"


def _item_name(kind: bytes, names: list[str]) -> str:
    number = int.from_bytes(kind, "big")
    raw = names[number - 1] if 0 < number <= len(names) else kind.decode("latin-1").lstrip("©")
    return "".join(c for c in raw if c.isascii() and (c.isalnum() or c in "._-"))[:100] or "x"


def _item_value(data: bytes) -> str:
    """Give a metadata value by its well-known type: 1 is UTF-8, 2 UTF-16, 21 and 22 whole
    numbers, 23 and 24 floats.
    """
    if len(data) < 8:
        return ""
    kind, body = int.from_bytes(data[1:4], "big"), data[8:]
    if kind == 1:
        return text_of(body)
    if kind == 2:
        return short(body.decode("utf-16-be", "replace"))
    if kind in (21, 22) and len(body) <= 8:
        return str(int.from_bytes(body, "big", signed=kind == 21))
    if kind in (23, 24) and len(body) == (4 if kind == 23 else 8):
        return f"{struct.unpack('>f' if kind == 23 else '>d', body)[0]:g}"
    return opaque(body)


def _quicktime_text(data: bytes) -> str:
    """Give the first string of a QuickTime text list; some writers leave out its length and
    language.
    """
    if len(data) >= 4:
        size = struct.unpack_from(">H", data)[0]
        if 0 < size <= len(data) - 4:
            return text_of(data[4 : 4 + size])
    return text_of(data)


def _state_tag(name: str, value: str, out: Emitter) -> None:
    fact = f"container.tag.{name}"[:128]
    if not value:
        return
    out.record(Fact(fact, value, when=_moment(name, value)))
    if fact in _PLACES:
        state_iso6709(value, out, name)


def _moment(name: str, value: str) -> Moment | None:
    if not (name == "day" or "date" in name.lower()):
        return None
    try:
        return Moment.parse(value)
    except Mistaken:
        return None


def state_iso6709(text: str, out: Emitter, by: str) -> None:
    """Hand over the position of an ISO 6709 string in the tag `by`; an unreadable one stays the
    text it is.
    """
    found = _ISO6709.match(text)
    if found is None:
        return
    latitude, grain = _degrees(found.group(1), found.group(2), 2)
    longitude, other = _degrees(found.group(3), found.group(4), 3)
    radius = max(ASSUMED_RADIUS_M, grain, other)
    state_position(out, latitude, longitude, radius, by=by, stated=False)


def _degrees(sign: str, digits: str, width: int) -> tuple[float, int]:
    """Give degrees from DD.d, DDMM.m or DDMMSS.s, and the metres of its last figure."""
    whole, _, fraction = digits.partition(".")
    divisor = 1
    value = float(digits)
    if len(whole) > width + 2:
        value = (
            int(whole[:-4]) + int(whole[-4:-2]) / 60 + float(f"{whole[-2:]}.{fraction or 0}") / 3600
        )
        divisor = 3600
    elif len(whole) > width:
        value = int(whole[:-2]) + float(f"{whole[-2:]}.{fraction or 0}") / 60
        divisor = 60
    step = 10 ** -min(len(fraction), 9) / divisor
    return (-value if sign == "-" else value), round(step * 111_320)


def _loci(data: bytes, out: Emitter) -> None:
    """State a 3GPP location: version and flags, language, name, role, longitude, latitude,
    altitude in 16.16.
    """
    end = data.find(b"\0", 6)
    if end < 0 or len(data) < end + 14:
        return
    longitude, latitude, _ = (n / 65_536 for n in struct.unpack_from(">iii", data, end + 2))
    if name := text_of(data[6:end]):
        out.record(Fact("container.tag.loci.name", name))
    state_position(out, latitude, longitude, ASSUMED_RADIUS_M, by="loci", stated=False)
