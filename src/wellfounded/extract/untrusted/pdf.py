"""PDF: text by page and box, pages without text, metadata, embedded files and what is active.

PDFium reads the text and draws the first page; qpdf (pikepdf) reads the structure and repairs what
PDFium cannot open. Where the two disagree on the number of pages, that is stated.
"""

from __future__ import annotations

import io
from typing import Final

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from wellfounded.extract.dates.moments import dates_in
from wellfounded.extract.untrusted import pdf_structure
from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.pdf_structure import FAULTS, said
from wellfounded.extract.untrusted.pdf_text import PageText, page_text
from wellfounded.extract.untrusted.text_blocks import number_of
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage, Picture

PREVIEW_WIDTH: Final = 600
_PREVIEW_HEIGHT: Final = 1800
_IN_MEMORY: Final = 64 * 1024**2
_PASSWORD: Final = 4
_UNLOCK: Final = "give the password with `unlock`"

Image.init()


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over facts, then text page by page, then members, then a picture of the first page.

    `settings["password"]` opens an encrypted document. A page whose text is missing or unreadable
    gives a Failure `no-text` at that page, which the stage `ocr` takes up.
    """
    password = settings.get("password")
    structure = _structure(source, password)
    document = _opened(source, password, structure, out)
    try:
        pages = len(document)
        out.record(Fact("pdf.pages", pages))
        if isinstance(structure, pikepdf.Pdf):
            pdf_structure.state(structure, pages, source, out)
        elif structure:
            out.record(Fact("pdf.second-engine", structure))
        _pages(document, pages, source, out)
        if isinstance(structure, pikepdf.Pdf):
            pdf_structure.hand_over_members(structure, source, out)
        _preview(document, source, out)
    finally:
        document.close()


def _structure(source: Source, password: object) -> pikepdf.Pdf | str:
    """What qpdf makes of the file, or why it cannot open it."""
    source.file.seek(0)
    try:
        return pikepdf.open(source.file, password=str(password or ""), suppress_warnings=True)
    except pikepdf.PasswordError:
        return "needs a password"
    except FAULTS as fault:
        return f"could not open it: {said(fault)}"


def _opened(
    source: Source, password: object, structure: pikepdf.Pdf | str, out: Emitter
) -> pypdfium2.PdfDocument:
    """The document in PDFium, if need be from a copy that qpdf repaired."""
    source.file.seek(0)
    content = source.file.read() if source.size <= _IN_MEMORY else source.file
    try:
        return pypdfium2.PdfDocument(content, password=None if password is None else str(password))
    except pypdfium2.PdfiumError as fault:
        if fault.err_code == _PASSWORD:
            what = "the password does not open it" if password else "it asks for a password"
            raise Unreadable("needs-password", what, next=_UNLOCK) from fault
        reason = str(fault)
    if isinstance(structure, pikepdf.Pdf):
        repaired = io.BytesIO()
        try:
            structure.save(repaired)
            document = pypdfium2.PdfDocument(repaired.getvalue())
        except FAULTS as fault:
            raise Unreadable("damaged", f"{reason} A repaired copy: {said(fault)}") from fault
        out.record(Fact("pdf.repaired", reason))
        return document
    raise Unreadable("damaged", f"{reason} The second engine {structure}"[:300])


def _pages(document: pypdfium2.PdfDocument, pages: int, source: Source, out: Emitter) -> None:
    limits, chars, sizes = source.limits, 0, set[tuple[int, int]]()
    for number in range(1, min(pages, limits.pages) + 1):
        place = Locus(source.digest, page=number)
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as fault:
            out.record(Failure("read", "damaged", f"this page: {fault}", place))
            continue
        try:
            found = page_text(page)
            if found.size not in sizes and len(sizes) < 100:
                sizes.add(found.size)
                out.record(Fact("pdf.page-size", f"{found.size[0]} x {found.size[1]}", place))
            chars += _page(found, place, out)
        except pypdfium2.PdfiumError as fault:
            out.record(Failure("read", "damaged", f"this page: {fault}", place))
        finally:
            page.close()
        if chars > limits.text_chars:
            _stopped("text_chars", limits.text_chars, place, out)
            return
    if pages > limits.pages:
        _stopped("pages", limits.pages, Locus(source.digest, page=limits.pages), out)


def _stopped(limit: str, value: int, place: Locus, out: Emitter) -> None:
    what = f"pages after this one were not read: the limit {limit} = {value}"
    out.record(Failure("read", "over-limit", what, place, limits=((limit, value),)))


def _page(found: PageText, place: Locus, out: Emitter) -> int:
    """Hand over one page; gives the number of characters."""
    for block in found.blocks:
        where = Locus(place.within, place.page, block.box, part=number_of(block.text) or None)
        language, when = language_of(block.text), dates_in(block.text)
        source = "ocr" if block.invisible else "text"
        out.record(Passage(block.text, where, source, language, when=when))
    _unseen(found, place, out)
    if found.unreadable:
        what = f"{found.unreadable} of {found.chars} characters of this page stand for no letter"
        out.record(Fact("pdf.unmapped-characters", what, place))
    if found.blank:
        out.record(Fact("pdf.blank-page", place.page or 0, place))
    elif not found.blocks or found.unreadable * 8 > found.chars:
        why = "this page has no text" if not found.blocks else "the text of this page is unreadable"
        what = f"{why}: it needs OCR"
        out.record(
            Failure(
                "read",
                "no-text",
                what,
                place,
                next="build reads it by OCR; what OCR cannot read needs a person",
            )
        )
    return found.chars


def _unseen(found: PageText, place: Locus, out: Emitter) -> None:
    """State text that a reader of the page does not see: drawn invisibly, or beside the page."""
    if hidden := sum(block.invisible for block in found.blocks):
        out.record(Fact("pdf.invisible-text", f"{hidden} passages are drawn invisibly", place))
    width, height = found.size
    for block in found.blocks:
        left, top, right, bottom = block.box
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            where = Locus(place.within, place.page, block.box)
            out.record(Fact("pdf.outside-page", block.text[:200], where))


def _preview(document: pypdfium2.PdfDocument, source: Source, out: Emitter) -> None:
    """Draw the first page about 600 pixels wide; no fonts of this computer are used in the jail."""
    place = Locus(source.digest, page=1)
    try:
        page = document[0]
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            return
        scale = min(PREVIEW_WIDTH / width, _PREVIEW_HEIGHT / height)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError) as fault:
        out.record(Failure("read", "damaged", f"the page cannot be drawn: {fault}", place))
        return
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=72)
    blob = out.blob(data.getvalue())
    out.record(Picture("page", blob, picture.width, picture.height, place))
