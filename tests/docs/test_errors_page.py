"""The page of errors knows every code the program can say."""

import re

from tools import errors_page


def _codes(heading: str) -> set[str]:
    """The codes in the table under a heading of the page."""
    text = errors_page.PAGE.read_text(encoding="utf-8").partition(f"## {heading}\n")[2]
    return set(re.findall(r"^\| `([^`]+)` \|", text.partition("\n## ")[0], re.MULTILINE))


def test_every_code_stands_on_the_page_under_its_family() -> None:
    """If this fails: python tools/errors_page.py, and read what changed."""
    for family in errors_page.FAMILIES:
        there = {r.code for r in errors_page.raised() if r.family == family}
        assert there == _codes(family)
    assert len(errors_page.raised()) > 100


def test_every_failure_code_has_its_meaning() -> None:
    """A code that a decoder gives up with is explained, by a person."""
    assert errors_page.failure_codes() - set(errors_page.FAILURES) == set()
    assert {"damaged", "over-limit", "needs-password"} <= errors_page.failure_codes()
    assert _codes("Failures") == set(errors_page.FAILURES)


def test_codes_are_words_of_one_form() -> None:
    """Small letters and hyphens; the one code made of a field's name has that for its first word."""
    codes = {r.code for r in errors_page.raised()} | set(errors_page.FAILURES)
    assert {c for c in codes if not re.fullmatch(r"(…|[a-z0-9]+)(-[a-z0-9]+)*", c)} == set()
