"""Holding a packet against rules: each rule's test by its name, with what it found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wellfounded.law.rule import Filing
from wellfounded.packet.lint import contents, numbers, paper, papers, reader, tabs
from wellfounded.packet.lint.finding import Asked, Finding, Test
from wellfounded.packet.seen import Seen
from wellfounded.terms.errors import Mistaken

_WITHOUT_PAGES: Final = ("opens", "file-size")
TESTS: Final[Mapping[str, Test]] = {
    "page-size": paper.page_size,
    "file-size": paper.file_size,
    "page-numbers": numbers.page_numbers,
    "tabs": tabs.tabs,
    "bookmarks": tabs.bookmarks,
    "contents": contents.contents,
    "first-page": papers.first_page,
    "document": papers.document,
    "language": papers.language,
    "order": papers.order,
    "opens": reader.opens,
    "active": reader.active,
    "attached": reader.attached,
    "notes": reader.notes,
    "forms": reader.forms,
    "links": reader.links,
    "fonts": reader.fonts,
    "unseen": reader.unseen,
    "searchable": reader.searchable,
    "draft": reader.draft,
}
"""The tests a rule can name in its field `test`."""


def lint(seen: Seen, rules: Iterable[Filing], language: str) -> Iterator[Finding]:
    """Give what rules find in a packet, rule by rule; a rule without a test finds nothing.

    Of a packet without pages only that it opens and its size are tested. Raises Mistaken `rules-form` for a test nobody knows.
    """
    for rule in rules:
        if rule.test and rule.test not in TESTS:
            raise Mistaken("rules-form", f"no test is called {rule.test!r}", where=rule.id, next="one of " + ", ".join(TESTS))  # fmt: skip
        if not rule.test or (not seen.pages and rule.test not in _WITHOUT_PAGES):
            continue
        for found in TESTS[rule.test](Asked(seen, rule, language)):
            assist = found.unsure or rule.check == "assist"
            yield Finding(rule, found.what, found.pages, found.do or rule.todo, assist)
