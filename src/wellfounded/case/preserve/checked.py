"""What a check did and found, said in five verdicts that are never mixed up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: `damaged`, `contradicted` (a clock outside the stamps around it), `withdrawn`, `stray` (not part of the case)
    or `unknown` (could not be checked)."""

    verdict: str
    code: str
    what: str
    where: str = ""


@dataclass(slots=True)
class Checked:
    """What a check did and found. Bytes are of objects; `objects_read` are those whose digest was recomputed."""

    full: bool
    entries: dict[str, int] = field(default_factory=dict)
    objects: int = 0
    objects_read: int = 0
    bytes: int = 0
    bytes_read: int = 0
    personal: int = 0
    agrees: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def damaged(self) -> bool:
        """Say whether anything disagrees with its digest, proof or signature."""
        return any(f.verdict == "damaged" for f in self.findings)

    @property
    def contradicted(self) -> bool:
        """Say whether a clock lies outside the stamps around it."""
        return any(f.verdict == "contradicted" for f in self.findings)

    def note(self, verdict: str, code: str, what: str, where: str = "") -> None:
        """Add a finding."""
        self.findings.append(Finding(verdict, code, what, where))


def summary(result: Checked) -> dict[str, Any]:
    """Give the record `check --json` ends with."""
    return {
        "type": "checked",
        "v": 1,
        "full": result.full,
        "damaged": sum(f.verdict == "damaged" for f in result.findings),
        "contradicted": sum(f.verdict == "contradicted" for f in result.findings),
        "withdrawn": sum(f.verdict == "withdrawn" for f in result.findings),
        "entries": result.entries,
        "objects": result.objects,
        "objects_read": result.objects_read,
        "bytes": result.bytes,
        "bytes_read": result.bytes_read,
        "personal": result.personal,
        "agrees": result.agrees,
    }
