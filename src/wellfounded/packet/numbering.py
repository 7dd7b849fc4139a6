"""Which number each page of a packet has: through all parts, our own pages counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wellfounded.packet.plan import Run


@dataclass(frozen=True, slots=True)
class Own:
    """How many pages of ours a packet has beside the tab sheets, which are one page each."""

    cover: int
    index: int
    sources: int
    last: int


@dataclass(frozen=True, slots=True)
class PartNumbers:
    """The numbers in one part: its first page, its pages, its index; a tab sheet for each run; sources and last pages."""

    first: int
    pages: int
    index: int
    tabs: tuple[int, ...]
    sources: int
    last: int


def number(parts: Sequence[Sequence[Run]], own: Own) -> tuple[list[PartNumbers], int]:
    """Give the numbers of every part, and how many pages there are in all."""
    at, found = 1, []
    for place, runs in enumerate(parts):
        first = at
        index = at + own.cover
        at = index + own.index
        tabs = []
        for run in runs:
            tabs.append(at)
            at += 1 + run.stop - run.start
        sources = last = at
        if place == len(parts) - 1:
            last = at + own.sources
            at = last + own.last
        found.append(PartNumbers(first, at - first, index, tuple(tabs), sources, last))
    return found, at - 1


def spans(
    parts: Sequence[Sequence[Run]], numbers: Sequence[PartNumbers], exhibits: int
) -> list[tuple[int, int, int]]:
    """Give for each exhibit the number of its first page, of its last, and the place of the part it begins in."""
    found: dict[int, tuple[int, int, int]] = {}
    for place, (runs, told) in enumerate(zip(parts, numbers, strict=True)):
        for run, tab in zip(runs, told.tabs, strict=True):
            end = tab + run.stop - run.start
            first, _, begins = found.get(run.exhibit, (tab + 1, end, place))
            found[run.exhibit] = (first, end, begins)
    return [found[n] for n in range(exhibits)]
