"""What share of copies a setting misses, as measured where the answer is known: said wherever no copy was found.

The figures are those of docs/know/copies.md, with the sets and the commands that make them again; they are of the dense pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Missed:
    """How many of `of` copies of one kind were not found on the half of a development set that chose no threshold."""

    kind: str
    missed: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson, 1927)."""
        z, p = 1.96, self.missed / self.of
        middle = p + z * z / (2 * self.of)
        half = z * (p * (1 - p) / self.of + z * z / (4 * self.of * self.of)) ** 0.5
        whole = 1 + z * z / self.of
        return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)

    @property
    def said(self) -> str:
        """The share in words: "of 285 made copies of sound this setting missed 1 (95 %: 0 to 2 %)"."""
        low, high = self.interval
        return f"of {self.of} made copies of {self.kind} this setting missed {self.missed} (95 %: {low:.0%} to {high:.0%})"


MISSED: Final = {
    "sound": Missed("sound", 1, 285),
    "picture": Missed("pictures", 88, 378),
    "video": Missed("video", 3, 264),
}
"""By kind. Text has no such figure here."""


def said(kinds: list[str]) -> str:
    """Give what is missed of these kinds, in words; empty where it was measured for none."""
    return "; ".join(MISSED[k].said for k in kinds if k in MISSED)
