"""What the catalogue is fed with: entries of the logs, and how far each log is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Applied:
    """One entry as it stands in a log: which log (`custody` or `work`), its index, the parsed entry.

    `private` holds the private values that could be revealed, by field name; those withheld or destroyed are absent.
    """

    log: str
    index: int
    entry: Mapping[str, Any]
    private: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log is taken in: the number of entries, and the root of the tree of that size, in hex."""

    log: str
    size: int
    root_hex: str = ""
