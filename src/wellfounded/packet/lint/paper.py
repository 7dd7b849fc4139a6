"""Paper and file: the size of the pages, the size of the file, and how the parts of a split filing are named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from wellfounded.packet.lint.finding import Asked, Found
from wellfounded.packet.seen import Seen

_NEAR: Final = 2000
_NAMES: Final = {
    (612, 792): "US Letter",
    (595, 842): "A4",
    (612, 1008): "US Legal",
    (842, 1191): "A3",
}
_PART: Final = re.compile(r"\bpart (\d{1,4}) of (\d{1,4})\b", re.IGNORECASE)
_FIRST_PAGES: Final = 3


def page_size(asked: Asked) -> Iterator[Found]:
    """Pages of another size than the rule's, upright or across; two points more or less are no difference."""
    if asked.rule.size is None:
        return
    wanted = tuple(sorted(side * 1000 for side in asked.rule.size))
    others: dict[tuple[int, int], list[int]] = defaultdict(list)
    for page in asked.seen.pages:
        sides = sorted((page.width, page.height))
        if any(abs(a - b) > _NEAR for a, b in zip(sides, wanted, strict=True)):
            others[(round(page.width / 1000), round(page.height / 1000))].append(page.number)
    for size, pages in others.items():
        yield Found(f"{_named(size)}, not {_named(asked.rule.size)}", tuple(pages))


def _named(sides: tuple[int, int]) -> str:
    size = f"{sides[0]} x {sides[1]} points"
    name = _NAMES.get((min(sides), max(sides)))
    return f"{size} ({name})" if name else size


def file_size(asked: Asked) -> Iterator[Found]:
    """A file larger than the rule's limit, and a part whose name does not say which it is."""
    seen, most = asked.seen, asked.rule.most_bytes
    if most is not None and seen.size > most:
        yield Found(f"{seen.size:,} bytes; the limit on file is {most:,}")
    number, of = part(seen)
    if asked.rule.part_name and of > 1:
        named = re.search(asked.rule.part_name, seen.name, re.IGNORECASE)
        if named is None:
            yield Found(f"this is part {number} of {of}, and its name says no part", do="Name the file so that it says which part it is, and give it the same name as the others before that.")  # fmt: skip
        elif int(named[1]) != number:
            yield Found(f"this is part {number} of {of}, and its name says part {named[1]}", do="Name the file by the part it is.")  # fmt: skip


def part(seen: Seen) -> tuple[int, int]:
    """Give which part of how many a file says it is on its first pages; 1 of 1 if it says nothing."""
    for page in seen.pages[:_FIRST_PAGES]:
        if said := _PART.search(page.flowing):
            return int(said[1]), int(said[2])
    return 1, 1
