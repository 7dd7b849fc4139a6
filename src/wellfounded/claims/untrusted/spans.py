"""Half-open spans of a text in code points: from token numbers, joined, measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Span = tuple[int, int]


def runs(doc: Any, numbers: Iterable[int], offset: int) -> tuple[Span, ...]:
    """Give the spans of the whole text that some tokens of a paragraph stand in, one for each unbroken run."""
    found: list[Span] = []
    last = -2
    for number in numbers:
        token = doc[number]
        start = offset + token.idx
        if number == last + 1:
            found[-1] = (found[-1][0], start + len(token))
        else:
            found.append((start, start + len(token)))
        last = number
    return tuple(found)


def joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give spans in order, those that overlap or are parted by white space only made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def covers(spans: Iterable[Span], start: int, end: int) -> int:
    """Give how many code points of a stretch the spans hold."""
    return sum(max(0, min(e, end) - max(s, start)) for s, e in spans)


def total(spans: Iterable[Span]) -> int:
    """Give the length of spans in code points."""
    return sum(end - start for start, end in spans)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Give what is left of spans where others are taken out."""
    left = list(spans)
    for start, end in taken:
        left = [
            piece
            for s, e in left
            for piece in ((s, min(e, start)), (max(s, end), e))
            if piece[0] < piece[1]
        ]
    return tuple(sorted(set(left)))
