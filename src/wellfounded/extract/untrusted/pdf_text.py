"""The text of one PDF page: lines as PDFium finds them, joined to paragraphs, each with its box.

Boxes are in thousandths of a point from the top left of the page as it is shown, rotation applied.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from wellfounded.extract.untrusted.text_blocks import LONGEST, number_of

Box = tuple[int, int, int, int]
_SOFT_HYPHEN: Final = (0xFFFE, 0x0002)
_SPACED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uff60]) (?=[\u3000-\u9fff\uff00-\uff60])")
_CLOSE = re.compile(r"[\u3400-\u9fff](?=[\u3400-\u9fff])")
_LARGEST: Final = 1_000_000_000
_MOST_CHARS: Final = 1_000_000
_MOST_RECTANGLES: Final = 200
_BLANK: Final = 32
_WIDE: Final = 2.0


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph of a page and the box around it; `invisible` where it is drawn in no colour.

    Programs that recognise letters of a scan lay their reading over it in that way.
    """

    text: str
    box: Box
    invisible: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page holds: its size as shown (thousandths of a point), its paragraphs, its letters, its lines.

    `unreadable` counts characters whose font gives no letter; a `blank` page draws nothing.
    """

    size: tuple[int, int]
    blocks: tuple[TextBlock, ...]
    chars: int
    unreadable: int
    blank: bool
    lines: tuple[TextBlock, ...] = ()


def page_text(page: pypdfium2.PdfPage, *, apart: bool = False) -> PageText:
    """Give the text of a page; raises PdfiumError where PDFium cannot read its text.

    With `apart`, words that stand side by side with a wide gap between are lines of their own.
    """
    width, height = (round(1000 * side) for side in page.get_size())
    text = page.get_textpage()
    try:
        count = min(text.count_chars(), _MOST_CHARS)
        codes = _codes(text, count)
        lines = list(_lines(page, text, codes, (width, height), apart=apart))
    finally:
        text.close()
    unreadable = count if _mixed(codes) else sum(map(_is_no_letter, codes))
    blocks = tuple(_paragraphs(lines))
    blank = not blocks and pdfium.FPDFPage_CountObjects(page.raw) == 0
    return PageText((width, height), blocks, count, unreadable, blank, tuple(lines))


def _codes(text: pypdfium2.PdfTextPage, count: int) -> Sequence[int]:
    """The code of each character: at once where that gives one unit for each, else one by one."""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text.raw, 0, count, units)
    if written == count + 1 and not any(0xD800 <= unit < 0xE000 for unit in units):
        return list(units)[:count]
    return [pdfium.FPDFText_GetUnicode(text.raw, n) for n in range(count)]


def _lines(
    page: pypdfium2.PdfPage,
    text: pypdfium2.PdfTextPage,
    codes: Sequence[int],
    size: tuple[int, int],
    *,
    apart: bool,
) -> Iterator[TextBlock]:
    begins = 0
    for ends in [n for n, code in enumerate(codes) if code in (10, 13)] + [len(codes)]:
        for start, end in _pieces(text, codes, begins, ends) if apart else [(begins, ends)]:
            words = _closed_up(_string(codes[start:end]).strip())
            if words:
                box = _box(page, text, start, end - start, size)
                yield TextBlock(words, box, _invisible(text, start))
        begins = ends + 1


def _pieces(
    text: pypdfium2.PdfTextPage, codes: Sequence[int], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Part a line where a blank is wider than twice the height of the letters before it."""
    sides = [ctypes.c_double() for _ in range(4)]
    right = height = None
    for n in range(start, end):
        if codes[n] == _BLANK or not pdfium.FPDFText_GetCharBox(text.raw, n, *sides):
            continue
        left, next_right, bottom, top = (side.value for side in sides)
        if right is not None and height and left - right > _WIDE * height:
            yield start, n
            start = n
        right, height = next_right, max(top - bottom, height or 0.0)
    yield start, end


def _invisible(text: pypdfium2.PdfTextPage, index: int) -> bool:
    drawn = pdfium.FPDFText_GetTextObject(text.raw, index)
    if not drawn:
        return False
    mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn)
    return bool(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _is_no_letter(code: int) -> bool:
    """Codes that fonts without a table of letters give: none, controls, private use."""
    if code < 0x20:
        return code not in (2, 9, 10, 12, 13)
    return 0x7F <= code < 0xA0 or code == 0xFFFD or 0xE000 <= code < 0xF900


def _mixed(codes: Sequence[int]) -> bool:
    """Whether letters of many scripts stand among each other, as glyph numbers read as letters do."""
    letters = [code for code in codes if 0x40 < code < 0x2E80 and chr(code).isalpha()]
    scripts = len({code >> 7 for code in letters})
    return scripts >= 5 and len(letters) < 12 * scripts


def _closed_up(words: str) -> str:
    """Chinese or Japanese set wide comes with a space after each letter: without them."""
    wide = len(_SPACED.findall(words))
    if wide < 3 or wide < 4 * len(_CLOSE.findall(words)):
        return words
    return _SPACED.sub("", words)


def _string(codes: Sequence[int]) -> str:
    """Characters of PDFium as text: surrogate pairs joined, unmapped ones shown as U+FFFD."""
    units = "".join(map(chr, codes))
    if units.isascii() and not any(code in (0, 2) for code in codes):
        return units
    units = "".join(
        "-" if code in _SOFT_HYPHEN else chr(code) if 0 < code < 0x110000 else "\ufffd"
        for code in codes
    )
    if any(0xD800 <= code < 0xE000 for code in codes):
        return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return units


def _box(
    page: pypdfium2.PdfPage,
    text: pypdfium2.PdfTextPage,
    start: int,
    count: int,
    size: tuple[int, int],
) -> Box:
    """The box around some characters."""
    corners: list[tuple[int, int]] = []
    number = pdfium.FPDFText_CountRects(text.raw, start, count)
    sides = [ctypes.c_double() for _ in range(4)]
    for n in range(min(number, _MOST_RECTANGLES)):
        if pdfium.FPDFText_GetRect(text.raw, n, *sides):
            left, top, right, bottom = (side.value for side in sides)
            corners += [_shown(page, left, top, size), _shown(page, right, bottom, size)]
    if not corners:
        return (0, 0, 0, 0)
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return (across[0], down[0], across[-1], down[-1])


def _shown(page: pypdfium2.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    """A point of the page's own space as it is shown, at most the width and height away from it."""
    across, down = ctypes.c_int(), ctypes.c_int()
    coarse = max(size) // _LARGEST + 1
    grid = [side // coarse for side in size]
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, *grid, 0, x, y, across, down)
    width, height = size
    return (
        max(-width, min(2 * width, across.value * coarse)),
        max(-height, min(2 * height, down.value * coarse)),
    )


def _paragraphs(lines: list[TextBlock]) -> Iterator[TextBlock]:
    """Join lines that follow each other closely; a gap, a step back up or a number begins anew."""
    block: TextBlock | None = None
    before: TextBlock | None = None
    for line in lines:
        if block and before and _follows(before, line) and len(block.text) < LONGEST:
            words = block.text + _joint(block.text[-1], line.text[0]) + line.text
            block = TextBlock(words, _around(block.box, line.box), line.invisible)
        else:
            if block is not None:
                yield block
            block = line
        before = line
    if block is not None:
        yield block


def _follows(before: TextBlock, line: TextBlock) -> bool:
    """Whether a line goes on with the paragraph of the one before."""
    left, top, right, bottom = before.box
    height = max(1, bottom - top)
    own = max(1, line.box[3] - line.box[1])
    gap = line.box[1] - bottom
    if line.invisible != before.invisible:
        return False
    if number_of(line.text[:40]) or not 0.5 < own / height < 2:
        return False
    if gap > 0.75 * height or line.box[1] < top - height // 2:
        return False
    return line.box[0] < right and line.box[2] > left


def _joint(one: str, two: str) -> str:
    """A line end inside Chinese or Japanese text is no character of it."""
    return "" if one > "\u2e7f" and two > "\u2e7f" and not _hangul(one) else "\n"


def _hangul(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3"


def _around(one: Box, two: Box) -> Box:
    return (
        min(one[0], two[0]),
        min(one[1], two[1]),
        max(one[2], two[2]),
        max(one[3], two[3]),
    )
