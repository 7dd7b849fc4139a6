"""The interval in which a share lies, for the small numbers of a development set."""

from __future__ import annotations

import math


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Give the 95 % interval of hits in n (Wilson 1927), which is sound near 0 and 1 too."""
    if n == 0:
        return 0.0, 1.0
    share, square = hits / n, z * z / n
    middle = (share + square / 2) / (1 + square)
    reach = z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
