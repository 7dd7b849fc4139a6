"""What a zip says of a member beside its bytes: times as written, method, mode, comment, names
in other fields.
"""

from __future__ import annotations

import struct
from typing import Final

from wellfounded.intake.untrusted.names import guess, received
from wellfounded.intake.untrusted.zip_directory import Entry
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment, utc

_MAKERS: Final = {0: "DOS", 3: "Unix", 7: "Macintosh", 10: "NTFS", 11: "MVS", 19: "Darwin"}
_1601_TO_1970: Final = 11_644_473_600_000_000


def facts_of(entry: Entry, charset: str) -> dict[str, str]:
    """Give the facts of one member; `modified` is local time without a zone, `modified_utc` is
    in UTC.
    """
    facts = {"method": str(entry.method)}
    if written := dos_time(entry.date, entry.time):
        facts["modified"] = written
    facts |= _times(entry.fields)
    if entry.encrypted:
        facts["encrypted"] = "AES" if entry.method == 99 else "yes"
    if entry.made_by in _MAKERS and entry.attributes:
        facts["made_on"] = _MAKERS[entry.made_by]
    if entry.unix_mode:
        facts["mode"] = f"{entry.unix_mode:o}"
    if entry.comment:
        facts["comment"] = received(entry.comment, guess([entry.comment], dos=True)).shown
    field = entry.fields.get(0x7075, b"")
    if len(field) > 5:
        facts["name_in_unicode"] = received(field[5:], charset).shown
    return facts


def dos_time(date: int, time: int) -> str:
    """Give the local fields of a DOS date and time, to two seconds; '' where they are no date."""
    fields = (
        1980 + (date >> 9),
        date >> 5 & 15,
        date & 31,
        time >> 11,
        time >> 5 & 63,
        2 * (time & 31),
    )
    try:
        return Moment(fields).local
    except Mistaken:
        return ""


def _times(fields: dict[int, bytes]) -> dict[str, str]:
    """The times of the extended time stamp field, else of the NTFS field: both count in UTC."""
    unix = fields.get(0x5455, b"")
    if len(unix) >= 5 and unix[0] & 1:
        return {"modified_utc": _shown(struct.unpack_from("<i", unix, 1)[0] * 1_000_000)}
    ntfs = fields.get(0x000A, b"")
    if len(ntfs) >= 32 and ntfs[4:8] == b"\x01\x00\x18\x00":
        names = ("modified_utc", "accessed_utc", "created_utc")
        values = struct.unpack_from("<3Q", ntfs, 8)
        micro = {n: v // 10 - _1601_TO_1970 for n, v in zip(names, values, strict=True) if v}
        return {name: _shown(value) for name, value in micro.items()}
    return {}


def _shown(microseconds: int) -> str:
    try:
        return utc(microseconds).local + "Z"
    except OverflowError:
        return f"{microseconds} microseconds since 1970"
