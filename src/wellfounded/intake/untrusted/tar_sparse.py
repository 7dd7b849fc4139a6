"""Sparse members of a tar: where their bytes stand, and zeros for the holes between.

Source: GNU tar manual, "Storing Sparse Files" (old GNU, pax 0.1, pax 1.0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from wellfounded.intake.untrusted.streaming import BLOCK as PIECE
from wellfounded.intake.untrusted.streaming import Broken
from wellfounded.intake.untrusted.tar_header import BLOCK, Header, spans_of

Span = tuple[int, int]
_SPANS: Final = 1_000_000
_ZEROS: Final = bytes(PIECE)


class Body(Protocol):
    """The stored bytes of a member."""

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes; fewer only at the end."""


def old_gnu(header: Header, exactly: Callable[[int], bytes]) -> tuple[list[Span], int]:
    """Give the spans of an old GNU sparse member and its real size; reads the blocks that
    continue the table.
    """
    spans, more, real = header.old_sparse
    while more:
        block = exactly(BLOCK)
        spans += spans_of(block[:504])
        more = block[504:505] == b"\x01"
        if len(spans) > _SPANS:
            raise Broken("its table of spans has no end")
    return spans, real


def pax_spans(table: bytes) -> list[Span]:
    """Read the map of pax 0.1: decimal offset and length, separated by commas."""
    numbers = [int(n) for n in table.split(b",") if n.isdigit() and len(n) < 20]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def in_data(body: Body) -> list[Span]:
    """Read the map of pax 1.0, which stands in front of the data in whole blocks."""
    numbers: list[int] = []
    held = b""
    wanted = 1
    while len(numbers) < wanted:
        held += body.read(BLOCK)
        *lines, held = held.split(b"\n")
        for line in lines:
            if not line:
                continue
            if not line.isdigit() or len(line) > 19:
                raise Broken("its table of spans cannot be read")
            numbers.append(int(line))
            if len(numbers) == 1:
                wanted = 1 + 2 * numbers[0]
            if len(numbers) >= wanted:
                break
        if wanted > 2 * _SPANS or len(held) > BLOCK:
            raise Broken("its table of spans has no end")
    return list(zip(numbers[1::2], numbers[2::2], strict=False))


def holes_filled(body: Body, spans: list[Span], real: int) -> Iterator[bytes]:
    """Give the member's bytes with zeros where it has holes."""
    at = 0
    for offset, length in spans:
        if offset < at:
            raise Broken("its spans overlap")
        yield from _hole(offset - at)
        left = length
        while left > 0:
            data = body.read(min(PIECE, left))
            if not data:
                raise Broken("its bytes end early")
            yield data
            left -= len(data)
        at = offset + length
    yield from _hole(real - at)


def _hole(size: int) -> Iterator[bytes]:
    while size > 0:
        yield _ZEROS[: min(PIECE, size)]
        size -= PIECE
