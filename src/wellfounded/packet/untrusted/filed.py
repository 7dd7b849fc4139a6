"""A finished PDF as whoever checks a filing looks at it: each page's size, lines, pictures, fonts, notes and links; bookmarks.

PDFium reads the pages, qpdf (pikepdf) the structure. What is found are plain records; which of it breaks a rule is not
decided here.
"""

from __future__ import annotations

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from wellfounded.extract.untrusted import pdf_structure
from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.pdf_structure import FAULTS, said
from wellfounded.extract.untrusted.pdf_text import page_text
from wellfounded.packet.untrusted import filed_structure
from wellfounded.terms.decoding import Emitter, OverLimit, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Passage

_LONGEST_LINE = 2000


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over facts `filed.*` and `pdf.*`, and each line of text as a passage with its box.

    Text that is drawn invisibly has the source `ocr`. Raises Unreadable `needs-password` or `damaged`.
    """
    try:
        pdf = pikepdf.open(source.file, suppress_warnings=True)
    except pikepdf.PasswordError as fault:
        raise Unreadable("needs-password", "it asks for a password") from fault
    except FAULTS as fault:
        raise Unreadable("damaged", f"it cannot be opened: {said(fault)}") from fault
    source.file.seek(0)
    try:
        document = pypdfium2.PdfDocument(source.file)
    except pypdfium2.PdfiumError as fault:
        raise Unreadable("damaged", f"it cannot be opened: {fault}") from fault
    try:
        pages = len(document)
        pdf_structure.state(pdf, pages, source, out)
        filed_structure.state(pdf, source, out)
        _pages(document, pages, source, out)
    except FAULTS as fault:
        raise Unreadable("damaged", said(fault)) from fault
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, pages: int, source: Source, out: Emitter) -> None:
    chars = 0
    for number in range(1, pages + 1):
        if number > source.limits.pages:
            raise OverLimit("pages", source.limits.pages)
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as fault:
            raise Unreadable("damaged", f"page {number}: {fault}") from fault
        try:
            chars += _page(page, Locus(source.digest, page=number), out)
        finally:
            page.close()
        if chars > source.limits.text_chars:
            raise OverLimit("text_chars", source.limits.text_chars)


def _page(page: pypdfium2.PdfPage, place: Locus, out: Emitter) -> int:
    """Hand over one page; gives the number of characters."""
    found = page_text(page, apart=True)
    width, height = found.size
    out.record(Fact("filed.size", f"{width} {height}", place))
    if found.blank:
        out.record(Fact("filed.blank", 1, place))
    if covered := _covered(page, width * height / 1e6):
        out.record(Fact("filed.pictures", covered, place))
    for line in found.lines:
        where = Locus(place.within, place.page, line.box)
        text = line.text[:_LONGEST_LINE]
        out.record(Passage(text, where, "ocr" if line.invisible else "text"))
    language = language_of(" ".join(line.text for line in found.lines))
    if language:
        out.record(Fact("filed.language", language, place))
    return found.chars


def _covered(page: pypdfium2.PdfPage, area: float) -> int:
    """The share of a page that pictures take, in thousandths; pictures that overlap count twice, up to the whole."""
    share = 0.0
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = drawn.get_bounds()
        share += abs(right - left) * abs(top - bottom) / max(area, 1.0)
    return min(1000, round(1000 * share))
