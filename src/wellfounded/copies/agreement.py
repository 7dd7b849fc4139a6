"""Where what stands with an item agrees or clashes: its times, its encoder, its positions. Each clash has its innocent explanation.

A clash is a question to ask, never an answer. Nothing here says that anything was made up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.copies.origins import Clock
from wellfounded.terms.place import Place

_ENCODERS: Final = re.compile(
    r"lavf|lavc|x264|x265|handbrake|premiere|final cut|capcut|gimp|photoshop", re.I
)
_MADE: Final = re.compile(r"created|datetimeoriginal|digitized|capture", re.I)
_CHANGED: Final = re.compile(r"modif|datetime$", re.I)
_EARTH_M: Final = 6_371_000
_SHORTEST: Final = 1_000_000

_REWRITTEN: Final = "files are written anew when they are sent, exported or copied, and the time is then that of the writing"
_CLOCK: Final = "a device's clock may be wrong or set to another zone, and many containers hold local time as if it were UTC"
_ENCODED: Final = (
    "messengers, websites and editing programs encode anew and may carry the device's tags over"
)
_POSITION: Final = (
    "a device keeps the last position it knew; indoors it can be far away and hours old"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Two things that stand with one item: that they agree, or that they clash, and how a clash comes about innocently."""

    agrees: bool
    what: str
    innocent: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands with an item: clocks, positions with their label, device (make and model) and marks of encoders."""

    clocks: Sequence[Clock] = ()
    places: Sequence[tuple[str, Place]] = ()
    device: str = ""
    encoders: Sequence[str] = ()


def findings(stands: Stands) -> list[Finding]:
    """Give what agrees and what clashes, in a fixed order; pairs about which nothing can be said are left out."""
    return [*_times(stands.clocks), *_encoder(stands), *_positions(stands.places)]


def _times(clocks: Sequence[Clock]) -> Iterator[Finding]:
    made = [c for c in clocks if _MADE.search(c.whose)]
    published = [c for c in clocks if c.whose.startswith(("published", "html.published"))]
    received = [c for c in clocks if c.whose.startswith("received")]
    for n, one in enumerate(made):
        for two in made[n + 1 :]:
            yield from _same(one, two)
        for later, word in [(c, "published") for c in published] + [
            (c, "received") for c in received
        ]:
            yield from _before(one, later, word)
    for one in made:
        for two in (c for c in clocks if _CHANGED.search(c.whose) and c not in made):
            yield from _before(one, two, "changed")


def _same(one: Clock, two: Clock) -> Iterator[Finding]:
    """Compare two times of making: as instants where they can be, else as written."""
    a, b = one.moment.interval(), two.moment.interval()
    apart = max(a[0], b[0]) - min(a[1], b[1])
    what = f"{_word(one)} and {_word(two)}"
    if apart > _SHORTEST:
        yield Finding(False, f"{what} cannot be one instant", f"{_REWRITTEN}; {_CLOCK}")
    else:
        yield Finding(True, f"{what} can be one instant")


def _before(made: Clock, later: Clock, word: str) -> Iterator[Finding]:
    what = f"{_word(made)} and {_word(later)}"
    if made.moment.interval()[0] > later.moment.interval()[1]:
        yield Finding(False, f"{what}: made after it was {word}", f"{_REWRITTEN}; {_CLOCK}")
    else:
        yield Finding(True, f"{what}: made before it was {word}, or at that time")


def _word(clock: Clock) -> str:
    return f"{clock.moment.local} ({clock.whose}; {clock.moment.zone})"


def _encoder(stands: Stands) -> Iterator[Finding]:
    if not stands.device:
        return
    foreign = [e for e in stands.encoders if _ENCODERS.search(e)]
    for mark in foreign[:3]:
        what = f"the tags name a device ({stands.device}), and an encoder left its mark ({mark})"
        yield Finding(False, what, _ENCODED)
    if stands.encoders and not foreign:
        yield Finding(True, f"device ({stands.device}) and encoder ({stands.encoders[0]})")


def _positions(places: Sequence[tuple[str, Place]]) -> Iterator[Finding]:
    for n, (one, a) in enumerate(places[:8]):
        for two, b in places[n + 1 : 8]:
            metres = _apart(a, b)
            what = f"positions {one} and {two}, {metres / 1000:.1f} km apart"
            if metres > a.radius_m + b.radius_m:
                yield Finding(False, what, _POSITION)
            else:
                yield Finding(True, what)


def _apart(a: Place, b: Place) -> float:
    """Give the distance of two places in metres, on a sphere (haversine)."""
    lat_a, lat_b = (math.radians(p.latitude_e7 / 1e7) for p in (a, b))
    across = math.radians((b.longitude_e7 - a.longitude_e7) / 1e7)
    h = math.sin((lat_b - lat_a) / 2) ** 2
    h += math.cos(lat_a) * math.cos(lat_b) * math.sin(across / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(h)))


def across(family: Iterable[tuple[str, Sequence[Clock]]]) -> list[Finding]:
    """Compare the times of making that copies of one thing state: they should be one instant."""
    made = [(name, c) for name, clocks in family for c in clocks if _MADE.search(c.whose)]
    found = []
    for n, (name, one) in enumerate(made):
        for other, two in made[n + 1 :]:
            if name == other:
                continue
            found += [
                Finding(f.agrees, f"{name} and {other}: {f.what}", f.innocent)
                for f in _same(one, two)
            ]
    return found
