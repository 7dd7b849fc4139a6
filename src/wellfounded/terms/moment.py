"""A moment: a time as it was written, how precise, and in which zone, if any is known.

The local fields are never relabelled and a zone is never guessed. Without a zone the instants are an interval: every place
on Earth keeps a clock between UTC-12:00 and UTC+14:00. With several possible zones (a region that keeps two clocks) the
instants are the interval that covers them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from wellfounded.terms.errors import Mistaken

EARLIEST_OFFSET_MIN: Final = -12 * 60
LATEST_OFFSET_MIN: Final = 14 * 60
_FORM = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?)?)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_NAMES = ("year", "month", "day", "hour", "minute", "second", "microsecond")


@dataclass(frozen=True, slots=True)
class Moment:
    """Local fields as written (`2024-03-01T12:30`), and the possible offsets from UTC in minutes.

    `offsets` is empty when no zone is known, has one element when one is, several when several are possible.
    `written` keeps the text it was read from, when that was not this form.
    """

    fields: tuple[int, ...]
    offsets: tuple[int, ...] = ()
    written: str = ""

    def __post_init__(self) -> None:
        """Refuse fields that are no date on the calendar and offsets no clock keeps."""
        if len(self.fields) not in (1, 2, 3, 5, 6, 7):
            raise Mistaken("moment-form", "a moment has a year, month, day, then at least minutes")
        self._first()
        if any(not EARLIEST_OFFSET_MIN <= o <= LATEST_OFFSET_MIN for o in self.offsets):
            raise Mistaken("moment-zone", "no clock on Earth keeps that offset from UTC")

    @property
    def precision(self) -> str:
        """The smallest field that was written: year, month, day, minute, second or microsecond."""
        return _NAMES[len(self.fields) - 1]

    @property
    def local(self) -> str:
        """The local fields in ISO 8601, without a zone."""
        f = self.fields
        text = f"{f[0]:04d}" + "".join(f"-{n:02d}" for n in f[1:3])
        if len(f) > 3:
            text += f"T{f[3]:02d}:{f[4]:02d}"
        if len(f) > 5:
            text += f":{f[5]:02d}"
        if len(f) > 6:
            text += f".{f[6]:06d}"
        return text

    @property
    def zone(self) -> str:
        """The zone as people read it: `+08:00`, `+06:00 or +08:00`, or `no zone`."""
        return " or ".join(_offset_text(o) for o in self.offsets) or "no zone"

    def interval(self) -> tuple[int, int]:
        """Give the instants this can be: half-open, microseconds since 1970-01-01T00:00Z."""
        offsets = self.offsets or (EARLIEST_OFFSET_MIN, LATEST_OFFSET_MIN)
        first, end = _microseconds(self._first()), _microseconds(self._end())
        return first - max(offsets) * 60_000_000, end - min(offsets) * 60_000_000

    def _first(self) -> datetime:
        f = self.fields + (1, 1)[len(self.fields) - 1 :] if len(self.fields) < 3 else self.fields
        try:
            return datetime(*f, tzinfo=UTC)  # type: ignore[arg-type, misc]
        except ValueError as exc:
            raise Mistaken("moment-form", "not a date on the calendar", why=str(exc)) from exc

    def _end(self) -> datetime:
        start = self._first()
        try:
            match self.precision:
                case "year":
                    return start.replace(year=start.year + 1)
                case "month":
                    return (start + timedelta(days=32)).replace(day=1)
                case "day":
                    return start + timedelta(days=1)
                case "minute":
                    return start + timedelta(minutes=1)
                case "second":
                    return start + timedelta(seconds=1)
                case _:
                    return start + timedelta(microseconds=1)
        except (ValueError, OverflowError):
            return datetime.max.replace(tzinfo=UTC)

    def to_json(self) -> dict[str, Any]:
        """Give the record: `local`, then `offsets_min` and `written` where there are any."""
        record: dict[str, Any] = {"local": self.local}
        if self.offsets:
            record["offsets_min"] = list(self.offsets)
        if self.written:
            record["written"] = self.written
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Moment:
        """Read a record of a moment."""
        fields = cls.parse(record["local"]).fields
        return cls(fields, tuple(record.get("offsets_min", ())), record.get("written", ""))

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read ISO 8601 as far as it was written; a missing zone stays missing.

        Raises Mistaken `moment-form`: nothing is completed and no order of day and month is guessed.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise Mistaken(
                "moment-form",
                f"not a date or time: {text[:60]!r}",
                next="write 2024, 2024-03, 2024-03-01 or 2024-03-01T12:30:00+08:00",
            )
        numbers = [int(g) for g in found.groups()[:6] if g is not None]
        if found.group(7) is not None:
            numbers.append(int(found.group(7).ljust(6, "0")))
        zone = found.group(8)
        if zone is not None and len(numbers) < 5:
            raise Mistaken("moment-form", "a zone needs a time of day before it")
        return cls(tuple(numbers), () if zone is None else (_offset_minutes(zone),))


def utc(microseconds: int) -> Moment:
    """Give the moment of an instant counted in microseconds since 1970, in UTC."""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    f = (when.year, when.month, when.day, when.hour, when.minute, when.second, when.microsecond)
    return Moment(f if when.microsecond else f[:6], (0,))


def _microseconds(when: datetime) -> int:
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _offset_minutes(zone: str) -> int:
    if zone == "Z":
        return 0
    digits = zone.replace(":", "")
    minutes = int(digits[1:3]) * 60 + int(digits[3:5])
    return -minutes if digits[0] == "-" else minutes


def _offset_text(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
