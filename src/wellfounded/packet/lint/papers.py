"""Papers a filing must hold: the first page, certificates and lists, known by their headings, and what each must state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from wellfounded.law.rule import Filing, Needed
from wellfounded.packet.lint.finding import Asked, Found
from wellfounded.packet.lint.paper import part
from wellfounded.packet.lint.tabs import contents_pages, first_pages, headed, tab_of
from wellfounded.packet.seen import Page, Seen

_LETTERS: Final = 150
_BEFORE: Final = 10
_MARKS: Final = ("filed.ink", "filed.signature-field", "filed.pictures")
CONTENTS: Final = (
    r"(table of )?contents\b",
    r"index\b",
    r"(exhibit|evidence) (index|list)\b",
    r"list of exhibits\b",
)
"""What a table of contents is headed as: its rows are no headings of other papers."""


def document(asked: Asked) -> Iterator[Found]:
    """A paper that is missing where it must be there, and papers of the kind that do not state what they must."""
    seen, rule = asked.seen, asked.rule
    skipped = set(contents_pages(seen, CONTENTS))
    papers = [p for p in seen.pages if p.number not in skipped and headed(p, rule.headings)]
    for page in papers:
        lacks = [need.name for need in rule.needs if not _stated(need, page, _text(seen, page))]
        if lacks:
            yield Found("it does not state " + "; ".join(lacks), (page.number,))
    if not papers:
        yield from _missing(asked)


def _missing(asked: Asked) -> Iterator[Found]:
    rule, pages = asked.rule, asked.seen.pages
    none = f"no page is headed as {rule.paper or 'one'}"
    if any(_says(page.flowing, rule.unless) for page in pages):
        return
    if rule.required and part(asked.seen)[0] == part(asked.seen)[1]:
        yield Found(none)
    if calls := tuple(p.number for p in pages if _says(p.flowing, rule.when)):
        yield Found(f"these words call for one, and {none}", calls)
    if rule.when_foreign and (others := tuple(_foreign(asked))):
        yield Found(f"in another language, as a machine reads it, and {none}", others)


def language(asked: Asked) -> Iterator[Found]:
    """Pages in another language than the forum's, for a person to look at."""
    if others := tuple(_foreign(asked)):
        yield Found("in another language, as a machine reads them, unchecked", others)


def _foreign(asked: Asked) -> Iterator[int]:
    for page in asked.seen.pages:
        other = page.language and page.language.split("-")[0] != asked.language
        if other and asked.language and sum(map(str.isalpha, page.text)) >= _LETTERS:
            yield page.number


def _says(text: str, patterns: Iterable[str]) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def _text(seen: Seen, page: Page) -> str:
    """Give the words of a paper: its page, and the next if that says it goes on."""
    after = seen.pages[page.number : page.number + 1]
    goes_on = after and _says(after[0].flowing[:300], (r"\bcontinued\b",))
    return page.flowing + (" " + after[0].flowing if goes_on else "")


def _stated(need: Needed, page: Page, text: str) -> bool:
    if need.mark and any(name in page for name in _MARKS):
        return True
    if need.place == "top-right":
        text = " ".join(
            line.text
            for line in page.lines
            if line.box[2] > page.width / 2 and line.box[1] < page.height / 3
        )
    return _says(text, need.match)


def first_page(asked: Asked) -> Iterator[Found]:
    """What the first page of a filing does not state; forms named by the rule may stand before it."""
    if not asked.seen.pages or part(asked.seen)[0] > 1:
        return
    pages = asked.seen.pages[:_BEFORE]
    page = next((p for p in pages if not _says(p.flowing, asked.rule.headings)), pages[0])
    lacks = [need.name for need in asked.rule.needs if not _stated(need, page, page.flowing)]
    if lacks:
        yield Found("the first page does not state " + "; ".join(lacks), (page.number,))


def order(asked: Asked) -> Iterator[Found]:
    """Papers that stand after one they must come before."""
    places = {
        stage.name: _stands(asked.seen, asked.rule, n) for n, stage in enumerate(asked.rule.stage)
    }
    here = [(name, page) for name, page in places.items() if page]
    for (before, earlier), (after, later) in pairwise(here):
        if later < earlier:
            yield Found(f"{after} (page {later}) stands before {before} (page {earlier})", (later, earlier))  # fmt: skip


def _stands(seen: Seen, rule: Filing, number: int) -> int:
    """Give the page on which a stage of the order stands, 0 if none is found."""
    stage, firsts = rule.stage[number], first_pages(seen)
    listing = contents_pages(seen, CONTENTS)
    begins = min(firsts.values(), default=0)
    if stage.is_:
        return begins if stage.is_ == "exhibits" else next(iter(listing), 0)
    before, stamped = begins or len(seen.pages) + 1, _stamped(seen, begins)
    own = [
        page.number
        for page in seen.pages
        if page.number not in listing
        and headed(page, stage.headings)
        and (page.number < before or stage.last or (stamped and not tab_of(page)))
    ]
    if not own:
        return 0
    return own[-1] if stage.last else own[0]


def _stamped(seen: Seen, begins: int) -> bool:
    """Say whether most pages of the exhibits bear their tab, so that one without is no page of an exhibit."""
    after = seen.pages[max(begins - 1, 0) :]
    return 2 * sum(bool(tab_of(page)) for page in after) > len(after)
