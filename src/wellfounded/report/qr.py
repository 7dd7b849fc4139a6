"""A QR code as inline SVG: no script, no picture file, the same bytes each time."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def qr(text: str) -> Markup | None:
    """Give the QR code (ISO/IEC 18004.

    Level L) of a text, or None for one too long for any code.
    """
    try:
        code = segno.make(text, error="l", micro=False, boost_error=True)
    except segno.DataOverflowError:
        return None
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        nl=False,
        border=4,
        svgclass="qr",
        omitsize=True,
    )
    return Markup(out.getvalue().decode("ascii"))
