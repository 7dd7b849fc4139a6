"""The bank of speeds and pitches a query is asked at: 0.75 to 1.3 in steps of 2 %."""

from __future__ import annotations

from typing import Final, NamedTuple


class Change(NamedTuple):
    """How a query is changed before it is looked for: stretched in time, and raised in pitch, by these factors."""

    stretch: float
    raised: float


_STEPS: Final = [1.02**k for k in range(-15, 15) if k]

BANK: Final[tuple[Change, ...]] = (
    Change(1.0, 1.0),
    *(Change(s, 1.0) for s in _STEPS),  # other speed, the pitch kept
    *(Change(1.0, s) for s in _STEPS),  # other pitch, the speed kept
    *(Change(s, 1 / s) for s in _STEPS),  # both, as a tape that runs at another speed
)
"""Every change asked for, the unchanged one first."""
