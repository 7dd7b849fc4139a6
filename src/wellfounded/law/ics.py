"""Deadlines as an iCalendar file: whole days under a matter's code, and nothing else of the matter.

A calendar lies on other people's computers: no party, forum, rule or hearing stands in it. RFC 5545: lines end in CRLF
(3.1), are folded at 75 octets, text is escaped (3.3.11), events have UID, DTSTAMP and all-day dates (3.6.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from wellfounded.law.calendar import DAY

_LINE: Final = 75
_PRODUCT: Final = "-//wellfounded//deadlines 1//EN"


@dataclass(frozen=True, slots=True)
class Due:
    """One date to keep. `secret` makes its UID: the same date of the same rule keeps it, and nobody can guess the rule from it."""

    number: int
    due: date
    safe: date | None
    check_by: date
    secret: str


def calendar_file(code: str, dues: list[Due], as_of: date) -> bytes:
    """Give the iCalendar file. Deterministic; DTSTAMP is the start of the as-of day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    for due in dues:
        lines += _event(code, due, as_of)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(code: str, due: Due, as_of: date) -> Iterator[str]:
    safe = f" Safe day: {due.safe}." if due.safe is not None else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(due.secret.encode()).hexdigest()[:32]}@wellfounded.invalid"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due.due + DAY:%Y%m%d}"
    yield f"SUMMARY:{_text(code)}: date {due.number}"
    yield "DESCRIPTION:" + _text(
        f"As of {as_of}.{safe} Check the rule again by {due.check_by}: wellfounded deadline"
    )
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Escape text (RFC 5545, 3.3.11); control characters have no place in it."""
    shown = "".join(c for c in text if c.isprintable())
    for char in ("\\", ";", ","):
        shown = shown.replace(char, "\\" + char)
    return shown


def _folded(line: str) -> bytes:
    """Give a content line folded at 75 octets, never inside a character (RFC 5545, 3.1)."""
    out, room = bytearray(), _LINE
    for char in line:
        octets = char.encode()
        if len(octets) > room:
            out += b"\r\n "
            room = _LINE - 1
        out += octets
        room -= len(octets)
    return bytes(out + b"\r\n")
