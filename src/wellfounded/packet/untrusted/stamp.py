"""The stamp: exhibit and page, drawn beside a page's own streams, which stay as they are (docs/formats/packet.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from wellfounded.packet.untrusted.content import inherited, joined
from wellfounded.packet.untrusted.typeface import Typeface

NAME: Final = "/WfStamp"
_SIZE: Final = 9.0
_PAD: Final = 4.0
_HEIGHT: Final = 16.0
_MARGIN: Final = 14.0
_GAP: Final = 12.0
_LARGE: Final = 1.3
"""How much larger than US letter a page may be before the stamp grows with it."""

_STATE = re.compile(
    rb"\((?:\\.|[^()\\])*\)|%[^\r\n]*|/[^\s()<>\[\]{}/%]*|(?<![^\s()<>\[\]{}/%])([qQ])(?![^\s()<>\[\]{}/%])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as people see it: its crop box in its own units, the turn in degrees, its unit."""

    box: tuple[float, float, float, float]
    turn: int
    unit: float

    @classmethod
    def of(cls, page: pikepdf.Object) -> Frame:
        """Read a page's frame; a page without a sound box is taken for US letter, as readers do."""
        media = _box(inherited(page, "/MediaBox")) or (0.0, 0.0, 612.0, 792.0)
        crop = _box(inherited(page, "/CropBox")) or media
        within = _common(crop, media)
        turned = inherited(page, "/Rotate")
        turn = int(turned) % 360 if isinstance(turned, int | Decimal) else 0
        unit = page.get("/UserUnit", 1)
        scale = float(unit) if isinstance(unit, int | Decimal) and unit > 0 else 1.0
        return cls(within, turn if turn % 90 == 0 else 0, scale)

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height in the page's units as shown."""
        x0, y0, x1, y1 = self.box
        return (x1 - x0, y1 - y0) if self.turn % 180 == 0 else (y1 - y0, x1 - x0)

    def matrix(self, scale: float, right: float, up: float) -> tuple[float, ...]:
        """Give the matrix that draws upright at a place counted from the shown page's lower left corner."""
        x0, y0, x1, y1 = self.box
        if self.turn == 90:
            return (0, scale, -scale, 0, x1 - up, y0 + right)
        if self.turn == 180:
            return (-scale, 0, 0, -scale, x1 - right, y1 - up)
        if self.turn == 270:
            return (0, -scale, scale, 0, x0 + up, y1 - right)
        return (scale, 0, 0, scale, x0 + right, y0 + up)


class Stamper:
    """Puts stamps on pages of one document."""

    def __init__(self, pdf: pikepdf.Pdf, face: Typeface) -> None:
        """Set with a typeface that is in the document already."""
        self._pdf, self._face = pdf, face

    def put(self, page: pikepdf.Page, words: Iterable[str]) -> None:
        """Draw the stamp in the lower right corner of the page as shown."""
        frame = Frame.of(page.obj)
        form, width = self._form(tuple(words))
        wide, high = frame.shown
        scale = 1.0 if max(wide / 612, high / 792) <= _LARGE else max(wide / 612, high / 792)
        scale = min(scale, wide * 0.9 / width, (wide * high / 20.5 / width / _HEIGHT) ** 0.5)
        margin = min(_MARGIN * scale, wide * 0.04, high * 0.04)
        matrix = frame.matrix(scale, wide - margin - width * scale, margin)
        name = self._named(page, form)
        before, after = balance(page)
        placed = " ".join(map(_number, matrix))
        first = self._pdf.make_stream(b" ".join([b"q"] * before))
        last = f"{'Q ' * after}q {placed} cm {name} Do Q".encode()
        page.obj["/Contents"] = Array([first, *_streams(page.obj), self._pdf.make_stream(last)])

    def _named(self, page: pikepdf.Page, form: pikepdf.Stream) -> str:
        held = page.obj.get("/Resources")
        resources = Dictionary(dict(held.items())) if isinstance(held, Dictionary) else Dictionary()
        drawn = resources.get("/XObject")
        objects = Dictionary(dict(drawn.items())) if isinstance(drawn, Dictionary) else Dictionary()
        name, number = NAME, 0
        while name in objects:
            number += 1
            name = f"{NAME}{number}"
        objects[name] = form
        resources["/XObject"] = objects
        page.obj["/Resources"] = resources
        return name

    def _form(self, words: tuple[str, ...]) -> tuple[pikepdf.Stream, float]:
        widths = [self._face.width(word, _SIZE) for word in words]
        width = sum(widths) + _GAP * (len(words) - 1) + 2 * _PAD
        drawn, at = [], _PAD
        for word, wide in zip(words, widths, strict=True):
            drawn.append(f"1 0 0 1 {_number(at)} 5 Tm {self._face.shown(word)} Tj")
            at += wide + _GAP
        text = (
            f"/Artifact BMC 1 g 0 0 {_number(width)} {_number(_HEIGHT)} re f 0.55 G 0.5 w "
            f"0.25 0.25 {_number(width - 0.5)} {_number(_HEIGHT - 0.5)} re S 0 g "
            f"BT /F {_number(_SIZE)} Tf {' '.join(drawn)} ET EMC"
        )
        form = self._pdf.make_stream(
            text.encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, Decimal(_number(width)), Decimal(_number(_HEIGHT))]),
            Resources=Dictionary(Font=Dictionary(F=self._face.font)),
        )
        return form, width


def balance(page: pikepdf.Page) -> tuple[int, int]:
    """Give how many `q` must stand before a page's content and how many `Q` after it, so that it ends as it began."""
    depth = lowest = 0
    for found in _STATE.finditer(joined(page.obj)):
        if sign := found.group(1):
            depth += 1 if sign == b"q" else -1
            lowest = min(lowest, depth)
    if depth or lowest:
        depth, lowest = _parsed(page)
    before = 1 - lowest
    return before, before + depth


def _parsed(page: pikepdf.Page) -> tuple[int, int]:
    depth = lowest = 0
    for one in pikepdf.parse_content_stream(page, "q Q"):
        depth += 1 if str(one.operator) == "q" else -1
        lowest = min(lowest, depth)
    return depth, lowest


def _streams(page: pikepdf.Object) -> list[pikepdf.Object]:
    found = page.get("/Contents")
    if isinstance(found, pikepdf.Stream):
        return [found]
    if isinstance(found, Array):
        return [one for one in found if isinstance(one, pikepdf.Stream)]
    return []


def _box(value: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(value, Array) or len(value) != 4:
        return None
    if not all(isinstance(side, int | Decimal) for side in value):
        return None
    a, b, c, d = (float(side) for side in value)
    found = (min(a, c), min(b, d), max(a, c), max(b, d))
    return found if found[2] - found[0] >= 1 and found[3] - found[1] >= 1 else None


def _common(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    both = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    return both if both[2] - both[0] >= 1 and both[3] - both[1] >= 1 else b


def _number(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
