"""Page numbers: which number a page bears, and whether they run on, where the rule wants them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from wellfounded.packet.lint.finding import Asked, Found
from wellfounded.packet.lint.paper import part
from wellfounded.packet.seen import Line, Page, Seen

_BOTTOM: Final = 0.85
_CENTRE: Final = 0.15
_NUMBER: Final = re.compile(r"(?<!\d)\d{1,6}(?!\d)")
_ALONE: Final = re.compile(
    r"\W*(?:page|p\.?|exhibit \w+|ex\. \w+)?\W*\d{1,6}(?:\W*(?:of|/)\W*\d{1,6})?\W*", re.IGNORECASE
)
PLACES: Final = ("bottom-center", "bottom-right")


def place(page: Page, line: Line) -> str:
    """Give where on a page a line stands: bottom-left, bottom-center, bottom-right, or elsewhere."""
    left, top, right, bottom = line.box
    if (top + bottom) / 2 < _BOTTOM * page.height:
        return "elsewhere"
    off = (left + right) / 2 / max(page.width, 1) - 0.5
    if abs(off) <= _CENTRE:
        return "bottom-center"
    return "bottom-right" if off > 0 else "bottom-left"


def borne(page: Page) -> dict[str, set[int]]:
    """Give the numbers on a page by where they stand; above the foot only those that stand alone."""
    found: dict[str, set[int]] = defaultdict(set)
    for line in page.lines:
        where = place(page, line)
        if where != "elsewhere" or _ALONE.fullmatch(line.text):
            found[where].update(map(int, _NUMBER.findall(line.text)))
    return found


def shift(seen: Seen, places: tuple[str, ...] = PLACES) -> int | None:
    """Give what is added to a page's place in the file to get the number most pages bear; None if they bear none."""
    votes: Counter[int] = Counter()
    for page in seen.pages:
        numbers = {n for where, found in borne(page).items() if where in places for n in found}
        votes.update(number - page.number for number in numbers)
    if not votes:
        return None
    best, count = min(votes.items(), key=lambda one: (-one[1], abs(one[0])))
    return best if 2 * count >= len(seen.pages) - 1 else None


def page_numbers(asked: Asked) -> Iterator[Found]:
    """Pages without the number that follows, or with it in another place. A first page may bear none."""
    places = tuple(asked.rule.places) or PLACES
    pages, added = asked.seen.pages, shift(asked.seen, places)
    if added is None:
        if len(pages) > 1:
            where = " or ".join(one.replace("-", " ").replace("center", "centre") for one in places)
            yield Found(f"the pages are not numbered one after the other at the {where}", tuple(p.number for p in pages))  # fmt: skip
        return
    missing, elsewhere, others = [], [], []
    for page in pages:
        numbers, wanted = borne(page), page.number + added
        here = {n for where in places for n in numbers.get(where, ())}
        if wanted in here:
            continue
        if any(wanted in found for found in numbers.values()):
            elsewhere.append(page.number)
        elif here:
            others.append(page.number)
        elif page.number > 1:
            missing.append(page.number)
    if missing:
        yield Found("no page number", tuple(missing))
    if elsewhere:
        yield Found("the page number stands in another place", tuple(elsewhere))
    if others:
        yield Found("another number than the one that follows", tuple(others))
    first = pages[0].number + added
    if first not in (0, 1) and part(asked.seen)[0] == 1:
        yield Found(
            f"the numbers begin with {first}, and nothing says that this is a later part", (1,)
        )
