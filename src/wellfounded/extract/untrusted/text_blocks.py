"""The paragraphs of a text as spans of it, and the numbers they carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST: Final = 4000
"""Code points of one passage; a longer paragraph is cut at a sentence, a space, or there."""

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(
    r"(?:§\s*|¶\s*|para(?:graph)?\.?\s+)?(?:\((?P<a>\d{1,3})\)|(?P<b>\d{1,3}(?:\.\d{1,3}){0,4})[.)]"
    r"|(?P<c>\d{1,3}(?:\.\d{1,3}){1,4}))(?:\s+|$)(?=[^\W\d]|[\"“‘«(]|$)"
    r"|(?P<d>第[一二三四五六七八九十百零\d]{1,5}[条條款项項章节節])"
    r"|(?P<e>[一二三四五六七八九十]{1,3})、",
    re.IGNORECASE,
)
_STOPS = (". ", "! ", "? ", "。", "！", "？", "؟ ", "; ", " ")


class Block(NamedTuple):
    """A paragraph: its half-open span in code points, and its number as written there, or ''."""

    start: int
    end: int
    number: str


def blocks(text: str) -> Iterator[Block]:
    """Give the paragraphs in order; text outside them is white space only.

    Lines that stand together are one paragraph where they look wrapped at a margin, else one each.
    """
    group: list[tuple[int, int]] = []
    last = 0
    for line in _LINE.finditer(text):
        start, end = _trimmed(text, line.start(), line.end())
        if start == end:
            continue
        if group and len(_BREAK.findall(text, last, start)) > 1:
            yield from _grouped(text, group)
            group = []
        group.append((start, end))
        last = end
        if len(group) > 400:
            yield from _grouped(text, group)
            group = []
    yield from _grouped(text, group)


def number_of(text: str) -> str:
    """Give the paragraph number a text begins with (`12`, `3.1`, `第三条`), or ''."""
    found = _NUMBER.match(text)
    return "" if found is None else next(filter(None, found.groups()), "")


def line_count(text: str) -> int:
    """Give the number of lines: an end of line is CR LF, CR or LF, the last line needs none."""
    ends = len(_BREAK.findall(text))
    return ends + (bool(text) and not text.endswith(("\n", "\r")))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _grouped(text: str, lines: list[tuple[int, int]]) -> Iterator[Block]:
    """One group of lines without an empty line between them."""
    if not lines:
        return
    merged: list[tuple[int, int]] = []
    wrapped = _looks_wrapped(text, lines)
    for start, end in lines:
        if merged and wrapped and not number_of(text[start : start + 40]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    for start, end in merged:
        yield from _cut(text, start, end)


def _looks_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Lines of nearly one length, at most 100, most of which stop inside a sentence."""
    lengths = [end - start for start, end in lines]
    if len(lines) < 2 or max(lengths) > 100 or max(lengths) < 40:
        return False
    inner = lengths[:-1]
    full = sum(length >= 0.7 * max(lengths) for length in inner)
    open_ended = sum(text[end - 1] not in '.!?。！？…:;”"' for _, end in lines[:-1])
    return full >= 0.8 * len(inner) and open_ended >= 0.5 * len(inner)


def _cut(text: str, start: int, end: int) -> Iterator[Block]:
    number = number_of(text[start : start + 40])
    while end - start > LONGEST:
        limit = start + LONGEST
        cut = limit
        for stop in _STOPS:
            at = text.rfind(stop, start + LONGEST // 2, limit)
            if at >= 0:
                cut = at + len(stop)
                break
        one, two = _trimmed(text, start, cut)
        if one < two:
            yield Block(one, two, number)
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield Block(start, end, number)
