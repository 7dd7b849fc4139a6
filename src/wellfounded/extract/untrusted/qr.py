"""QR codes in a picture or on the pages of a PDF: each code's text as a fact `qr`."""

from __future__ import annotations

import zxingcpp

from wellfounded.extract.untrusted.ocr_pages import pages
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the text of every QR code (ISO/IEC 18004) whose bytes are UTF-8; raises as `ocr_pages.pages`."""
    for page in pages(source, ()):
        locus = Locus(source.digest, page=page.number, frame=page.frame)
        for code in zxingcpp.read_barcodes(page.pixels, formats=_QR):
            try:
                text = code.bytes.decode("utf-8")
            except UnicodeDecodeError:
                continue
            out.record(Fact("qr", text, locus))
