"""What a finished PDF's structure holds: notes, links, bookmarks, fonts, layers, files inside.

Source: ISO 32000-1, 7.11.4 (files), 8.11 (layers), 9.9 (fonts), 12.3 (outlines, destinations), 12.5 (annotations).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from wellfounded.extract.untrusted.pdf_structure import embedded
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact

_MOST: Final = 20_000
_MOST_A_PAGE: Final = 2_000
_DEEPEST: Final = 4
_MARKS: Final = {"/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Square", "/Circle"}
_NOT_NOTES: Final = _MARKS | {
    "/Link",
    "/Widget",
    "/Popup",
    "/Ink",
    "/Stamp",
    "/Line",
    "/PrinterMark",
}
_STANDARD: Final = (
    *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic", "Symbol", "ZapfDingbats"),
    *(f"{face}{style}" for face in ("Helvetica", "Courier") for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
)  # fmt: skip
Key = tuple[int, int]


def state(pdf: pikepdf.Pdf, source: Source, out: Emitter) -> None:
    """Hand over what the structure of a document holds, page by page, then for the whole."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    targets = _Targets(pdf, places)
    fonts = _Fonts()
    for number, page in enumerate(pdf.pages, 1):
        if number > source.limits.pages:
            break
        place = Locus(source.digest, page=number)
        for name, value in (*_notes(page.obj, targets), *fonts.missing(page.obj)):
            out.record(Fact(name, value[:300] or "-", place))
    for title, target in _bookmarks(pdf, targets):
        where = Locus(source.digest, page=target) if target else None
        out.record(Fact("filed.bookmark" if target else "filed.dead-bookmark", title[:300], where))
    for name, _ in embedded(pdf):
        out.record(Fact("filed.attachment", name[:300] or "-"))
    if hidden := _hidden_layers(pdf):
        out.record(Fact("filed.hidden-layers", hidden))


class _Targets:
    """Which page a destination leads to."""

    def __init__(self, pdf: pikepdf.Pdf, places: dict[Key, int]) -> None:
        self._places = places
        self._named: dict[str, object] = {}
        names = _inner(_inner(pdf.Root, "/Names"), "/Dests")
        if isinstance(names, Dictionary):
            for number, (key, value) in enumerate(pikepdf.NameTree(names).items()):
                if number > _MOST:
                    break
                self._named[key] = value
        old = pdf.Root.get("/Dests")
        if isinstance(old, Dictionary):
            self._named |= {key.lstrip("/"): value for key, value in old.items()}

    def of(self, holder: Dictionary) -> tuple[str, int]:
        """Give what kind of target a link or bookmark has (page, outside, file, none), and its page, 0 if there is none."""
        action = holder.get("/A")
        target = holder.get("/Dest")
        if isinstance(action, Dictionary):
            kind = str(action.get("/S"))
            if kind == "/URI":
                return "outside", 0
            if kind in ("/GoToR", "/GoToE", "/Launch"):
                return "file", 0
            if kind != "/GoTo":
                return "other", 0
            target = action.get("/D")
        if target is None:
            return "none", 0
        return "page", self._page(target)

    def _page(self, target: object) -> int:
        if isinstance(target, (String, Name)):
            target = self._named.get(str(target).lstrip("/"))
        if isinstance(target, Dictionary):
            target = target.get("/D")
        if isinstance(target, Array) and len(target) > 0:
            page = target[0]
            if isinstance(page, Dictionary):
                return self._places.get(page.objgen, 0)
        return 0


def _inner(holder: object, name: str) -> object:
    return holder.get(name) if isinstance(holder, Dictionary) else None


def _notes(page: Dictionary, targets: _Targets) -> Iterator[tuple[str, str]]:
    """Each annotation of a page under the name of what it is to a reader."""
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    for number, note in enumerate(list(notes)):
        if number >= _MOST_A_PAGE or not isinstance(note, Dictionary):
            return
        kind, text = str(note.get("/Subtype")), note.get("/Contents")
        words = str(text).strip() if isinstance(text, String) else ""
        if kind == "/Link":
            what, target = targets.of(note)
            if what == "page":
                yield ("filed.link", str(target)) if target else ("filed.dead-link", "page")
            elif what != "outside":
                yield "filed.dead-link", what
        elif kind == "/Widget":
            field = note.get("/FT") or _inner(note.get("/Parent"), "/FT")
            what = "filed.signature-field" if str(field) == "/Sig" else "filed.form-field"
            yield what, str(note.get("/T", ""))
        elif kind in ("/Ink", "/Stamp"):
            yield "filed.ink", words
        elif kind in _MARKS:
            yield "filed.highlight", words
        if (kind not in _NOT_NOTES) or (words and kind in _MARKS):
            yield "filed.note", f"{kind.lstrip('/')}: {words}".rstrip(": ")


class _Fonts:
    """Finds fonts that a page uses and the file does not hold; each font and form is looked at once."""

    def __init__(self) -> None:
        self._seen: dict[Key, str] = {}
        self._forms: set[Key] = set()

    def missing(self, page: Dictionary) -> Iterator[tuple[str, str]]:
        """Give the fonts of a page that are neither in the file nor among the fourteen every reader has."""
        resources = page.get("/Resources")
        parent, steps = page.get("/Parent"), 0
        while resources is None and isinstance(parent, Dictionary) and steps < 50:
            resources, parent, steps = parent.get("/Resources"), parent.get("/Parent"), steps + 1
        for name in sorted(set(self._in(resources, 0))):
            yield "filed.font-missing", name

    def _in(self, resources: object, depth: int) -> Iterator[str]:
        fonts, forms = _inner(resources, "/Font"), _inner(resources, "/XObject")
        for font in fonts.values() if isinstance(fonts, Dictionary) else ():
            if isinstance(font, Dictionary):
                if font.objgen not in self._seen or font.objgen == (0, 0):
                    self._seen[font.objgen] = _not_held(font)
                if self._seen[font.objgen]:
                    yield self._seen[font.objgen]
        for form in forms.values() if isinstance(forms, Dictionary) and depth < _DEEPEST else ():
            if (
                isinstance(form, pikepdf.Stream)
                and str(form.get("/Subtype")) == "/Form"
                and form.objgen not in self._forms
            ):
                self._forms.add(form.objgen)
                yield from self._in(form.get("/Resources"), depth + 1)


def _not_held(font: Dictionary) -> str:
    """Give the name of a font the file does not hold, or nothing."""
    if str(font.get("/Subtype")) == "/Type3":
        return ""
    below = font.get("/DescendantFonts")
    if isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary):
        font = below[0]
    name = str(font.get("/BaseFont", "/?")).lstrip("/")
    described = font.get("/FontDescriptor")
    if isinstance(described, Dictionary) and any(
        key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")
    ):
        return ""
    return "" if name in _STANDARD else name


def _bookmarks(pdf: pikepdf.Pdf, targets: _Targets) -> Iterator[tuple[str, int]]:
    """Each bookmark with its page, in order; 0 where it leads nowhere. Loops are followed once."""
    waiting, seen = [_inner(pdf.Root.get("/Outlines"), "/First")], set[Key]()
    while waiting and len(seen) < _MOST:
        one = waiting.pop()
        if not isinstance(one, Dictionary) or one.objgen in seen:
            continue
        seen.add(one.objgen)
        waiting += [one.get("/Next"), one.get("/First")]
        kind, page = targets.of(one)
        if kind != "outside" and not (kind == "none" and "/First" in one):
            yield str(one.get("/Title", "")), page


def _hidden_layers(pdf: pikepdf.Pdf) -> int:
    off = _inner(_inner(pdf.Root.get("/OCProperties"), "/D"), "/OFF")
    return len(off) if isinstance(off, Array) else 0
