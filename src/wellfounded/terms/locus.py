"""A locus: exactly where in a piece of evidence something stands, and the digest of what it counts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wellfounded.terms.digest import Digest

_SPANS = ("chars", "box", "pts", "base")
_PLAIN = ("page", "sheet", "cells", "message", "part", "frame", "member")


@dataclass(frozen=True, slots=True)
class Locus:
    """A place in the bytes or text named by `within`; every part is optional but that one.

    Spans are half-open. `chars` counts Unicode code points of the text named by `within`. `page` counts from 1. `box` is
    left, top, right, bottom in thousandths of a PDF point or of a pixel, from the top left of the page or frame as shown.
    `pts` is a start and end in units of `base` seconds (a fraction: numerator, denominator). `cells` is `B2:C3`.
    `message` counts from 1 in a chat or mailbox; `part` is a MIME part (`1.2`) or a paragraph number; `member` names a member.
    """

    within: Digest
    page: int | None = None
    box: tuple[int, int, int, int] | None = None
    chars: tuple[int, int] | None = None
    pts: tuple[int, int] | None = None
    base: tuple[int, int] | None = None
    frame: int | None = None
    sheet: str | None = None
    cells: str | None = None
    message: int | None = None
    part: str | None = None
    member: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the record: `in`, then only the parts that are set."""
        record: dict[str, Any] = {"in": str(self.within)}
        for name in _PLAIN:
            if (value := getattr(self, name)) is not None:
                record[name] = value
        for name in _SPANS:
            if (span := getattr(self, name)) is not None:
                record[name] = list(span)
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Locus:
        """Read a record of a locus; unknown parts are ignored here and kept in the record."""
        spans: dict[str, Any] = {name: tuple(record[name]) for name in _SPANS if name in record}
        plain: dict[str, Any] = {name: record[name] for name in _PLAIN if name in record}
        return cls(Digest.parse(record["in"]), **plain, **spans)

    def describe(self) -> str:
        """Give the place as a person reads it: `page 3`, `00:01:02.500`, `sheet Staff, B2`."""
        parts = []
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet}")
        if self.cells is not None:
            parts.append(f"cell {self.cells}" if ":" not in self.cells else f"cells {self.cells}")
        if self.message is not None:
            parts.append(f"message {self.message}")
        if self.part is not None:
            parts.append(f"part {self.part}")
        if self.member is not None:
            parts.append(f"member {self.member}")
        if self.pts is not None and self.base is not None:
            parts.append("-".join(_clock(n * self.base[0] / self.base[1]) for n in self.pts))
        elif self.frame is not None:
            parts.append(f"frame {self.frame}")
        if self.chars is not None:
            parts.append(f"characters {self.chars[0]}-{self.chars[1]}")
        return ", ".join(parts) or "whole item"


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole % 60_000 / 1000:06.3f}"
