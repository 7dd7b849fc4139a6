"""Word documents: paragraphs with their numbers, tables by row, notes, comments, tracked changes.

Source: ECMA-376 part 1, 17 (WordprocessingML). Word writes the local time of comments and changes
with a `Z`; that letter is not taken as a zone here, and is kept in `written`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from wellfounded.extract.untrusted import office
from wellfounded.extract.untrusted.docx_numbering import Numbering, read_numbering
from wellfounded.extract.untrusted.office import FAULTS, Package, attribute, local
from wellfounded.extract.untrusted.office_text import Gathered, Paragraph, hand_over
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

_MAIN: Final = "word/document.xml"
_BESIDE: Final = ("header", "footer", "footnotes", "endnotes", "comments")
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\ufffd"}
_MOST_STATED: Final = 200


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over properties, then the text in order, then what was changed or hidden, then members."""
    with Package(source) as package:
        office.state_properties(package, out)
        office.state_external(package, out)
        numbering = _numbering(package, out)
        gathered = Gathered(source.limits.text_chars)
        body = _Walk(numbering, gathered, "")
        main = _main(package)
        _walk(package, main, body, out, whole=True)
        for name in sorted(package.names):
            stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
            if name.startswith("word/") and stem in _BESIDE:
                _walk(package, name, _Walk(numbering, gathered, stem.rstrip("s"), body), out)
        hand_over(gathered, source, out)
        _state(body, out)
        places = _places(package, main, body, source)
        office.hand_over_members(package, places, out)


def _main(package: Package) -> str:
    """The part that is the document; some programs name it document2.xml."""
    try:
        for kind, target in office.relations(package, "").values():
            if kind == "officeDocument" and target in package:
                return target
    except (*FAULTS, Unreadable):
        return _MAIN
    return _MAIN


def _numbering(package: Package, out: Emitter) -> Numbering:
    try:
        return read_numbering(package)
    except (*FAULTS, Unreadable) as fault:
        out.record(Failure("read", "damaged", f"paragraph numbers: {fault}"[:200]))
        return Numbering()


def _walk(package: Package, part: str, walk: _Walk, out: Emitter, *, whole: bool = False) -> None:
    """Go through one part; damage in the body of a document that gave nothing ends the reading."""
    try:
        for event, element in package.events(part):
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                walk.start(element)
            else:
                walk.end(element)
    except (*FAULTS, Unreadable) as fault:
        if isinstance(fault, Unreadable) and fault.code != "damaged":
            code = fault.code
        else:
            code = "damaged"
        if whole and not walk.gathered.paragraphs:
            raise Unreadable(code, f"{part}: {fault}"[:200]) from fault
        out.record(Failure("read", code, f"{part}, the rest of it: {fault}"[:200]))


def _state(body: _Walk, out: Emitter) -> None:
    for name, count in sorted(body.counts.items()):
        out.record(Fact(f"docx.{name}", count))
    for name, value, moment in body.stated[:_MOST_STATED]:
        out.record(Fact(f"docx.{name}", value, when=moment))


def _places(package: Package, main: str, body: _Walk, source: Source) -> dict[str, Locus]:
    """Where each picture stands: at the paragraph whose number came last before it."""
    places: dict[str, Locus] = {}
    try:
        related = office.relations(package, main)
    except (*FAULTS, Unreadable):
        return places
    for identity, part in body.pictures:
        if identity in related and part:
            places.setdefault(related[identity][1], Locus(source.digest, part=part))
    return places


@dataclass(slots=True)
class _Text:
    """A paragraph being read."""

    words: list[str] = field(default_factory=list)
    style: str = ""
    list_id: str = ""
    level: int = 0


@dataclass(slots=True)
class _Walk:
    """The way through one part: open paragraphs, tables, and what was met besides text."""

    numbering: Numbering
    gathered: Gathered
    beside: str
    body: _Walk | None = None
    counts: Counter[str] = field(default_factory=Counter)
    stated: list[tuple[str, str, Moment | None]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    _open: list[_Text] = field(default_factory=list)
    _rows: list[list[list[str]]] = field(default_factory=list)
    _tables: list[int] = field(default_factory=list)
    _table_count: int = 0
    _number: str = ""
    _note: etree._Element | None = None
    _deleted: list[str] = field(default_factory=list)
    _hidden: bool = False
    _skipping: int = 0
    _moved: int = 0

    def start(self, element: etree._Element) -> None:
        """Take the beginning of an element."""
        name = local(element)
        if name == "Fallback":
            self._skipping += 1
        if self._skipping:
            return
        match name:
            case "p" if _is_word(element):
                self._open.append(_Text())
            case "tbl":
                self._table_count += 1
                self._tables.append(0)
            case "tr" if self._tables:
                self._tables[-1] += 1
                self._rows.append([])
            case "tc" if self._rows:
                self._rows[-1].append([])
            case "r":
                self._hidden = False
            case "comment" | "footnote" | "endnote":
                self._note = element
            case "moveFrom" if local_parent(element) != "rPr":
                self._moved += 1
                self._change(name, element)
            case "ins" | "del" | "moveTo" if attribute(element, "author"):
                self._change(name, element)

    def end(self, element: etree._Element) -> None:
        """Take the end of an element and forget what it held."""
        name = local(element)
        if name == "Fallback":
            self._skipping -= 1
        elif not self._skipping:
            self._end(name, element)
        if name in ("p", "tbl", "tr", "sectPr", "Fallback"):
            element.clear(keep_tail=False)
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]  # type: ignore[union-attr]

    def _end(self, name: str, element: etree._Element) -> None:
        text = self._open[-1] if self._open else None
        match name:
            case "t" if text is not None and _is_word(element):
                self._words(text, element.text or "")
            case "delText":
                self._deleted.append(element.text or "")
            case "del" | "moveFrom" if local_parent(element) != "rPr":
                self._moved -= name == "moveFrom"
                self._state("deleted", "".join(self._deleted), element)
                self._deleted = []
            case "vanish":
                self._hidden = attribute(element, "val") not in ("0", "false")
            case "blip" if attribute(element, "embed"):
                self.pictures.append((attribute(element, "embed"), self._number))
            case "p" if text is not None and _is_word(element):
                self._end_paragraph(self._open.pop())
            case "tr" if self._rows and self._tables:
                self._end_row(self._rows.pop(), self._tables[-1])
            case "tbl" if self._tables:
                self._tables.pop()
            case _ if text is not None:
                self._property(name, element, text)

    def _property(self, name: str, element: etree._Element, text: _Text) -> None:
        if name in _BREAKS and _is_word(element) and local_parent(element) == "r":
            text.words.append(" " if self._rows else _BREAKS[name])
        elif name == "pStyle":
            text.style = attribute(element, "val")
        elif name == "numId" and local_parent(element) == "numPr":
            text.list_id = attribute(element, "val")
        elif name == "ilvl":
            level = attribute(element, "val")
            text.level = int(level) if level in tuple("012345678") else 0

    def _words(self, text: _Text, words: str) -> None:
        if self._moved:
            self._deleted.append(words)
        elif self._hidden:
            self._to().counts["hidden-runs"] += 1
            self._to().stated.append(("hidden-text", words[:300], None))
        else:
            text.words.append(words)

    def _end_paragraph(self, text: _Text) -> None:
        words = "".join(text.words).strip()
        number = self.numbering.number(text.style, text.list_id, text.level)
        self._number = number or self._number
        if self._rows and self._rows[-1]:
            if words:
                self._rows[-1][-1].append(" ".join(words.split("\t")))
            return
        if self._open:
            self._open[-1].words.append(f"\n{words}\n" if words else "")
            return
        style = self.numbering.styles.get(text.style)
        named = (style.name if style else text.style).lower()
        heading = "title" if named == "title" else "heading" if named[:7] == "heading" else ""
        part, speaker, when = number, "", tuple[Moment, ...]()
        if self.beside:
            part = self._note_part()
            if self.beside == "comment" and self._note is not None:
                speaker, moment = attribute(self._note, "author"), _moment(self._note)
                when = (moment,) if moment else ()
        self.gathered.add(Paragraph(words, part, heading, speaker, when))

    def _note_part(self) -> str:
        identity = attribute(self._note, "id") if self._note is not None else ""
        return f"{self.beside} {identity}".strip()

    def _end_row(self, row: list[list[str]], number: int) -> None:
        words = "\t".join(" ".join(" ".join(cell).split("\n")) for cell in row)
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(" ".join(words.split("\t")))
            return
        part = f"table {self._table_count}, row {number}"
        part = f"{self.beside}, {part}" if self.beside else part
        self.gathered.add(Paragraph(words, part))

    def _change(self, name: str, element: etree._Element) -> None:
        kind = "insertions" if name in ("ins", "moveTo") else "deletions"
        self._to().counts[f"tracked-{kind}"] += 1

    def _state(self, name: str, words: str, element: etree._Element) -> None:
        if words.strip():
            author = attribute(element, "author")
            value = f"{author}: {words[:500]}" if author else words[:500]
            self._to().stated.append((name, value, _moment(element)))

    def _to(self) -> _Walk:
        return self.body or self


def _is_word(element: etree._Element) -> bool:
    return "wordprocessingml" in str(element.tag)


def local_parent(element: etree._Element) -> str:
    """Give the local name of the parent element, '' at the top."""
    parent = element.getparent()
    return "" if parent is None else local(parent)


def _moment(element: etree._Element) -> Moment | None:
    """The date of a comment or change, without the zone Word writes and does not mean."""
    written = attribute(element, "date")
    try:
        moment = Moment.parse(written.removesuffix("Z"))
    except Mistaken:
        return None
    return Moment(moment.fields, moment.offsets, written)
