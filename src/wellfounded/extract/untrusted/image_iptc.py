"""IPTC-IIM records of a picture: caption, byline, place and dates that an agency's desk wrote
into it.

Source: IPTC-NAA Information Interchange Model 4.2, record 2; Adobe image resource blocks (`8BIM`,
0x0404).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from wellfounded.extract.untrusted.tagtext import text_of
from wellfounded.terms.decoding import Emitter
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact

_RESOURCE: Final = b"8BIM"
_IPTC: Final = 0x0404
_NAMES: Final = {
    5: "title", 25: "keyword", 40: "instructions", 55: "date-created", 60: "time-created",
    62: "digitised-date",
    63: "digitised-time", 65: "program", 70: "program-version", 80: "byline", 85: "byline-title",
    90: "city",
    92: "sublocation", 95: "state", 100: "country-code", 101: "country",
    103: "transmission-reference",
    105: "headline", 110: "credit", 115: "source", 116: "copyright", 118: "contact",
    120: "caption", 122: "caption-writer",
}  # fmt: skip


def state(resources: bytes, out: Emitter) -> None:
    """Hand over `iptc.<name>` facts of a block of Adobe image resources (the body of APP13 after
    `Photoshop 3.0`).
    """
    for number, data in _resources(resources):
        if number == _IPTC:
            found = list(_datasets(data))
            for name, value in found:
                out.record(Fact(f"iptc.{name}", value, when=_moment(name, dict(found))))


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while data[at : at + 4] == _RESOURCE and at + 12 <= len(data):
        number = struct.unpack(">H", data[at + 4 : at + 6])[0]
        name = 1 + data[at + 6]
        begin = at + 6 + name + name % 2
        if begin + 4 > len(data):
            return
        size = struct.unpack(">I", data[begin : begin + 4])[0]
        yield number, data[begin + 4 : begin + 4 + size]
        at = begin + 4 + size + size % 2


def _datasets(data: bytes) -> Iterator[tuple[str, str]]:
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, number, size = struct.unpack(">BBH", data[at + 1 : at + 5])
        if size & 0x8000:
            return
        if record == 2 and number in _NAMES:
            yield _NAMES[number], text_of(data[at + 5 : at + 5 + size])
        at += 5 + size


def _moment(name: str, found: dict[str, str]) -> Moment | None:
    """Read `20240301` with the time and zone of its own companion (`123000+0800`)."""
    pairs = {"date-created": "time-created", "digitised-date": "digitised-time"}
    day = found.get(name, "")
    if name not in pairs or len(day) != 8 or not day.isdigit():
        return None
    text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    clock = found.get(pairs[name], "")
    if len(clock) >= 6 and clock[:6].isdigit():
        text += f"T{clock[:2]}:{clock[2:4]}:{clock[4:6]}{clock[6:]}"
    try:
        return Moment.parse(text)
    except Mistaken:
        return None
