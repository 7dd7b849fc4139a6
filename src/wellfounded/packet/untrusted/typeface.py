"""The typeface of the stamps: taken out of a line that the typesetter set, so that it is the one of our own pages, and small."""

from __future__ import annotations

from typing import Any, Final

import pikepdf

SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,.()-/ "
"""Every sign a stamp may hold."""


class Typeface:
    """A font in a document, and how each sign is written in it."""

    def __init__(self, font: pikepdf.Object, codes: dict[str, bytes]) -> None:
        """Take the font, and the code of each sign in it."""
        self.font = font
        self._codes = codes
        descendant = font.DescendantFonts[0]
        self._default = float(descendant.get("/DW", 1000))
        self._widths = dict(_widths(descendant.get("/W", [])))

    @classmethod
    def from_line(cls, line: pikepdf.Pdf, into: pikepdf.Pdf) -> Typeface:
        """Take the font of the one line of `SIGNS` that stands on a document's page, into another document."""
        page = line.pages[0]
        codes = b""
        for one in pikepdf.parse_content_stream(page, "TJ Tj"):
            shown: Any = one.operands[0]
            parts = shown if str(one.operator) == "TJ" else [shown]
            codes += b"".join(bytes(p) for p in parts if isinstance(p, pikepdf.String))
        pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
        (font,) = page.Resources.Font.values()
        return cls(into.copy_foreign(font), dict(zip(SIGNS, pairs, strict=True)))

    def shown(self, text: str) -> str:
        """Give text as the operand of Tj."""
        return f"<{b''.join(self._codes[c] for c in text).hex()}>"

    def width(self, text: str, size: float) -> float:
        """Give the width of text set in `size` points."""
        codes = (int.from_bytes(self._codes[c], "big") for c in text)
        return sum(self._widths.get(code, self._default) for code in codes) * size / 1000


def _widths(rows: Any) -> list[tuple[int, float]]:
    """Read the array W of a font (ISO 32000-1, 9.7.4.3)."""
    found: list[tuple[int, float]] = []
    at = 0
    while at < len(rows):
        first, second = int(rows[at]), rows[at + 1]
        if isinstance(second, pikepdf.Array):
            found += [(first + n, float(width)) for n, width in enumerate(second)]
            at += 2
        else:
            found += [(code, float(rows[at + 2])) for code in range(first, int(second) + 1)]
            at += 3
    return found
