"""A place: a point on the Earth with its radius of doubt, and its names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wellfounded.terms.errors import Mistaken


@dataclass(frozen=True, slots=True)
class Place:
    """A WGS 84 position in units of 1e-7 degree with a required radius in metres."""

    latitude_e7: int
    longitude_e7: int
    radius_m: int
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse positions that are not on the Earth and radii that are not positive."""
        if abs(self.latitude_e7) > 900_000_000 or abs(self.longitude_e7) > 1_800_000_000:
            raise Mistaken("place-range", "latitude or longitude is out of range")
        if self.radius_m <= 0:
            raise Mistaken("place-radius", "a place needs a radius in metres, at least 1")

    def to_json(self) -> dict[str, Any]:
        """Give the record of this place."""
        record: dict[str, Any] = {
            "lat_e7": self.latitude_e7,
            "lon_e7": self.longitude_e7,
            "radius_m": self.radius_m,
        }
        if self.names:
            record["names"] = list(self.names)
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Place:
        """Read a record of a place."""
        return cls(
            record["lat_e7"], record["lon_e7"], record["radius_m"], tuple(record.get("names", ()))
        )
