"""Long lists as pages of a hundred rows, written as the rows come, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from wellfounded.report.paths import ROWS

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its number from 1, and whether another follows."""

    number: int
    more: bool


@dataclass(slots=True)
class Listing(Generic[Row]):
    """Rows that are handed to `write` a page at a time; an empty list still gets its first page."""

    write: Callable[[list[Row], Leaf], None]
    rows: list[Row] = field(default_factory=list)
    page: int = 1

    def add(self, row: Row) -> None:
        """Take a row; writes a page when it is full and more come."""
        if len(self.rows) == ROWS:
            self.write(self.rows, Leaf(self.page, True))
            self.rows = []
            self.page += 1
        self.rows.append(row)

    def close(self) -> None:
        """Write the last page."""
        self.write(self.rows, Leaf(self.page, False))
