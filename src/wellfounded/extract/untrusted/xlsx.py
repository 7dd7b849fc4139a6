"""Spreadsheets: every row with its sheet and cells, formulas beside their cached values, hidden parts.

Source: ECMA-376 part 1, 18 (SpreadsheetML). A cell shows its stored value; dates become ISO 8601 as
far as their format shows them, with no zone, because a sheet has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from wellfounded.extract.untrusted import office, xlsx_parts
from wellfounded.extract.untrusted.office import FAULTS, Package, attribute, local
from wellfounded.extract.untrusted.sheet import Rows, cell_place, column_name
from wellfounded.extract.untrusted.xlsx_parts import Looks
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure

_BOOK: Final = "xl/workbook.xml"
_MOST_FORMULAS: Final = 5000
_BINARY: Final = "xl/workbook.bin"
_MET: Final = ("row", "c", "col", "sheetProtection")
_MOST_SHEETS: Final = 2000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook: its name, whether it is hidden, and the part it is in."""

    name: str
    state: str
    part: str


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over properties, then sheet by sheet its rows, notes and formulas, then pictures."""
    with Package(source) as package:
        office.state_properties(package, out)
        office.state_external(package, out)
        if _BOOK not in package and _BINARY in package:
            step = "save a copy as xlsx with a spreadsheet program and add the copy"
            raise Unreadable("unsupported", "a binary workbook: no reader for it", next=step)
        try:
            sheets, early = _sheets(package)
        except FAULTS as fault:
            raise Unreadable("damaged", f"the list of sheets: {fault}"[:200]) from fault
        looks = xlsx_parts.read_looks(package, early, out)
        rows, places = Rows(source, out), dict[str, Locus]()
        for sheet in sheets[:_MOST_SHEETS]:
            place = Locus(source.digest, sheet=sheet.name)
            out.record(Fact("sheet.name", sheet.name, place))
            if sheet.state != "visible":
                out.record(Fact("sheet.hidden", sheet.state, place))
            try:
                _read_sheet(package, sheet, looks, rows, place, out)
                for picture, where in xlsx_parts.read_beside(package, sheet.part, place, out):
                    places.setdefault(picture, where)
            except (*FAULTS, Unreadable) as fault:
                code = fault.code if isinstance(fault, Unreadable) else "damaged"
                what = f"sheet {sheet.name}, the rest of it: {fault}"[:200]
                out.record(Failure("read", code, what, place))
        office.hand_over_members(package, places, out)


def _sheets(package: Package) -> tuple[list[Sheet], bool]:
    """The sheets in order, and whether days count from 1904."""
    related = office.relations(package, _BOOK)
    sheets, early = [], False
    for element in package.tree(_BOOK).iter(etree.Element):
        if local(element) == "workbookPr":
            early = attribute(element, "date1904") in ("1", "true")
        elif local(element) == "sheet":
            identity = attribute(element, "id")
            part = related.get(identity, ("", ""))[1]
            state = attribute(element, "state") or "visible"
            sheets.append(Sheet(attribute(element, "name"), state, part))
    return sheets, early


def _read_sheet(
    package: Package, sheet: Sheet, looks: Looks, rows: Rows, place: Locus, out: Emitter
) -> None:
    row, formulas, hidden, cells = 0, 0, list[int](), dict[int, str]()
    reading = _Reading(looks)
    for event, element in package.events(sheet.part, *_MET):
        name = local(element)
        if event == "start":
            if name == "row":
                row = _number(attribute(element, "r"), row + 1)
                cells = {}
                if attribute(element, "hidden") in ("1", "true"):
                    hidden.append(row)
            continue
        if name == "c":
            column, text, formula = reading.cell(element, max(cells, default=0) + 1)
            if text:
                cells[column] = text
            if formula:
                formulas += 1
                if formulas <= _MOST_FORMULAS:
                    where = Locus(
                        place.within, sheet=sheet.name, cells=f"{column_name(column)}{row}"
                    )
                    out.record(Fact("sheet.formula", f"={formula}"[:2000], where))
            element.clear(keep_tail=False)
        elif name == "row":
            rows.add(row, cells, sheet.name)
            _forget(element)
            if rows.full:
                break
        elif name == "col" and attribute(element, "hidden") in ("1", "true"):
            first, last = attribute(element, "min"), attribute(element, "max")
            span = f"{column_name(_number(first, 1))}:{column_name(_number(last, 1))}"
            out.record(Fact("sheet.hidden-columns", span, place))
        elif name == "sheetProtection":
            out.record(Fact("sheet.protected", "against changes", place))
    for span in _spans(hidden):
        out.record(Fact("sheet.hidden-rows", span, place))
    if formulas:
        out.record(Fact("sheet.formulas", formulas, place))


def _forget(element: etree._Element) -> None:
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _spans(rows: list[int]) -> Iterator[str]:
    """Hidden rows as `5` or `7-9`, at most 200 of them."""
    start = end = 0
    spans = []
    for row in [*rows, 0]:
        if row == end + 1:
            end = row
            continue
        if start:
            spans.append(str(start) if start == end else f"{start}-{end}")
        start = end = row
    yield from spans[:200]


class _Reading:
    """Reads cells with the strings and formats of the workbook."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def cell(self, element: etree._Element, column: int) -> tuple[int, str, str]:
        """Give column, shown text and formula of one cell."""
        place = cell_place(attribute(element, "r"))
        if place is not None:
            column = place[0]
        kind, value, formula, inline = attribute(element, "t"), "", "", ""
        for child in element:
            name = local(child)
            if name == "v":
                value = child.text or ""
            elif name == "f":
                formula = child.text or ""
            elif name == "is":
                inline = "".join(e.text or "" for e in child.iter("{*}t"))
        if kind == "inlineStr":
            return column, inline, formula
        style = _number(attribute(element, "s"), 0)
        return column, self._looks.shown(kind, value, style), formula
