"""The offline map: a graticule, a coarse outline of land and the stated places with their radius. A
sketch, no more.

Plate carrée, stretched at the middle latitude so that distances there agree both ways. The outline
(static/land.path, units of 0.1 degree, y down) is Natural Earth's 1:110m land, which is in the
public domain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from wellfounded.terms.place import Place

WIDTH: Final = 960
MOST_HEIGHT, LEAST_HEIGHT = 620, 300
LEAST_SPAN: Final = 3.0
CELLS: Final = 160
_DEGREE_M: Final = 111_320
_WORLD: Final = 120.0
_STEPS: Final = (30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5)


@dataclass(frozen=True, slots=True)
class Mark:
    """Places drawn as one: centre and radius in drawing units, and how many they are."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the graticule: `at` in drawing units, and its label; upright for a meridian."""

    at: float
    label: str
    upright: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """The map as numbers for a template.

    Drawing size, transform of the land outline, lines, marks, scale bar.
    """

    width: int
    height: int
    transform: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    bar: float
    bar_label: str
    inset: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class _View:
    """What part of the Earth is drawn.

    Left and top in degrees, drawing units per degree both ways.
    """

    left: float
    top: float
    across: float
    down: float
    height: int

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        return round((lon - self.left) * self.across, 1), round((self.top - lat) * self.down, 1)


@lru_cache(maxsize=1)
def land() -> str:
    """Give the outline of land as an SVG path in units of 0.1 degree, y down."""
    file = resources.files("wellfounded.report").joinpath("static/land.path")
    return file.read_text(encoding="ascii").replace("\n", "")


def sketch(places: Iterable[Place], bounds: tuple[float, float, float, float]) -> Sketch:
    """Draw places within `bounds` (south.

    West, north, east, degrees); near ones are drawn as one.
    """
    view = _fit(*bounds)
    metre = view.down / _DEGREE_M
    bar_km = _round_km(150 / metre / 1000)
    label = f"{bar_km:g} km" if bar_km >= 1 else f"{bar_km * 1000:g} m"
    return Sketch(
        width=WIDTH,
        height=view.height,
        transform=(
            f"scale({view.across / 10:.5f} {view.down / 10:.5f}) "
            f"translate({-view.left * 10:.3f} {view.top * 10:.3f})"
        ),
        lines=tuple(_graticule(view)),
        marks=tuple(_marks(places, view, metre)),
        bar=round(bar_km * 1000 * metre, 1),
        bar_label=label,
        inset=_inset(view),
    )


def _inset(view: _View) -> tuple[float, float, float, float] | None:
    """Give where the view lies in a world of 180 by 90 units.

    Left, top, width, height; None if it is most of it.
    """
    wide, tall = WIDTH / view.across, view.height / view.down
    if wide > _WORLD:
        return None
    across, down = max(wide / 2, 4.0), max(tall / 2, 4.0)
    middle = (view.left + wide / 2 + 180) / 2, (90 - view.top + tall / 2) / 2
    return (
        round(middle[0] - across / 2, 1),
        round(middle[1] - down / 2, 1),
        round(across, 1),
        round(down, 1),
    )


def _fit(south: float, west: float, north: float, east: float) -> _View:
    middle = (south + north) / 2
    squeeze = max(0.2, math.cos(math.radians(middle)))
    tall = max((north - south) * 1.25, LEAST_SPAN)
    wide = max((east - west) * 1.25, LEAST_SPAN / squeeze)
    wide = min(360.0, max(wide, tall * WIDTH / MOST_HEIGHT / squeeze))
    across = WIDTH / wide
    down = across / squeeze
    height = round(min(MOST_HEIGHT, max(LEAST_HEIGHT, tall * down)))
    left = max(-180.0, min((west + east) / 2 - wide / 2, 180.0 - wide))
    return _View(left, middle + height / down / 2, across, down, height)


def _graticule(view: _View) -> Iterator[Line]:
    wide = WIDTH / view.across
    step = next((s for s in _STEPS if wide / s >= 5), _STEPS[-1])
    lon = math.ceil(view.left / step) * step
    while lon <= view.left + wide:
        yield Line(view.xy(0, lon)[0], _degrees(lon, "E", "W"), True)
        lon += step
    lat = math.floor(view.top / step) * step
    while lat >= view.top - view.height / view.down:
        if -90 <= lat <= 90:
            yield Line(view.xy(lat, 0)[1], _degrees(lat, "N", "S"), False)
        lat -= step


def _degrees(value: float, positive: str, negative: str) -> str:
    side = "" if value == 0 else positive if value > 0 else negative
    return f"{abs(value):g}°{side}"


def _marks(places: Iterable[Place], view: _View, metre: float) -> Iterator[Mark]:
    """Draw one mark for each cell of the drawing: flat in the number of places."""
    cell = WIDTH / CELLS
    cells: dict[tuple[int, int], Mark] = {}
    for place in places:
        x, y = view.xy(place.latitude_e7 / 1e7, place.longitude_e7 / 1e7)
        radius = round(place.radius_m * metre, 1)
        key = int(x // cell), int(y // cell)
        near = cells.get(key)
        if near is None:
            cells[key] = Mark(x, y, radius, 1)
        else:
            cells[key] = Mark(near.x, near.y, max(near.radius, radius), near.count + 1)
    for key in sorted(cells):
        yield cells[key]


def _round_km(most: float) -> float:
    power: float = 10 ** math.floor(math.log10(most))
    return next(n * power for n in (5, 2, 1) if n * power <= most)
