"""Our own pages, set by the typesetter: tagged, with their language, in fonts that ship with it and with two font packages."""

from __future__ import annotations

import io
from importlib import resources
from typing import Any, Final

import msgspec
import pikepdf
import typst

from wellfounded.packet.untrusted.typeface import SIGNS

FACES: Final = ("Libertinus Serif", "Noto Sans Arabic", "Noto Sans Hebrew")
_SHEETS: Final = resources.files("wellfounded.packet.sheets")
_LINE: Final = """
#set document(date: none)
#set page(width: 2000pt, height: 40pt, margin: 5pt)
#set text(font: "Libertinus Serif", size: 10pt, kerning: false, ligatures: false, lang: "en")
#raw(sys.inputs.signs).text
"""


class Typesetter:
    """Sets documents with the fonts of these folders, and no font of the computer."""

    def __init__(self, fonts: tuple[str, ...], han: str) -> None:
        """Find the fonts; `han` names the form of Han characters: SC, TC, HK, JP or KR."""
        self._faces = [*FACES, f"Noto Sans CJK {han}"]
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=list(fonts))

    def packet(self, data: dict[str, Any]) -> bytes:
        """Set the pages of ours in one part."""
        data = data | {"fonts": self._faces}
        source = _SHEETS.joinpath("packet.typ").read_bytes()
        return self._set({"main.typ": source, "packet.json": msgspec.json.encode(data)})

    def pages(self, data: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
        """Set the pages of an exhibit that is no PDF, with its pictures by name."""
        data = data | {"fonts": self._faces}
        source = _SHEETS.joinpath("pages.typ").read_bytes()
        told = {"main.typ": source, "pages.json": msgspec.json.encode(data)}
        return self._set(told | pictures)

    def line(self) -> pikepdf.Pdf:
        """Set the line of signs the stamps' typeface is taken from."""
        made = self._set({"main.typ": _LINE.encode()}, tags=False, inputs={"signs": SIGNS})
        return pikepdf.open(io.BytesIO(made))

    def _set(
        self, files: dict[str, bytes], *, tags: bool = True, inputs: dict[str, str] | None = None
    ) -> bytes:
        virtual: Any = files
        compiler = typst.Compiler(
            virtual, font_paths=self._fonts, ignore_system_fonts=True, sys_inputs=inputs or {}
        )
        made: Any = compiler.compile(format="pdf", timestamp=0, pdf_tags=tags)
        return bytes(made)
