"""OpenDocument texts and presentations: paragraphs, tables by row, notes, comments, changes.

Source: OpenDocument 1.3 part 3, 5 (text), 9 (tables), 5.5 (change tracking), 14.1 (annotations).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from wellfounded.extract.untrusted import office
from wellfounded.extract.untrusted.office import FAULTS, Package, attribute, local
from wellfounded.extract.untrusted.office_text import Gathered, Paragraph, hand_over
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over properties, the text in order, and pictures."""
    with Package(source) as package:
        refuse_locked(package)
        office.state_properties(package, out)
        gathered = Gathered(source.limits.text_chars)
        walk = _Walk(gathered)
        try:
            for event, element in package.events(_CONTENT):
                if isinstance(element.tag, str):
                    (walk.start if event == "start" else walk.end)(element)
        except (*FAULTS, Unreadable) as fault:
            code = fault.code if isinstance(fault, Unreadable) else "damaged"
            if not gathered.paragraphs:
                raise Unreadable(code, f"{_CONTENT}: {fault}"[:200]) from fault
            out.record(Failure("read", code, f"{_CONTENT}, the rest of it: {fault}"[:200]))
        hand_over(gathered, source, out)
        for name, count in sorted(walk.counts.items()):
            out.record(Fact(f"odt.{name}", count))
        office.hand_over_members(package, {}, out)


def refuse_locked(package: Package) -> None:
    """Raise Unreadable `needs-password` where the parts are encrypted."""
    if _MANIFEST not in package:
        return
    try:
        locked = any(local(e) == "encryption-data" for e in package.tree(_MANIFEST).iter())
    except FAULTS:
        return
    if locked:
        step = "save a copy without a password and add it too"
        raise Unreadable("needs-password", "it asks for a password", next=step)


@dataclass(slots=True)
class _Walk:
    """The way through the content: open paragraphs, rows of a table, a note or comment."""

    gathered: Gathered
    counts: Counter[str] = field(default_factory=Counter)
    _open: list[list[str]] = field(default_factory=list)
    _heads: list[str] = field(default_factory=list)
    _rows: list[list[list[str]]] = field(default_factory=list)
    _tables: int = 0
    _row: int = 0
    _beside: list[str] = field(default_factory=list)
    _author: str = ""
    _date: str = ""
    _changes: int = 0
    _page: str = ""

    def start(self, element: etree._Element) -> None:
        """Take the beginning of an element."""
        match local(element):
            case "tracked-changes":
                self._changes += 1
            case "changed-region":
                self.counts["tracked-changes"] += 1
            case "p" | "h" as name:
                self._open.append([])
                self._heads.append("heading" if name == "h" else "")
            case "table":
                self._tables += 1
                self._row = 0
            case "table-row":
                self._row += 1
                self._rows.append([])
            case "table-cell" if self._rows:
                self._rows[-1].append([])
            case "annotation":
                self._beside.append("comment")
                self._author = self._date = ""
            case "note":
                self._beside.append("note")
            case "page":
                self._page = attribute(element, "name")

    def end(self, element: etree._Element) -> None:
        """Take the end of an element, its text and the text after it."""
        name = local(element)
        match name:
            case "tracked-changes":
                self._changes -= 1
            case "p" | "h" if self._open:
                self._end_paragraph(element)
            case "table-row" if self._rows:
                self._end_row(self._rows.pop())
            case "annotation" | "note" if self._beside:
                self._beside.pop()
            case "creator" if self._beside:
                self._author = element.text or ""
            case "date" if self._beside:
                self._date = element.text or ""
        if name in ("p", "h", "table-row", "tracked-changes"):
            element.clear(keep_tail=True)

    def _end_paragraph(self, element: etree._Element) -> None:
        self._open.pop()
        heading = self._heads.pop()
        words = _words(element).strip()
        if self._changes or not words:
            return
        if self._beside:
            when = _moment(self._date) if self._beside[-1] == "comment" else None
            speaker = self._author if self._beside[-1] == "comment" else ""
            part = self._beside[-1]
            self.gathered.add(Paragraph(words, part, "", speaker, (when,) if when else ()))
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1].append(" ".join(words.split("\t")))
        else:
            self.gathered.add(Paragraph(words, self._page, heading))

    def _end_row(self, row: list[list[str]]) -> None:
        words = "\t".join(" ".join(" ".join(cell).split("\n")) for cell in row)
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(" ".join(words.split("\t")))
        else:
            self.gathered.add(Paragraph(words, f"table {self._tables}, row {self._row}"))


def _words(element: etree._Element) -> str:
    """The text of a paragraph; notes and comments inside it are paragraphs of their own."""
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            parts.append(" " * (int(count) if count.isdigit() and len(count) < 4 else 1))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name not in ("note", "annotation", "tracked-changes") and len(parts) < 100_000:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _moment(written: str) -> Moment | None:
    try:
        return Moment.parse(written[:26])
    except Mistaken:
        return None
