"""Cuts a packet into parts that a forum takes: between exhibits where that can be, within one only where it alone is too large."""

from __future__ import annotations

from collections.abc import Sequence

from wellfounded.packet.plan import Run
from wellfounded.terms.errors import Refused

_OF_A_PAGE = 900
"""Bytes a bound page takes beside its own streams: its dictionary, its stamp."""


def split(weights: Sequence[Sequence[int]], room: int) -> list[tuple[Run, ...]]:
    """Give the parts. `weights` are the bytes of each page of each exhibit, `room` what a part may hold; 0: no limit.

    Raises Refused `page-too-large` for a page that no part can hold.
    """
    parts: list[list[Run]] = [[]]
    held = 0
    for exhibit, pages in enumerate(weights):
        sizes = [size + _OF_A_PAGE for size in pages]
        if not room or held + sum(sizes) <= room:
            parts[-1].append(Run(exhibit, 0, len(sizes)))
            held += sum(sizes)
            continue
        for run, size in _runs(exhibit, sizes, room):
            if held + size > room and parts[-1]:
                parts.append([])
                held = 0
            parts[-1].append(run)
            held += size
    return [tuple(part) for part in parts]


def _runs(exhibit: int, sizes: Sequence[int], room: int) -> list[tuple[Run, int]]:
    """Give an exhibit in as few runs as fit, with their bytes: one, where it fits whole."""
    found: list[tuple[Run, int]] = []
    start, held = 0, 0
    for at, size in enumerate(sizes):
        if size > room:
            raise Refused(
                "page-too-large",
                "a page is larger than a part of the packet may be",
                where=f"page {at + 1} of an exhibit, about {size:,} bytes",
                why=f"a part has room for {room:,} bytes",
                next="file a smaller copy of that page, or name another --max-size",
            )
        if held + size > room:
            found.append((Run(exhibit, start, at), held))
            start, held = at, 0
        held += size
    return [*found, (Run(exhibit, start, len(sizes)), held)]
