"""Two hands, one digest: the binder's (pikepdf) and that of the program that is handed out agree on every page both can read."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest

from tests.packet import papers
from tools.formats.packets import original
from wellfounded.packet.untrusted.content import Contents, TooDeep
from wellfounded.verifier import wellfounded_verify_packet as reader

CORPUS = Path(os.environ.get("WELLFOUNDED_CORPORA", "corpora")) / "pdf"
_FAULTS = (pikepdf.PikepdfError, UnicodeDecodeError, ValueError, TypeError, RuntimeError, TooDeep)


def by_us(data: bytes) -> list[str]:
    """The digests of the pages by the binder's hand; empty for a page it cannot read."""
    found = []
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            contents = Contents()
            for page in pdf.pages:
                try:
                    found.append(contents.of(page).hex())
                except _FAULTS:
                    found.append("")
    except _FAULTS:
        pass
    return found


def by_them(data: bytes) -> list[str]:
    """The digests by the program's hand; empty for a page it refuses."""
    found: list[str] = []
    try:
        pdf = reader.Pdf(data)
    except reader.Bad:
        return found
    walk = reader.Walk(pdf)
    for page in pdf.pages:
        try:
            found.append(reader.drawn(walk, page)[0].hex())
        except reader.Bad:
            found.append("")
            walk = reader.Walk(pdf)
    return found


@pytest.mark.parametrize(
    "data",
    [papers.paper(3), papers.paper(change=papers.turned(90)), original("shared", 3)],
    ids=["plain", "turned", "a form that shares the page's resources"],
)
def test_both_agree_on_papers(data: bytes) -> None:
    """Plain pages, turned ones, and resources that lead back to themselves."""
    assert by_us(data) == by_them(data)
    assert all(by_us(data))


@pytest.mark.skipif(not CORPUS.exists(), reason="WELLFOUNDED_CORPORA has no pdf folder")
def test_both_agree_on_the_corpus() -> None:
    """Of the odd PDFs every page that both read has one digest."""
    both, differs = 0, []
    for path in sorted(CORPUS.glob("*.pdf")):
        data = path.read_bytes()
        ours, theirs = by_us(data), by_them(data)
        if len(ours) != len(theirs):
            continue
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
            if one and other:
                both += 1
                differs += [(path.name, number)] * (one != other)
    assert differs == []
    assert both > 450
