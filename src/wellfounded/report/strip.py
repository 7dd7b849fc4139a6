"""A strip chart: which seconds of one item stand in which other, as numbers for a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.copies.copy import Copy
from wellfounded.copies.shown import clock
from wellfounded.terms.digest import Digest

WIDTH: Final = 720
LANE: Final = 56
BAR: Final = 12


@dataclass(frozen=True, slots=True)
class Band:
    """One copy: its stretch on the upper and on the lower bar in drawing units, and what it says."""

    top: float
    upper: tuple[float, float]
    lower: tuple[float, float]
    said: str
    joins: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One other item below the first: where it is drawn, its name, and the length of its bar."""

    top: float
    name: str
    length: str
    bar: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The chart: its size, the first item's length, and below it a lane for each other item. All bars have one scale."""

    width: int
    height: int
    name: str
    length: str
    bar: float
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]


def strip(
    copies: Sequence[Copy], joining: frozenset[str], lengths: Mapping[Digest, int] | None = None
) -> Strip | None:
    """Draw copies that all have one item as side `a`; None where none of them has seconds.

    `lengths` are those of the items, in microseconds; a bar without one ends where its last copy does.
    """
    timed = [c for c in copies if c.a.end is not None and c.b.end is not None and c.kind != "text"]
    if not timed:
        return None
    others: dict[str, list[Copy]] = {}
    for copy in timed:
        others.setdefault(copy.b.item.hex, []).append(copy)
    known = lengths or {}
    end = max(known.get(timed[0].a.item, 0), *(c.a.end or 0 for c in timed))
    ends = {
        n: max(known.get(f[0].b.item, 0), *(c.b.end or 0 for c in f)) for n, f in others.items()
    }
    scale = WIDTH / max(end, *ends.values(), 1)
    lanes, bands = [], []
    for number, (other, found) in enumerate(others.items()):
        top = BAR + LANE * (number + 1)
        length = ends[other]
        lanes.append(Lane(top, found[0].b.name, clock(length), round(length * scale, 1)))
        bands += [_band(copy, top, scale, joining) for copy in found]
    name = timed[0].a.name
    height = BAR + LANE * len(others) + 32
    bar = round(end * scale, 1)
    return Strip(WIDTH, height, name, clock(end), bar, tuple(lanes), tuple(bands))


def _band(copy: Copy, top: float, scale: float, joining: frozenset[str]) -> Band:
    upper = (round((copy.a.start or 0) * scale, 1), round((copy.a.end or 0) * scale, 1))
    lower = (round((copy.b.start or 0) * scale, 1), round((copy.b.end or 0) * scale, 1))
    said = (
        f"{clock(copy.a.start or 0)}-{clock(copy.a.end or 0)} here is "
        f"{clock(copy.b.start or 0)}-{clock(copy.b.end or 0)} there: {copy.verdict} ({copy.kind})"
    )
    return Band(top, upper, lower, said, copy.verdict in joining)
