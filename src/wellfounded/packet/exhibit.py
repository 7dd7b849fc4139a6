"""An exhibit: an item a person put in the list, what it is called and offered to show, and its tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Final

from wellfounded.packet.concern import Concern
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

WORDS: Final = ("title", "maker", "dated", "offered")
"""What people write about an exhibit: title, who made it, its date as stated, what it is offered to show."""


_MOST_PAGES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a concern: `file` as it is, or `hold`; and the mark of what it was decided about."""

    verdict: str
    mark: str
    by: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit. `words` holds what people wrote; `excerpt` the pages to be filed, from 1, empty: all;
    `concerns` what speaks against filing it; `decided` by concern."""

    item: Digest
    tab: str
    name: str
    kind: str
    pages: int | None
    words: Mapping[str, str] = field(default_factory=dict)
    concerns: tuple[Concern, ...] = ()
    decided: Mapping[str, Decided] = field(default_factory=dict)
    excerpt: tuple[int, ...] = ()

    def standing(self, concern: Concern) -> str:
        """Give how a concern stands: `refused`, `filed`, `held`, `changed` since it was decided, or `open`."""
        if concern.refused:
            return "refused"
        decided = self.decided.get(concern.kind)
        if decided is None:
            return "open"
        if decided.mark != concern.mark:
            return "changed"
        return "filed" if decided.verdict == "file" else "held"

    @property
    def ready(self) -> bool:
        """Say whether nothing speaks against binding it."""
        return all(self.standing(c) == "filed" for c in self.concerns)


def pages_named(text: str) -> tuple[int, ...]:
    """Read `1-3, 7`: numbers of pages from 1, rising, each once. Raises Mistaken `pages-form`."""
    found: list[int] = []
    for piece in text.replace("\u2013", "-").split(","):
        first, _, last = piece.strip().partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and len(piece) < 20):
            raise _no_pages(text)
        found += range(int(first), int(last or first) + 1)
        if len(found) > _MOST_PAGES:
            raise _no_pages(text)
    if not found or found[0] < 1 or sorted(set(found)) != found:
        raise _no_pages(text)
    return tuple(found)


def _no_pages(text: str) -> Mistaken:
    return Mistaken(
        "pages-form", f"not a list of pages: {text[:60]!r}", next="write it like 1-3, 7"
    )


def tab(number: int) -> str:
    """Give the tab of the exhibit at a place in the list, from 0: A to Z, then AA, AB, ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters
