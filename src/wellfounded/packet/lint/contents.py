"""The table of contents: whether there is one, and whether it names for each exhibit the page that bears its tab first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wellfounded.packet.exhibit import tab as tab_at
from wellfounded.packet.lint import numbers
from wellfounded.packet.lint.finding import Asked, Found
from wellfounded.packet.lint.paper import part
from wellfounded.packet.lint.tabs import contents_pages, first_pages
from wellfounded.packet.seen import Line, Seen

_CELL: Final = re.compile(
    r"\s*(?:pages?|pp?\.?)?\s*(\d{1,6})(?:\s*[-\u2013\u2014]\s*\d{1,6})?\s*", re.IGNORECASE
)
_ENTRY: Final = re.compile(r"(?:(?i:exhibit|tab|ex\.)\s*)?([A-Z]{1,3})(?=$|[\s.:)])")
_END: Final = re.compile(r"(?<![\d-])(\d{1,6})(?:\s*[-\u2013\u2014]\s*\d{1,6})?\s*$")


def contents(asked: Asked) -> Iterator[Found]:
    """No table of contents where there are tabs; an exhibit it leaves out, names no page for, or names a wrong one for."""
    seen, firsts = asked.seen, first_pages(asked.seen)
    pages = contents_pages(seen, asked.rule.headings)
    if not firsts:
        return
    if not pages:
        yield Found("there are exhibits, and no page is headed as a table of contents")
        return
    if pages[0] > min(firsts.values()):
        yield Found("the table of contents comes after the first exhibit", pages)
    after = _following(list(firsts)[-1])
    blocks, added = _blocks(seen, pages, [*firsts, *after]), numbers.shift(seen)
    for letters, first in firsts.items():
        yield from _named(letters, first, blocks.get(letters), added, pages)
    number, of = part(seen)
    if number == of and (gone := [one for one in after if one in blocks]):
        yield Found("it names exhibits that no page bears the tab of: " + ", ".join(gone), pages)


def _named(
    letters: str,
    first: int,
    block: Sequence[Line] | None,
    added: int | None,
    pages: tuple[int, ...],
) -> Iterator[Found]:
    if block is None:
        yield Found(f"the table of contents does not name tab {letters}", pages)
        return
    told = _told(block)
    if not told:
        yield Found(f"the table of contents names no page for tab {letters}", pages)
    elif added is not None and not told & {first + added, first + added + 1}:
        said = ", ".join(map(str, sorted(told)))
        yield Found(f"the table of contents has tab {letters} on page {said}; it begins on {first + added}", pages)  # fmt: skip


def _following(letters: str) -> list[str]:
    """Give the one tab that would come next."""
    order = [tab_at(n) for n in range(702)]
    return [tab_at(order.index(letters) + 1)] if letters in order else []


def _blocks(seen: Seen, pages: tuple[int, ...], wanted: list[str]) -> dict[str, list[Line]]:
    """Give the lines of each entry, from the row that begins with its tab to the next such row; tabs come in their order."""
    found: dict[str, list[Line]] = {}
    waiting, block = list(wanted), list[Line]()
    for page in seen.pages[pages[0] - 1 : pages[-1]]:
        for row in page.rows:
            begins = _ENTRY.match(row[0].text)
            if begins and begins[1] in waiting:
                del waiting[: waiting.index(begins[1]) + 1]
                block = found[begins[1]] = []
            if numbers.place(page, row[0]) == "elsewhere":
                block.extend(row)
    return found


def _told(block: Sequence[Line]) -> set[int]:
    """Give the page numbers an entry may mean: cells that are a number or a span, else the number at the end of its row."""
    cells = {int(match[1]) for line in block if (match := _CELL.fullmatch(line.text))}
    if cells:
        return cells
    ends = [(line.box[2], int(match[1])) for line in block if (match := _END.search(line.text))]
    return {max(ends)[1]} if ends else set()
