"""One part of a packet: our own pages as set, with the pages of its exhibits between them, each saying what it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from types import TracebackType
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from wellfounded.packet import wording
from wellfounded.packet.bundle import Bundle
from wellfounded.packet.numbering import PartNumbers
from wellfounded.packet.plan import Binding, Run
from wellfounded.packet.untrusted.cleaned import clean
from wellfounded.packet.untrusted.layers import Layers
from wellfounded.packet.untrusted.stamp import Stamper
from wellfounded.packet.untrusted.typeface import Typeface
from wellfounded.terms.decoding import Unreadable
from wellfounded.terms.moment import utc


class Part:
    """Binds one part; keeps its sources open until it is left, since what is saved is read out of them."""

    def __init__(self, bundle: Bundle[Binding], place: int, told: PartNumbers, total: int) -> None:
        """Take the packet, which part this is, and the numbers of its pages."""
        self._bundle, self._plan, self._place = bundle, bundle.plan, place
        self._told, self._total = told, total
        self._runs = bundle.plan.parts[place]
        self._open: list[pikepdf.Pdf] = []
        digits = "".join(c for c in utc(self._plan.issued).local if c.isdigit())
        self._date = String(f"D:{digits[:14]}Z")

    def __enter__(self) -> Part:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close everything that was opened."""
        for pdf in self._open:
            pdf.close()

    def bind(self, sheets: bytes, line: pikepdf.Pdf) -> pikepdf.Pdf:
        """Give the whole part, to be saved before this is left."""
        pdf = pikepdf.open(io.BytesIO(sheets))
        self._open.append(pdf)
        begun = starts(pdf)
        self._require_as_counted([*begun, len(pdf.pages)])
        self._name_bookmarks(pdf)
        said = list(self._own(begun, len(pdf.pages)))
        stamper = Stamper(pdf, Typeface.from_line(line, pdf))
        ahead = 0
        for run, start, tab in zip(self._runs, begun[1:], self._told.tabs, strict=False):
            at = start + 1 + ahead
            said[at:at] = self._exhibit(pdf, stamper, run, at, tab + 1)
            ahead += run.stop - run.start
        said[:0] = self._cover(pdf)
        for number, (page, role) in enumerate(zip(pdf.pages, said, strict=True), self._told.first):
            page.obj["/LastModified"] = self._date
            page.obj["/PieceInfo"] = self._piece(pdf, {"Number": number, **role})
        self._catalog(pdf)
        return pdf

    def _require_as_counted(self, begun: list[int]) -> None:
        """Refuse what was set otherwise than it was numbered: then every number behind it would be wrong."""
        first = begun[0] + self._told.tabs[0] - self._told.index
        if begun[1 : len(self._runs) + 2] != list(range(first, first + len(self._runs) + 1)):
            raise Unreadable("layout", "a tab sheet does not fit on its page")

    def _exhibit(
        self, pdf: pikepdf.Pdf, stamper: Stamper, run: Run, at: int, number: int
    ) -> list[dict[str, Any]]:
        """Put the pages of a run where they belong; give what each says of itself."""
        one, said = self._plan.exhibits[run.exhibit], []
        source = self._source(one.source)
        form = source.acroform if source.acroform.exists else None
        for step in range(run.start, run.stop):
            page = source.pages[one.pages[step] - 1]
            clean(page.obj)
            pdf.pages.insert(at, page)
            new = pdf.pages[at]
            if form is not None:
                pdf.acroform.fix_copied_annotations(new, page, form)
            stamper.put(new, wording.stamp(one, one.pages[step], number, self._total))
            said.append(
                {
                    "Role": Name.exhibit,
                    "Exhibit": String(one.tab),
                    "Page": one.pages[step],
                    "Pages": one.total,
                    "Content": String(bytes.fromhex(one.contents[step])),
                }
            )
            at, number = at + 1, number + 1
        Layers(pdf).add(source)
        return said

    def _cover(self, pdf: pikepdf.Pdf) -> list[dict[str, Any]]:
        """Put the filer's own cover in front, as it is."""
        if self._plan.cover_source < 0:
            return []
        cover = self._source(self._plan.cover_source)
        for at, page in enumerate(cover.pages):
            clean(page.obj)
            pdf.pages.insert(at, page)
        return [{"Role": Name.cover}] * len(cover.pages)

    def _source(self, number: int) -> pikepdf.Pdf:
        self._open.append(pikepdf.open(self._bundle.file(number)))
        return self._open[-1]

    def _own(self, begun: list[int], pages: int) -> Iterator[dict[str, Any]]:
        """Say of each of our own pages what it is, in order."""
        index, *rest = begun
        tabs = rest[: len(self._runs)]
        ends = [*rest[len(self._runs) :], pages]
        yield from [{"Role": Name.cover}] * index
        yield from [{"Role": Name.index}] * ((tabs or ends)[0] - index)
        for run in self._runs:
            tab = self._plan.exhibits[run.exhibit].tab
            yield {"Role": Name.tab, "Exhibit": String(tab)}
        for name, (first, after) in zip(("/source", "/last"), pairwise(ends), strict=False):
            yield from [{"Role": Name(name)}] * (after - first)

    def _name_bookmarks(self, pdf: pikepdf.Pdf) -> None:
        for item, run in zip(list(_bookmarks(pdf))[1:], self._runs, strict=False):
            one = self._plan.exhibits[run.exhibit]
            more = ", continued" if run.start else ""
            item["/Title"] = String(f"{one.tab}. {wording.plain(one.title)}{more}")

    def _catalog(self, pdf: pikepdf.Pdf) -> None:
        first = Dictionary(S=Name.D, St=self._told.first)
        pdf.Root["/PageLabels"] = Dictionary(Nums=Array([0, first]))
        manifest = pdf.make_stream(self._plan.manifest.encode())
        held = {"Part": self._place + 1, "Parts": len(self._plan.parts), "Manifest": manifest}
        if self._plan.proof:
            held["Proof"] = pdf.make_stream(self._plan.proof)
        pdf.Root["/LastModified"] = self._date
        pdf.Root["/PieceInfo"] = self._piece(pdf, held)

    def _piece(self, pdf: pikepdf.Pdf, held: dict[str, Any]) -> Dictionary:
        private = Dictionary({"/V": 1} | {f"/{name}": value for name, value in held.items()})
        return Dictionary(Wellfounded=Dictionary(LastModified=self._date, Private=private))


def starts(pdf: pikepdf.Pdf) -> list[int]:
    """Give the places of the pages that our headings begin, in order."""
    places = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    return [places[_destination(pdf, item).objgen] for item in _bookmarks(pdf)]


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    item = pdf.Root.Outlines.get("/First")
    while item is not None:
        yield item
        item = item.get("/Next")


def _destination(pdf: pikepdf.Pdf, item: pikepdf.Object) -> pikepdf.Object:
    found: Any = item.get("/Dest")
    if isinstance(found, pikepdf.String | Name):
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        found = names[str(found)]
    if isinstance(found, Dictionary):
        found = found.D
    page: pikepdf.Object = found[0]
    return page
