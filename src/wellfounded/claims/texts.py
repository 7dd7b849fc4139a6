"""The text in which statements count their places: the passages of an item, one under the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

READABLE: Final = frozenset({"text", "ocr", "speech", "message", "caption", "subtitle", "cell"})
"""Sources of passages that can say something."""


class Piece(Protocol):
    """What a text is joined of: words, and how they came to be text."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def source(self) -> str:
        """How they came to be text."""


_P = TypeVar("_P", bound=Piece)


def joined(passages: Iterable[_P]) -> tuple[str, list[tuple[int, int, _P]]]:
    """Give one text of the passages that can say something, parted by line feeds, and the half-open place of each in it."""
    found: list[tuple[int, int, _P]] = []
    parts: list[str] = []
    at = 0
    for passage in passages:
        if passage.source in READABLE and passage.text.strip():
            end = at + len(passage.text)
            found.append((at, end, passage))
            parts.append(passage.text)
            at = end + 1
    return "\n".join(parts), found
