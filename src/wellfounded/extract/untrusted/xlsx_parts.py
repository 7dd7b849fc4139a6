"""What stands beside the rows of a spreadsheet: strings, date formats, notes, anchors of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from lxml import etree
from openpyxl.styles.numbers import (  # type: ignore[import-untyped]
    BUILTIN_FORMATS,
    is_date_format,
)

from wellfounded.extract.untrusted import office
from wellfounded.extract.untrusted.office import FAULTS, Package, attribute, local
from wellfounded.extract.untrusted.sheet import column_name
from wellfounded.terms.decoding import Emitter, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Failure, Passage

_QUOTED = re.compile(r'"[^"]*"|\\.|\[\$[^]]*\]|_.')
_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_LONGEST_NUMBER: Final = 40


@dataclass(slots=True)
class Looks:
    """How stored values look: shared strings, and which styles show a date or a time of day."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    early: bool = False

    def shown(self, kind: str, value: str, style: int) -> str:
        """Give a cell's text: the string, the number as stored, or the date its format shows."""
        if kind == "s":
            known = value.isdigit() and int(value) < len(self.strings)
            return self.strings[int(value)] if known else f"#string {value[:20]} is missing"
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind in ("str", "e", "d") or not value:
            return value
        form = self.formats[style] if style < len(self.formats) else ""
        return (self._date(value, form) if form else "") or _plain(value)

    def _date(self, value: str, form: str) -> str:
        """Days since 1899-12-30 (1904-01-01) as ISO 8601; '' where it is no day of that calendar."""
        try:
            days = float(value)
            if not 0 <= days < 2_958_466:
                return ""
            whole, rest = divmod(round(days * 86_400), 86_400)
        except (ValueError, OverflowError):
            return ""
        form = _QUOTED.sub("", form).lower()
        if "[h" in form or "[m" in form or "[s" in form:
            seconds = whole * 86_400 + rest
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}"
        if rest % 60 or "s" in form:
            clock += f":{rest % 60:02d}"
        if whole == 0 and not self.early:
            return clock
        first = datetime(1904, 1, 1) if self.early else datetime(1899, 12, 30)  # noqa: DTZ001
        if not self.early and whole < 61:
            whole += 1
        day = (first + timedelta(days=whole)).date().isoformat()
        if rest or "h" in form:
            return f"{day} {clock}"
        if "d" not in form and "y" in form:
            return day[:7] if "m" in form else day[:4]
        return day


def _plain(value: str) -> str:
    """A stored number without the noise of its last binary digits."""
    if len(value) > _LONGEST_NUMBER:
        return value[:_LONGEST_NUMBER]
    try:
        short = repr(float(value))
    except ValueError:
        return value
    short = short.removesuffix(".0")
    return short if len(short) < len(value) and "e" not in short else value


def read_looks(package: Package, early: bool, out: Emitter) -> Looks:
    """Read shared strings and formats; what is damaged leaves them short and gives a Failure."""
    looks = Looks(early=early)
    for part, reader in ((_STRINGS, _read_strings), (_STYLES, _read_styles)):
        if part not in package:
            continue
        try:
            reader(package, looks)
        except (*FAULTS, Unreadable) as fault:
            code = fault.code if isinstance(fault, Unreadable) else "damaged"
            out.record(Failure("read", code, f"{part}: {fault}"[:200]))
    return looks


def _read_strings(package: Package, looks: Looks) -> None:
    """Shared strings in order; phonetic hints (`rPh`) are no part of the text."""
    chars, parts, phonetic = 0, list[str](), 0
    for event, element in package.events(_STRINGS):
        name = local(element)
        if name == "rPh":
            phonetic += 1 if event == "start" else -1
        elif event == "end" and name == "t" and not phonetic:
            parts.append(element.text or "")
        elif event == "end" and name == "si":
            looks.strings.append("".join(parts))
            chars += sum(map(len, parts))
            parts = []
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
            if chars > package.source.limits.text_chars:
                return


def _read_styles(package: Package, looks: Looks) -> None:
    own: dict[str, str] = {}
    for element in package.tree(_STYLES):
        if local(element) == "numFmts":
            own = {attribute(e, "numFmtId"): attribute(e, "formatCode") for e in element}
        elif local(element) == "cellXfs":
            for style in element:
                number = attribute(style, "numFmtId")
                form = own.get(number) or _built_in(number)
                looks.formats.append(form if is_date_format(form) else "")


def _built_in(number: str) -> str:
    if not number.isdigit() or len(number) > 4:
        return "General"
    if int(number) in (*range(27, 37), *range(50, 59)):
        return "yyyy-mm-dd"
    return str(BUILTIN_FORMATS.get(int(number), "General"))


def read_beside(
    package: Package, part: str, place: Locus, out: Emitter
) -> Iterator[tuple[str, Locus]]:
    """Hand over the notes of a sheet; give each picture's part with the cell it is anchored at."""
    for kind, target in office.relations(package, part).values():
        if target not in package:
            continue
        if kind == "comments":
            _notes(package, target, place, out)
        elif kind == "drawing":
            yield from _anchors(package, target, place)


def _notes(package: Package, part: str, place: Locus, out: Emitter) -> None:
    tree = package.tree(part)
    authors = [e.text or "" for e in tree.iter(etree.Element) if local(e) == "author"]
    for note in tree.iter(etree.Element):
        if local(note) != "comment":
            continue
        words = "".join(e.text or "" for e in note.iter(etree.Element) if local(e) == "t").strip()
        number = attribute(note, "authorId")
        known = number.isdigit() and int(number) < len(authors)
        where = Locus(place.within, sheet=place.sheet, cells=attribute(note, "ref"), part="comment")
        if words:
            speaker = authors[int(number)] if known else ""
            out.record(Passage(words, where, "cell", speaker=speaker))


def _anchors(package: Package, part: str, place: Locus) -> Iterator[tuple[str, Locus]]:
    related = office.relations(package, part)
    for anchor in package.tree(part):
        column = row = 0
        for element in anchor.iter(etree.Element):
            text = (element.text or "").strip()
            parent = element.getparent()
            if parent is not None and local(parent) == "from" and text.isdigit():
                if local(element) == "col":
                    column = int(text) + 1
                elif local(element) == "row":
                    row = int(text) + 1
            identity = attribute(element, "embed") if local(element) == "blip" else ""
            if identity in related and 0 < column < 20_000 and row:
                cells = f"{column_name(column)}{row}"
                yield related[identity][1], Locus(place.within, sheet=place.sheet, cells=cells)
