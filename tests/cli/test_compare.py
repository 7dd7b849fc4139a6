"""`wellfounded compare` on texts: read in the jail, passages and variants told, both sides on one page without script."""

from pathlib import Path

import pytest

from tests.cli.command import run
from tests.extract.make_office import paragraph, word

pytestmark = pytest.mark.slow

WIRE = (
    "Judge Maren Toll said in a ruling read out on Wednesday that Joren Vask, 38, had given a consistent account. He recorded "
    "the material in September 2024 from a rented room on Mill Road."
)
PRINT = f"From our own desk tonight. {WIRE.replace('38', '48')}"


def test_a_text_and_a_document_are_compared_by_their_words(tmp_path: Path) -> None:
    """A plain text and a Word file: one copy with its reasons and the age that differs; the page shows both sides."""
    wire, reprint, page = tmp_path / "wire.txt", tmp_path / "reprint.docx", tmp_path / "page.html"
    wire.write_text(WIRE, "utf-8")
    reprint.write_bytes(word(paragraph(PRINT)))
    ran = run("compare", wire, reprint, "-o", page, "--json", home=tmp_path / "home")
    assert ran.status == 0, ran.err
    (copy,) = [r for r in ran.records if r["type"] == "copy"]
    assert (copy["kind"], copy["verdict"]) == ("text", "copy")
    assert WIRE[copy["a"]["start"] : copy["a"]["end"]].startswith("Judge Maren Toll")
    (variant,) = [r for r in ran.records if r["type"] == "variant"]
    assert (variant["sort"], variant["lemma"], variant["reading"]) == ("number", "38", "48")
    assert WIRE[variant["start"] : variant["end"]] == "38"
    text = page.read_text("utf-8")
    assert '<b class="differs">38</b>' in text and '<b class="differs">48</b>' in text
    assert "<script" not in text and "wire.txt" in text


def test_what_is_not_alike_and_what_is_the_same(tmp_path: Path) -> None:
    """Texts with nothing in common: said so, as no evidence. The same bytes: said so. A file nobody can read: exit 1 and why."""
    wire, other, odd = tmp_path / "wire.txt", tmp_path / "other.txt", tmp_path / "odd.bin"
    wire.write_text(WIRE, "utf-8")
    other.write_text("Rain fell on the hills all week and the ferry stayed in port.", "utf-8")
    odd.write_bytes(bytes(range(256)) * 8)
    home = tmp_path / "home"
    apart = run("compare", wire, other, home=home)
    assert apart.status == 0 and "no copy found in wire.txt by text" in apart.out
    assert "no evidence" in apart.out
    same = run("compare", wire, wire, home=home)
    assert same.status == 0 and "the same bytes" in same.out
    unread = run("compare", wire, odd, home=home)
    assert unread.status == 1 and "not read   odd.bin" in unread.out
