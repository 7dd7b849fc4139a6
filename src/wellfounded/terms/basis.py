"""A basis: why we hold something. No judgement exists without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment


@dataclass(frozen=True, slots=True)
class Measured:
    """A machine read it: which tool, which version, with which settings. Unchecked until a person looks."""

    tool: str
    version: str
    settings: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the record of this basis."""
        record: dict[str, Any] = {"kind": "measured", "tool": self.tool, "version": self.version}
        if self.settings:
            record["settings"] = dict(self.settings)
        return record


@dataclass(frozen=True, slots=True)
class Stated:
    """Somebody states it: who, by handle or role, and where."""

    by: str
    where: Locus | None = None
    entered: Moment | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the record of this basis."""
        record: dict[str, Any] = {"kind": "stated", "by": self.by}
        if self.where is not None:
            record["where"] = self.where.to_json()
        if self.entered is not None:
            record["entered"] = self.entered.to_json()
        return record


@dataclass(frozen=True, slots=True)
class Decided:
    """A person decided it, under a handle, for a reason."""

    by: str
    why: str

    def to_json(self) -> dict[str, Any]:
        """Give the record of this basis."""
        return {"kind": "decided", "by": self.by, "why": self.why}


Basis = Measured | Stated | Decided
