"""Whatever evidence says.

A page stays the page we wrote: no element, attribute or link comes from it.
"""

import json
import os
from pathlib import Path

import pytest

from tests.report.hostile_model import BAD, hostile
from tests.report.pages import Page, written
from tests.report.sample_model import view

TAGS = frozenset(
    "a article b bdi blockquote body br caption circle code dd details div dl dt figcaption figure"
    " footer g h1 h2 h3 head header html img input label li line link main meta nav ol p path pre"
    " rect section span strong summary svg table tbody td text th thead time title tr ul".split()
)
ATTRIBUTES = frozenset(
    "alt aria-current aria-hidden aria-label aria-labelledby class content cx cy d data-label"
    " charset colspan decoding dir for fill-opacity height href http-equiv id lang loading name"
    " preserveaspectratio r rel role scope src stroke tabindex text-anchor title transform type"
    " viewbox width x x1 x2 y y1 y2".split()
)


def _assert_ours(pages: list[Page]) -> None:
    for page in pages:
        for element in page.elements:
            assert element.tag in TAGS, f"<{element.tag}> in {page.path}"
            assert set(element.attributes) <= ATTRIBUTES, f"{element} in {page.path}"
            assert not any(tag == "title" for tag in element.around)


def test_no_word_becomes_markup(tmp_path: Path) -> None:
    """Markup, handlers, templates and controls in every field stay text.

    The text is there to be read.
    """
    pages = written(hostile(BAD), tmp_path / "report")
    _assert_ours(pages)
    everything = "".join(page.text for page in pages)
    assert '"><script>alert(1)</script>' in everything
    assert "{{ 7 * 7 }}" in everything
    assert "⟦U+001B⟧[31m" in everything
    assert "⟦U+D800⟧" in everything


def test_naughty_strings_stay_text(tmp_path: Path) -> None:
    """The list of naughty strings, in every field at once."""
    corpora = os.environ.get("WELLFOUNDED_CORPORA")
    if not corpora:
        pytest.skip("set WELLFOUNDED_CORPORA to the folder with naughty-strings/blns.json")
    words = json.loads(Path(corpora, "naughty-strings", "blns.json").read_text(encoding="utf-8"))
    pages = written(hostile(words), tmp_path / "report")
    _assert_ours(pages)
    assert len([page for page in pages if page.path.startswith("items/")]) == len(words)


def test_no_address_in_evidence_is_a_link(tmp_path: Path) -> None:
    """An address in a text is shown as text: no link anywhere leads out of the report."""
    pages = written(view(), tmp_path / "report")
    assert any("http://evil.example/" in page.text for page in pages)
    targets = [a.attributes["href"] for page in pages for a in page.all("a", "link")]
    assert targets
    assert not any(":" in target or target.startswith("//") for target in targets)


def test_overrides_are_visible_and_gone(tmp_path: Path) -> None:
    """A right-to-left override in a name stands as a mark, and turns nothing any more."""
    pages = written(view(), tmp_path / "report")
    raw = "".join(p.read_text("utf-8") for p in (tmp_path / "report").rglob("*.html"))
    assert "⟦RLO⟧txt.exe⟦PDF⟧" in "".join(page.text for page in pages)
    assert not any(chr(n) in raw for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
