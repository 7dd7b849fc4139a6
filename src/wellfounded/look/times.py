"""Every time a file states: once for each, with its zone or the word that there is none, and who
says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wellfounded.look.naming import called
from wellfounded.terms.moment import Moment, utc
from wellfounded.terms.record import Fact

_QUARTER_US = 15 * 60 * 1_000_000
_EXIFTOOL = "exiftool."
_DAY_US = 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Stated:
    """One time: local fields, its zone or `no zone`, the instants it can be, who says it, and a
    word of caution.
    """

    local: str
    zone: str
    instants: str
    says: tuple[str, ...]
    caution: str
    zoned: bool


def stated(facts: Sequence[Fact]) -> list[Stated]:
    """Give the times in the order of the first instant they can be; the same time stated twice is
    one row.
    """
    rows: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Fact]] = {}
    ours = {_to_seconds(f.when) for f in facts if f.when and not f.name.startswith(_EXIFTOOL)}
    for fact in facts:
        if fact.when is None:
            continue
        # ExifTool says again what we read ourselves, zone and time often as two tags.
        if not fact.name.startswith(_EXIFTOOL) or _to_seconds(fact.when) not in ours:
            rows.setdefault((_trimmed(fact.when), fact.when.offsets), []).append(fact)
    ordered = sorted(rows.items(), key=lambda kv: Moment(*kv[0]).interval())
    return [_row(Moment(fields, offsets), group) for (fields, offsets), group in ordered]


def _to_seconds(when: Moment) -> tuple[int, ...]:
    return when.fields[:6]


def _trimmed(when: Moment) -> tuple[int, ...]:
    """Leave out a fraction of zero, so that one time written twice stays one row."""
    return when.fields[:6] if len(when.fields) == 7 and when.fields[6] == 0 else when.fields


def _row(when: Moment, group: list[Fact]) -> Stated:
    names = list(dict.fromkeys(called(f.name) for f in group))
    inner = [n for n in names if n.startswith("Track ")]
    says = [n for n in names if n not in inner]
    if inner:
        says.append(inner[0] if len(inner) == 1 else f"{len(inner)} entries of single tracks")
    by_format = any("stated as UTC by the format" in str(f.value) for f in group)
    caution = "The format says UTC; some devices write their local clock here." if by_format else ""
    return Stated(
        when.local.replace("T", " "),
        when.zone,
        _instants(when),
        tuple(says),
        caution,
        bool(when.offsets),
    )


def _instants(when: Moment) -> str:
    """Give the instants in UTC: one, or the span that a missing zone leaves open."""
    first, end = when.interval()
    start = utc(first - first % 1_000_000).local.replace("T", " ")
    if when.offsets and end - first <= 1_000_000:
        return f"{start} UTC"
    stop = utc(end - end % 1_000_000).local.replace("T", " ")
    return f"between {start[:16]} and {stop[:16]} UTC"


def camera_against_satellite(facts: Sequence[Fact]) -> str:
    """Say how far the camera's clock stood from satellite time, if both are stated and the
    camera's has no zone.
    """
    camera = next((f.when for f in facts if f.name == "exif.DateTimeOriginal" and f.when), None)
    satellite = next((f.when for f in facts if f.name == "gps.time" and f.when), None)
    if camera is None or satellite is None or camera.offsets or len(camera.fields) < 5:
        return ""
    apart = Moment(camera.fields, (0,)).interval()[0] - satellite.interval()[0]
    if abs(apart) > _DAY_US:
        return "The camera's clock and the satellite time are more than a day apart: one of them is stale or wrong."
    nearest = round(apart / _QUARTER_US) * 15
    rest = abs(apart - nearest * 60_000_000) // 1_000_000
    sign = "-" if nearest < 0 else "+"
    zone = f"UTC{sign}{abs(nearest) // 60:02d}:{abs(nearest) % 60:02d}"
    return (
        f"If the satellite time is of the same moment, the camera's clock stood within "
        f"{rest} s of {zone}."
        " Positions are often some minutes older than the picture."
    )
