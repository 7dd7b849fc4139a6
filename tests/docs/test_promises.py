"""Each promise of docs/know/promises.md names tests that exist, and no test of a promise is left out."""

import re

from tests.house.tree import ROOT

_PAGE = ROOT / "docs" / "know" / "promises.md"


def test_every_named_test_exists_and_every_test_of_a_promise_is_named() -> None:
    """The page and tests/promises/ agree; all nineteen promises have a row."""
    text = _PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    there = {p.relative_to(ROOT).as_posix() for p in (ROOT / "tests/promises").glob("test_*.py")}
    assert {name for name in named if not (ROOT / name).exists()} == set()
    assert there - named == set()
    assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == [str(n) for n in range(1, 20)]


def test_a_promise_without_a_test_says_so() -> None:
    """A row names a test or a page, or says that the thing is not built yet."""
    rows = [r for r in _PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+ \|", r)]
    assert [r for r in rows if not re.search(r"`tests/|\]\(|not built yet", r)] == []
