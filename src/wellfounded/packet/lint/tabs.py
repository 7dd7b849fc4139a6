"""Tabs: which page belongs to which exhibit, whether the letters run on from A, and whether a bookmark leads to each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from wellfounded.packet.exhibit import tab as tab_at
from wellfounded.packet.lint.finding import Asked, Found
from wellfounded.packet.lint.paper import part
from wellfounded.packet.seen import Page, Seen

_STAMP: Final = re.compile(r"(?i:exhibit|tab|ex\.)\s+([A-Z]{1,3})(?:\s*\W?\s*(?i:page|p\.|pp\.)?\s*\d{0,6}(?:\s*(?i:of|/)\s*\d{1,6})?)?(?:\W+\d{1,6})?\W*")  # fmt: skip
_TITLE: Final = re.compile(r"(?i:exhibit|tab)\s+([A-Z]{1,3})\s*[:\u2013\u2014-]\s*\S.*")
_NUMBERED: Final = re.compile(r"(?i:exhibit|tab|ex\.)\s+(\d{1,4})\W*")
_ALONE: Final = re.compile(r"[A-Z]{1,2}")
_LARGE: Final = 24_000
_NAMES: Final = re.compile(r"\bexhibits?\b", re.IGNORECASE)


def tab_of(page: Page) -> str:
    """Give the tab a page bears: of several the one lowest on it, where stamps stand; empty if none."""
    found = [
        (line.box[1], match[1])
        for line in page.lines
        if (match := _STAMP.fullmatch(line.text.strip()))
    ]
    if page.lines and (match := _TITLE.fullmatch(page.lines[0].text.strip())):
        found.append((page.lines[0].box[1], match[1]))
    for line in page.lines if not found else ():
        if line.box[3] - line.box[1] >= _LARGE and _ALONE.fullmatch(line.text.strip()):
            found.append((line.box[1], line.text.strip()))
    return max(found)[1] if found else ""


def contents_pages(seen: Seen, headings: tuple[str, ...]) -> tuple[int, ...]:
    """Give the pages of the table of contents: one with its heading, and those after it whose rows go on."""
    found: list[int] = []
    for page in seen.pages:
        goes_on = bool(found) and page.number == found[-1] + 1 and not tab_of(page)
        if (goes_on and len(_rows(page)) > 1) or (not found and headed(page, headings)):
            found.append(page.number)
    return tuple(found)


def _rows(page: Page) -> list[str]:
    return [
        row[0].text
        for row in page.rows
        if re.match(r"(?i:exhibit\s+|tab\s+)?[A-Z]{1,3}\b\W", row[0].text + " ")
    ]


def headed(page: Page, headings: tuple[str, ...]) -> bool:
    """Say whether a line of a page begins with one of these headings and is short enough to be one."""
    return any(
        re.match(pattern, line.text.strip(), re.IGNORECASE)
        for line in page.lines
        if len(line.text) <= 100
        for pattern in headings
    )


def first_pages(seen: Seen) -> dict[str, int]:
    """Give the first page of each tab, in the order they come. The table of contents is not looked for here."""
    found: dict[str, int] = {}
    for page in seen.pages:
        if letters := tab_of(page):
            found.setdefault(letters, page.number)
    return found


def tabs(asked: Asked) -> Iterator[Found]:
    """No tabs where there are exhibits, tabs that are numbers, do not begin with A, leave one out or come again."""
    seen = asked.seen
    firsts = first_pages(seen)
    if not firsts:
        numbered = [
            p.number
            for p in seen.pages
            if any(_NUMBERED.fullmatch(one.text.strip()) for one in p.lines)
        ]
        if numbered:
            yield Found("the tabs are numbers, not letters", tuple(numbered))
        elif any(_NAMES.search(page.flowing) for page in seen.pages):
            yield Found("it speaks of exhibits, and no page bears a tab")
        return
    letters = list(firsts)
    order = [tab_at(n) for n in range(len(letters) + 702)]
    begins = order.index(letters[0]) if letters[0] in order else 0
    if begins and part(seen)[0] == 1:
        yield Found(f"the tabs begin with {letters[0]}, not with A", (firsts[letters[0]],))
    for before, after in pairwise(letters):
        wanted = order[order.index(before) + 1] if before in order else ""
        if after != wanted:
            yield Found(f"after tab {before} comes {after}, not {wanted}", (firsts[after],))
    yield from _again(seen)


def _again(seen: Seen) -> Iterator[Found]:
    """Tabs that come again after another one."""
    left: set[str] = set()
    now = ""
    for page in seen.pages:
        letters = tab_of(page)
        if letters and letters != now:
            if letters in left:
                yield Found(f"tab {letters} comes again after tab {now}", (page.number,))
            left.add(now)
            now = letters


def bookmarks(asked: Asked) -> Iterator[Found]:
    """Tabs to which no bookmark leads, and bookmarks that lead to no page."""
    dead = asked.seen.found.get("filed.dead-bookmark", ())
    if dead:
        yield Found(f"{len(dead)} bookmarks lead to no page of this file: {dead[0]}")
    leads = {page for _, page in asked.seen.bookmarks}
    lacks = {
        letters: page for letters, page in first_pages(asked.seen).items() if page not in leads
    }
    if lacks and len(first_pages(asked.seen)) > 1:
        yield Found("no bookmark leads to the first page of tab " + ", ".join(lacks), tuple(lacks.values()))  # fmt: skip
