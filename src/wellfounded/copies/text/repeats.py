"""Blocks that a text prints more than once, as pages do with headlines and paragraphs: annotated, never taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wellfounded.catalogue.tokens.fold import fold

_SHORTEST: Final = 20


@dataclass(frozen=True, slots=True)
class Repeat:
    """A block that stood before: half-open code points of the repetition and of where it stood first."""

    again: tuple[int, int]
    first: tuple[int, int]


def repeats(text: str) -> list[Repeat]:
    """Give every line that says, but for case, accents and marks, what an earlier line said; in order.

    Lines of less than 20 letters are left alone: short ones repeat by nature. Neighbouring repeats of neighbouring lines are
    one block.
    """
    found: list[Repeat] = []
    seen: dict[str, tuple[int, int]] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        place = _trimmed(line, at)
        at += len(line)
        key = " ".join(fold(line).split())
        if len(key) < _SHORTEST:
            continue
        if key not in seen:
            seen[key] = place
            continue
        last = found[-1] if found else None
        if last is not None and _follows(text, last, place, seen[key]):
            found[-1] = Repeat((last.again[0], place[1]), (last.first[0], seen[key][1]))
        else:
            found.append(Repeat(place, seen[key]))
    return found


def _trimmed(line: str, at: int) -> tuple[int, int]:
    bare = line.strip()
    start = at + len(line) - len(line.lstrip())
    return start, start + len(bare)


def _follows(text: str, last: Repeat, again: tuple[int, int], first: tuple[int, int]) -> bool:
    """Say whether only blank space lies between both halves of two repeats."""
    between = text[last.again[1] : again[0]], text[last.first[1] : first[0]]
    forward = first[0] >= last.first[1]
    return forward and not between[0].strip() and not between[1].strip()
