"""The protections of the jail by their short names, and why each matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Protection:
    """One protection: its short name (without a version), whether the program insists on it, and why it matters."""

    name: str
    required: bool
    why: str


ALL: Final = (
    Protection("no-new-privs", True, "a program it starts gains no rights it has not itself"),
    Protection(
        "landlock", True, "it opens no file but the program's own libraries, and no TCP port"
    ),
    Protection(
        "seccomp", True, "it starts no process or program, opens no socket, signals no other"
    ),
    Protection("rlimits", True, "it ends at the stated memory, processor time and output"),
    Protection("network-namespace", True, "the network it would see has no way out, UDP included"),
    Protection("user-namespace", False, "an administrator's rights end at its walls"),
    Protection(
        "process-namespace", False, "it sees no other process, and none survives the worker"
    ),
)


def missing(held: tuple[str, ...]) -> tuple[str, ...]:
    """Give the names of the protections that are not in `held`."""
    return tuple(p.name for p in ALL if not any(_is(p.name, name) for name in held))


def lacking(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give those of `names` that the program insists on."""
    return tuple(p.name for p in ALL if p.required and p.name in names)


def rows(held: tuple[str, ...]) -> list[tuple[str, bool, str]]:
    """Give, for each protection, its name (with its version where it has one), whether it holds, and why it matters."""
    told = []
    for protection in ALL:
        found = [name for name in held if _is(protection.name, name)]
        told.append((found[0] if found else protection.name, bool(found), protection.why))
    return told


def _is(name: str, held: str) -> bool:
    return held == name or held.startswith(name + "-v")
