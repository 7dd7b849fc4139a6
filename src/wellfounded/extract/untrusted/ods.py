"""OpenDocument spreadsheets: rows with sheet and cells, repeated cells written out within reason.

Source: OpenDocument 1.3 part 3, 9 (tables), 19.674 (number-columns-repeated).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from wellfounded.extract.untrusted import office
from wellfounded.extract.untrusted.odt import refuse_locked
from wellfounded.extract.untrusted.office import FAULTS, Package, attribute, local
from wellfounded.extract.untrusted.sheet import Rows, column_name
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure

_CONTENT: Final = "content.xml"
_MOST_REPEATED: Final = 256
_MOST_FORMULAS: Final = 5000


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over properties, then sheet by sheet the rows, then pictures."""
    with Package(source) as package:
        refuse_locked(package)
        office.state_properties(package, out)
        walk = _Walk(source, out, Rows(source, out))
        try:
            for event, element in package.events(_CONTENT):
                if isinstance(element.tag, str):
                    (walk.start if event == "start" else walk.end)(element)
                if walk.rows.full:
                    break
        except (*FAULTS, Unreadable) as fault:
            code = fault.code if isinstance(fault, Unreadable) else "damaged"
            if not walk.sheet:
                raise Unreadable(code, f"{_CONTENT}: {fault}"[:200]) from fault
            out.record(Failure("read", code, f"{_CONTENT}, the rest of it: {fault}"[:200]))
        office.hand_over_members(package, {}, out)


@dataclass(slots=True)
class _Walk:
    """The way through the sheets."""

    source: Source
    out: Emitter
    rows: Rows
    sheet: str = ""
    _row: int = 0
    _column: int = 0
    _cells: dict[int, str] = field(default_factory=dict)
    _formulas: int = 0

    def start(self, element: etree._Element) -> None:
        """Take the beginning of an element."""
        name = local(element)
        if name == "table":
            self.sheet, self._row = attribute(element, "name"), 0
            place = Locus(self.source.digest, sheet=self.sheet)
            self.out.record(Fact("sheet.name", self.sheet, place))
        elif name == "table-row":
            self._row += 1
            self._column, self._cells = 0, {}

    def end(self, element: etree._Element) -> None:
        """Take the end of an element."""
        name = local(element)
        if name in ("table-cell", "covered-table-cell"):
            self._cell(element)
            element.clear(keep_tail=False)
        elif name == "table-row":
            self._end_row(element)

    def _cell(self, element: etree._Element) -> None:
        count = _repeated(attribute(element, "number-columns-repeated"))
        kind = attribute(element, "value-type")
        text = attribute(element, "date-value") if kind == "date" else ""
        paragraphs = [e for e in element if local(e) == "p"]
        text = text.replace("T", " ") or " ".join("".join(e.itertext()) for e in paragraphs)
        text = text or attribute(element, "value")
        if formula := attribute(element, "formula"):
            self._formulas += 1
            if self._formulas <= _MOST_FORMULAS:
                name = f"{column_name(self._column + 1)}{self._row}"
                place = Locus(self.source.digest, sheet=self.sheet, cells=name)
                self.out.record(Fact("sheet.formula", formula.removeprefix("of:")[:2000], place))
        if text:
            for column in range(1, min(count, _MOST_REPEATED) + 1):
                self._cells[self._column + column] = text
        self._column += count

    def _end_row(self, element: etree._Element) -> None:
        count = _repeated(attribute(element, "number-rows-repeated"))
        for repeat in range(min(count, _MOST_REPEATED) if self._cells else 0):
            self.rows.add(self._row + repeat, self._cells, self.sheet)
        place = Locus(self.source.digest, sheet=self.sheet)
        if self._cells and attribute(element, "visibility") in ("collapse", "filter"):
            self.out.record(Fact("sheet.hidden-rows", str(self._row), place))
        if self._cells and count > _MOST_REPEATED:
            self.out.record(Fact("sheet.row-repeated", f"row {self._row}, {count} times", place))
        self._row += count - 1
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _repeated(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1
