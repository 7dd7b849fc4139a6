"""Text in pictures: read with box and confidence where the engine knows the script, a Failure
where it does not.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.extract.fake import run
from wellfounded.extract.untrusted import ocr

ORDER = ("Order of the harbour office", "No person may leave the eastern quarter")
NOTO = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def page(lines: Sequence[str], font: Path | None = None, form: str = "PNG") -> bytes:
    """Give a drawn page as a picture."""
    if font is not None and not font.exists():
        pytest.skip(f"needs the font {font.name} (make system installs it)")
    drawn = Image.new("RGB", (1000, 300), "white")
    pen = ImageDraw.Draw(drawn)
    face = ImageFont.load_default(36) if font is None else ImageFont.truetype(font, 36)
    for number, line in enumerate(lines):
        pen.text((80, 60 + number * 80), line, "black", face)
    buffer = io.BytesIO()
    drawn.save(buffer, form)
    return buffer.getvalue()


def test_printed_lines_are_read_with_box_and_confidence() -> None:
    """Each line is a passage, its box in thousandths of a pixel, its confidence in thousandths."""
    found = run(ocr.read, page(ORDER))
    assert found.codes == [] and found.facts["ocr.lines"] == 2
    assert [p.text for p in found.passages] == list(ORDER)
    for number, passage in enumerate(found.passages):
        left, top, right, bottom = passage.locus.box or (0, 0, 0, 0)
        assert 70_000 < left < 95_000 and 500_000 < right < 900_000
        assert 55_000 + number * 80_000 < top < bottom < 120_000 + number * 80_000
        assert passage.source == "ocr" and (passage.confidence or 0) > 900


def test_chinese_is_read() -> None:
    """Chinese is read by the same models."""
    found = run(ocr.read, page(("港务局命令", "二十一时以后任何人不得离开东区"), CJK))
    assert unicodedata.normalize("NFKC", found.text) == "港务局命令\n二十一时以后任何人不得离开东区"


def test_one_line_that_may_be_no_writing_is_told_apart_from_a_page_of_it() -> None:
    """A single mark in a picture is listed as such; the same line among others is writing that somebody should read."""
    font, line = NOTO / "NotoNaskhArabic-Regular.ttf", "أمر من مكتب الميناء"
    one, two = run(ocr.read, page((line,), font)), run(ocr.read, page((line, line), font))
    assert (one.codes, two.codes) == (["unread-marks"], ["unsupported-language"])


@pytest.mark.parametrize(
    ("font", "lines"),
    [
        ("NotoSans-Regular.ttf", ("Приказ портового управления", "Никто не может покинуть")),
        ("NotoNaskhArabic-Regular.ttf", ("أمر من مكتب الميناء", "لا يجوز لأحد مغادرة الحي")),
        ("NotoNaskhArabic-Regular.ttf", ("پورت ئىشخانىسىنىڭ بۇيرۇقى", "ھېچكىم ئايرىلالمايدۇ")),
    ],
)
def test_a_script_the_engine_does_not_know_is_a_failure(font: str, lines: tuple[str, ...]) -> None:
    """Lines in another script are seen, counted and not guessed at."""
    found = run(ocr.read, page(lines, NOTO / font))
    assert found.codes == ["unsupported-language"] and found.passages == []
    assert run(ocr.read, page(ORDER)).passages


def test_a_language_asked_for_that_the_engine_does_not_know() -> None:
    """Asked to read Uyghur, it says that it cannot and reads nothing; asked for English, it
    reads.
    """
    data = page(ORDER)
    found = run(ocr.read, data, settings={"languages": ["ug"]})
    assert found.codes == ["unsupported-language"] and found.passages == []
    known = run(ocr.read, data, settings={"languages": ["en"]})
    assert [p.language for p in known.passages] == ["en", "en"]


def test_a_page_of_a_pdf_has_boxes_in_points() -> None:
    """A scanned page is drawn and read; its boxes are in thousandths of a point of that page."""
    document = pdfium.PdfDocument.new()
    for number in range(2):
        sheet = document.new_page(500, 150)
        if number == 1:
            image = pdfium.PdfImage.new(document)
            image.load_jpeg(io.BytesIO(page(ORDER, form="JPEG")))
            image.set_matrix(pdfium.PdfMatrix().scale(500, 150))
            sheet.insert_obj(image)
            sheet.gen_content()
    buffer = io.BytesIO()
    document.save(buffer)
    found = run(ocr.read, buffer.getvalue(), settings={"pages": [2]})
    assert [p.text for p in found.passages] == list(ORDER)
    assert {p.locus.page for p in found.passages} == {2}
    left, _, right, bottom = found.passages[0].locus.box or (0, 0, 0, 0)
    assert 35_000 < left < 48_000 and right < 500_000 and bottom < 150_000


def test_an_empty_page_has_no_text_and_no_failure() -> None:
    """A blank page gives no lines, which is said, and nothing failed."""
    found = run(ocr.read, page(()))
    assert found.facts["ocr.lines"] == 0 and found.codes == []


def test_without_the_extra_the_item_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the failure is needs-extra, with the extra it is read."""
    data = page(ORDER)
    assert run(ocr.read, data).codes == []
    monkeypatch.setattr(ocr, "_READY", False)
    found = run(ocr.read, data)
    assert found.codes == ["needs-extra"] and found.failures[0].what == "needs [ocr]"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"\xff\xd8\xff\xe0 cut"])
def test_damaged_pages_are_a_failure(data: bytes) -> None:
    """Broken pictures and PDFs end as damaged."""
    assert run(ocr.read, data).codes == ["damaged"]
