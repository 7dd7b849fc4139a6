"""The words of an item in pages.

Each piece with its exact place, who asserts it, and the dates and positions in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from wellfounded.report.found import Found, positions_in, times_of
from wellfounded.report.model import ItemView
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Passage

PIECE_CHARS: Final = 8_000
PAGE_CHARS: Final = 40_000
PAGE_PIECES: Final = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage, or a part of a long one, as it stands on a page; `anchor` is its id there.

    `tool` is what read it. `found` counts in the characters of this piece. `minor` blinds nothing:
    it is the item's standing.
    """

    anchor: str
    passage: Passage
    tool: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that stand one after the other and share place.

    Source, tool and language, as lines of one page do.
    """

    pieces: tuple[Piece, ...]

    @property
    def first(self) -> Piece:
        """The piece whose margin stands for all."""
        return self.pieces[0]

    @property
    def languages(self) -> list[str]:
        """The language tags of the pieces, each once, in order."""
        tags = (piece.passage.language for piece in self.pieces)
        return list(dict.fromkeys(tag for tag in tags if tag))

    @property
    def confidences(self) -> list[int | None]:
        """The engine's confidence in each piece."""
        return [piece.passage.confidence for piece in self.pieces]


@dataclass(frozen=True, slots=True)
class TextPage:
    """The pieces on one page of an item's text; `number` counts from 1."""

    number: int
    pieces: tuple[Piece, ...]
    more: bool

    @property
    def blocks(self) -> list[Block]:
        """The pieces, those that share a margin together."""
        return [Block(tuple(run)) for _, run in groupby(self.pieces, key=_margin)]


def _margin(piece: Piece) -> tuple[str, ...]:
    """What stands beside a piece; one with a speaker or a time of its own stands alone."""
    passage = piece.passage
    alone = passage.speaker or any(found.chars is None for found in piece.found)
    place, own = passage.locus.describe(), piece.anchor if alone else ""
    return place, passage.source, piece.tool, passage.heading, own


def text_pages(item: ItemView) -> Iterator[TextPage]:
    """Give an item's text in pages, at least one, each held in memory alone."""
    pieces: list[Piece] = []
    chars, number = 0, 1
    for piece in _pieces(item):
        full = chars + len(piece.passage.text) > PAGE_CHARS or len(pieces) == PAGE_PIECES
        if pieces and full:
            yield TextPage(number, tuple(pieces), True)
            pieces, chars, number = [], 0, number + 1
        pieces.append(piece)
        chars += len(piece.passage.text)
    yield TextPage(number, tuple(pieces), False)


def _pieces(item: ItemView) -> Iterator[Piece]:
    count = 0
    for reading in item.readings:
        for whole in reading.passages:
            positions = positions_in(whole.text) if whole.source != "metadata" else []
            found = [*times_of(whole), *positions]
            for start, passage in _cut(whole):
                count += 1
                here = tuple(_within(found, start, start + len(passage.text)))
                yield Piece(f"t{count}", passage, reading.tool, here)


def _within(found: list[Found], start: int, end: int) -> Iterator[Found]:
    """Give what begins in a piece.

    Counted from its start; what has no characters stands in the first.
    """
    for one in found:
        if one.chars is None:
            if start == 0:
                yield one
        elif start <= one.chars[0] < end:
            yield replace(one, chars=(one.chars[0] - start, min(one.chars[1], end) - start))


def _cut(passage: Passage) -> Iterator[tuple[int, Passage]]:
    """Cut a long passage at a line or word end.

    Its characters are counted on where they were counted.
    """
    text = passage.text
    if len(text) <= PIECE_CHARS:
        yield 0, passage
        return
    at = 0
    while at < len(text):
        end = at + PIECE_CHARS
        if end < len(text):
            cut = max(text.rfind("\n", at + PIECE_CHARS // 2, end), text.rfind(" ", at + 1, end))
            end = cut + 1 if cut > at else end
        where = _span(passage.locus, len(text), at, end)
        yield at, replace(passage, text=text[at:end], locus=where)
        at = end


def _span(locus: Locus, length: int, at: int, end: int) -> Locus:
    if locus.chars is None or locus.chars[1] - locus.chars[0] != length:
        return locus
    return replace(locus, chars=(locus.chars[0] + at, locus.chars[0] + min(end, length)))
