"""ExifTool's answer (JSON) as facts: `exiftool.<group>.<tag>`, as written, with a time where the
value is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from wellfounded.extract.untrusted.exif_facts import moment
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

MAX_ANSWER_BYTES: Final = 16 * 1024 * 1024
MAX_FACTS: Final = 3_000
_LARGEST: Final = 2**53 - 1
_SKIPPED: Final = ("SourceFile", "System", "ExifTool.Warning")

# UTC by the format, but given here without saying so: our own reading states these times with their zone.
_ZONE_LOST: Final = ("QuickTime.", "Track")


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the facts of one answer; raises Unreadable `garbage` where it is none."""
    source.file.seek(0)
    try:
        answer = json.loads(source.file.read(MAX_ANSWER_BYTES), parse_float=str)
        tags = answer[0].items()
    except (ValueError, RecursionError, LookupError, AttributeError, TypeError) as exc:
        raise Unreadable("garbage", f"ExifTool's answer cannot be read: {short(str(exc))}") from exc
    for count, (key, value) in enumerate(_flat(tags)):
        if count >= MAX_FACTS:
            out.record(
                Failure("exif", "over-limit", f"ExifTool's facts after the first {MAX_FACTS}")
            )
            return
        if key.startswith(_SKIPPED):
            continue
        whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST
        shown = value if whole else short(str(value))
        dated = isinstance(shown, str) and not key.startswith(_ZONE_LOST)
        when = _moment(str(shown)) if dated else None
        out.record(Fact(f"exiftool.{key}"[:128], shown, when=when))


def _flat(tags: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give every tag with a dotted name; a structure is followed, a list of plain values is one
    text.
    """
    for key, value in tags:
        plain = "".join(
            c for c in str(key).replace(":", ".") if c.isascii() and (c.isalnum() or c in "._-")
        )
        name = f"{prefix}{plain}"
        if isinstance(value, dict):
            yield from _flat(value.items(), f"{name}.")
        elif isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
            yield from _flat(((str(n), v) for n, v in enumerate(value)), f"{name}.")
        elif isinstance(value, list):
            yield name, "; ".join(str(v) for v in value)
        else:
            yield name, value


def _moment(value: str) -> Moment | None:
    """Read `2024:03:01 12:30:05.25+06:00`; the zone only where it stands there."""
    day, _, clock = value.partition(" ")
    if len(day) != 10 or day[4:5] != ":" or not clock:
        return None
    try:
        return Moment.parse(f"{day.replace(':', '-')}T{clock}")
    except Mistaken:
        return moment(value)
