"""Pages drawn for a reading machine: each page or frame as a grey PNG, turned as shown.

The Picture's locus has the page's own box in thousandths of a point or pixel, so that whoever
reads the PNG can go back from its pixels to the page.
"""

from __future__ import annotations

import io

from PIL import Image

from wellfounded.extract.untrusted.ocr_pages import pages
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Picture


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over one Picture (role `page`) for each page; settings and raises as
    `ocr_pages.pages`.
    """
    for page in pages(source, tuple(settings.get("pages", ()))):
        height, width = page.pixels.shape[:2]
        picture = Image.fromarray(page.pixels[:, :, ::-1]).convert("L")
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", compress_level=1)
        box = (0, 0, round(width / page.scale * 1000), round(height / page.scale * 1000))
        locus = Locus(source.digest, page=page.number, frame=page.frame, box=box)
        out.record(Picture("page", out.blob(buffer.getvalue()), width, height, locus, "image/png"))
