"""The stated places of the items shown.

Gathered while the items are walked, from north to south.
"""

from __future__ import annotations

from collections.abc import Iterator

from wellfounded.report.mention import Spot
from wellfounded.report.sketch import Sketch, sketch
from wellfounded.report.sorting import Sorted


class Places:
    """Spots in order of latitude from the north, then longitude."""

    def __init__(self, pile: Sorted) -> None:
        """Gather into an empty pile."""
        self._pile = pile
        self._bounds: tuple[int, int, int, int] | None = None

    @property
    def count(self) -> int:
        """How many spots there are."""
        return self._pile.count

    def add(self, spot: Spot) -> None:
        """Take a spot in."""
        lat, lon = spot.where.latitude_e7, spot.where.longitude_e7
        s, w, n, e = self._bounds or (lat, lon, lat, lon)
        self._bounds = min(s, lat), min(w, lon), max(n, lat), max(e, lon)
        self._pile.add((-lat, lon), spot.to_record())

    def __iter__(self) -> Iterator[Spot]:
        """Give every spot."""
        return map(Spot.from_record, self._pile)

    def sketch(self) -> Sketch | None:
        """Give the map, or None without places."""
        if self._bounds is None:
            return None
        south, west, north, east = (bound / 1e7 for bound in self._bounds)
        return sketch((spot.where for spot in self), (south, west, north, east))
