"""What a stamp says and whether it holds: three answers that are never mixed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["holds", "contradicted", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One stamp, judged. `time` and `within` are microseconds: the time it states (since 1970 UTC) and how exact that is.

    `time` is what the token says, whatever the standing: only under `holds` does somebody else stand behind it. `who` names the
    signer or block in the token's own words; `notes` are what a reader should also know.
    """

    standing: Standing
    who: str = ""
    time: int | None = None
    within: int = 0
    code: str = ""
    what: str = ""
    next: str = ""
    notes: tuple[str, ...] = ()


def contradicted(
    code: str, what: str, *, who: str = "", time: int | None = None, next: str = ""
) -> Verdict:
    """Give the verdict that a stamp disagrees with what it should be about, or with what the reader holds."""
    return Verdict("contradicted", who, time, code=code, what=what, next=next)


def unknown(
    code: str, what: str, *, who: str = "", time: int | None = None, next: str = ""
) -> Verdict:
    """Give the verdict that a stamp can be neither confirmed nor contradicted with what the reader has."""
    return Verdict("unknown", who, time, code=code, what=what, next=next)
