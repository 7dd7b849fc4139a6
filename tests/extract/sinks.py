"""A sink of the sandbox that keeps everything in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wellfounded.terms.digest import Digest


@dataclass
class Kept:
    """The records and blobs of readings, in order."""

    records: list[dict[str, Any]] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """Every fact by name; the last of a name wins."""
        return {r["name"]: r["value"] for r in self.records if r["type"] == "fact"}

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Every record of one type."""
        return [r for r in self.records if r["type"] == kind]

    def on_record(self, record: dict[str, Any]) -> None:
        """Keep one record."""
        self.records.append(record)

    def on_blob(self, data: bytes) -> None:
        """Keep one blob under its digest."""
        self.blobs[str(Digest.of(data))] = data

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Let a member go."""

    def on_member_data(self, data: bytes) -> None:
        """Let it go."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Let it go."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Let it go."""
