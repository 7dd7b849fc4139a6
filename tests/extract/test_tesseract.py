"""Tesseract: scripts that the other engine does not know, through the jail where the program is
there.
"""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.extract.fake import run
from tests.extract.sinks import Kept
from tests.extract.test_ocr import NOTO, page
from wellfounded.extract import tesseract
from wellfounded.extract.untrusted import ocr_tesseract
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest

_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
_WHERE = {"in": str(Digest.of(b"x")), "page": 3, "box": [0, 0, 500_000, 250_000]}


def test_a_table_becomes_lines_with_boxes_of_the_page() -> None:
    """Words of one line are one passage; its box is scaled from pixels back to the page."""
    table = _HEAD + "5\t1\t1\t1\t1\t1\t100\t50\t60\t20\t90\tПриказ\n"
    table += "5\t1\t1\t1\t1\t2\t170\t50\t30\t20\t80\tпорта\n5\t1\t1\t1\t2\t1\t100\t90\t9\t9\t4\tx\n"
    settings = {"locus": _WHERE, "width": 1000, "packs": ["rus"]}
    found = run(ocr_tesseract.read, table.encode(), settings=settings)
    (line,) = found.passages
    assert (line.text, line.language, line.confidence) == ("Приказ порта", "ru", 850)
    assert line.locus.page == 3 and line.locus.box == (50_000, 25_000, 100_000, 35_000)
    assert found.codes == ["partial"]


@pytest.mark.parametrize(
    "table", ["", "Error opening data file", _HEAD + "5\t1\t1\t1\t1\t1\ta\tb\tc\td\te\tx"]
)
def test_a_table_that_is_none_is_garbage(table: str) -> None:
    """What is no table ends as garbage."""
    settings = {"locus": _WHERE, "width": 1000}
    assert run(ocr_tesseract.read, table.encode(), settings=settings).codes == ["garbage"]


@pytest.mark.parametrize(
    ("language", "font", "line"),
    [
        ("ru", "NotoSans-Regular.ttf", "Приказ портового управления"),
        ("ar", "NotoNaskhArabic-Regular.ttf", "لا يجوز لأحد مغادرة الحي"),
        ("ug", "NotoNaskhArabic-Regular.ttf", "شەرقىي رايون"),
    ],
)
def test_each_script_is_read_in_the_jail(
    tmp_path: Path, language: str, font: str, line: str
) -> None:
    """A printed line in Cyrillic or Arabic letters is read; a language without a pack is a
    Failure.
    """
    if tesseract.pack(language) is None:
        pytest.skip(f"needs Tesseract with the pack for {language} (make system installs it)")
    path = tmp_path / "page.png"
    path.write_bytes(page((line,), NOTO / font))
    sink = Kept()
    with Sandbox(tesseract.DECODERS, weaker=True) as box:
        file = os.open(path, os.O_RDONLY)
        try:
            task = Task(tesseract.DRAWER, Digest.of(b"p"), path.stat().st_size, stage="ocr")
            outcome = tesseract.stage(box, task, file, sink, [language, "tlh"])
        finally:
            os.close(file)
    assert outcome.failure is None
    assert [f["code"] for f in sink.of("failure")] == ["unsupported-language"]
    (found,) = sink.of("passage")
    assert SequenceMatcher(None, found["text"], line).ratio() > 0.9  # final yeh is read as alef
    assert found["language"] == language
    left, top, right, bottom = found["locus"]["box"]
    assert 0 <= left < right <= 1_000_000 and 40_000 < top < bottom < 140_000
