"""What a rule finds in a packet: what is wrong, on which pages, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wellfounded.law.rule import Filing
from wellfounded.packet.seen import Seen


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a test sees: what, and the pages of the file it stands on; none where it is about the whole.

    `unsure`: a machine can only flag it, and a person decides, whatever the rule says of itself.
    """

    what: str
    pages: tuple[int, ...] = ()
    do: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and the rule it is held against. `assist`: a person decides whether it breaks the rule."""

    rule: Filing
    what: str
    pages: tuple[int, ...]
    do: str
    assist: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A packet and the rule it is held against; `language` is that of the forum's filings, empty if any will do."""

    seen: Seen
    rule: Filing
    language: str


Test = Callable[[Asked], Iterator[Found]]
"""A pure function of a packet as seen and the values of a rule."""
