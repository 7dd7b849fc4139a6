"""Writes a report: the view narrowed to its audience.

Then one walk over items, then the lists and the first page.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from wellfounded.claims.clash.contradiction import VERDICTS, Contradiction, Told
from wellfounded.claims.view import SHOWN_STATE, Cited
from wellfounded.law.rule import known_how
from wellfounded.report import claim_pages, paths
from wellfounded.report.audience import for_audience
from wellfounded.report.clashing import clashing_items
from wellfounded.report.folder import MANIFEST, ReportFolder
from wellfounded.report.gather import Tally, news
from wellfounded.report.item_page import ItemPages, Row
from wellfounded.report.kin import Kin, Relation
from wellfounded.report.listing import Leaf, Listing
from wellfounded.report.mention import Event, Spot
from wellfounded.report.model import LogLine, NotReceived, ReportView
from wellfounded.report.places import Places
from wellfounded.report.qr import qr
from wellfounded.report.reasons import reasons, ways
from wellfounded.report.said import Said
from wellfounded.report.sketch import land
from wellfounded.report.sorting import Sorted
from wellfounded.report.support_picture import GROUNDS
from wellfounded.report.templating import render
from wellfounded.report.timeline import Timeline, reaches
from wellfounded.report.wording import AUDIENCES
from wellfounded.report.words_beside import words_beside
from wellfounded.terms.digest import Digest

FIRST: Final = 8


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written.

    Where, for how many items, how many files and bytes, and the digest of its manifest.
    """

    folder: Path
    items: int
    files: int
    octets: int
    manifest: Digest


def write_report(view: ReportView, folder: Path) -> Written:
    """Write the report of a view into a folder that does not exist yet; narrowed to its audience
    here.

    Deterministic: the same view gives the same bytes. Raises Mistaken `folder-not-empty`; leaves
    nothing after an exception.
    """
    private = view.audience == "team"
    with ReportFolder(folder, private=private) as out, Sorted() as moments, Sorted() as spots:
        writer = _Writer(for_audience(view), out, Timeline(moments), Places(spots))
        writer.write()
        contents = out.contents()
    return Written(folder, writer.tally.items, contents.files, contents.octets, contents.manifest)


class _Writer:
    """One report being written."""

    def __init__(
        self, view: ReportView, folder: ReportFolder, timeline: Timeline, places: Places
    ) -> None:
        self._view = view
        self._folder = folder
        self._timeline = timeline
        self._places = places
        self.tally = Tally()
        self._new: list[Row] = []
        self._unread: list[Row] = []
        self._not_received = 0
        self._cited = claim_pages.places(view.claims, clashing_items(view.contradictions))
        self._sums = claim_pages.sums(())

    def write(self) -> None:
        """Write every page."""
        self._write_style()
        self._write_items()
        self._write_origins()
        self._write_claims()
        self._write_contradictions()
        self._write_timeline()
        self._write_map()
        self._write_custody()
        self._write_first()

    def _page(self, template: str, path: str, **values: Any) -> None:
        root = paths.root(path)
        self._folder.write(
            path, render(template, view=self._view, root=root, paths=paths, **values)
        )

    def _linked(self, digest: Digest) -> str | None:
        return None if self._view.standing(digest) is None else paths.item(digest)

    def _write_style(self) -> None:
        file = resources.files("wellfounded.report").joinpath("static/style.css")
        label = AUDIENCES[self._view.audience]
        running = f'\n@page {{ @top-left {{ content: "{label}"; }} }}\n'
        self._folder.write(paths.STYLE, (file.read_text(encoding="utf-8") + running).encode())

    def _notice(self, mention: Event | Spot) -> None:
        if isinstance(mention, Event):
            self._timeline.add(mention)
        else:
            self._places.add(mention)

    def _write_items(self) -> None:
        def items_page(rows: list[Row], leaf: Leaf) -> None:
            path = paths.listing("items", leaf.number)
            self._page("items.html", path, rows=rows, leaf=leaf)

        def unread_page(rows: list[Row | NotReceived], leaf: Leaf) -> None:
            path = paths.listing("not-read", leaf.number)
            self._page("not_read.html", path, rows=rows, leaf=leaf)

        items = Listing[Row](items_page)
        unread = Listing[Row | NotReceived](unread_page)
        said = Listing[Said](self._said_page)
        pages = ItemPages(self._view, self._folder, self._notice, said.add, self._cited)
        for number, item in enumerate(self._view.items, 1):
            fresh = news(item, self._view.previous)
            self.tally.add(item, fresh)
            row = pages.write(item, number, fresh)
            items.add(row)
            if fresh and len(self._new) < FIRST:
                self._new.append(row)
            if row.failures:
                unread.add(row)
                if len(self._unread) < FIRST:
                    self._unread.append(row)
        for offered in self._view.not_received:
            self._not_received += 1
            unread.add(offered)
        items.close()
        unread.close()
        if self._view.audience == "team":
            said.close()

    def _said_page(self, rows: list[Said], leaf: Leaf) -> None:
        self._page("said.html", paths.listing("said", leaf.number), rows=rows, leaf=leaf)

    def _write_origins(self) -> None:
        """Write the families of copies, with the aligned frames of each pair that has any."""

        def shots(relation: Relation) -> list[tuple[str, bool]]:
            standings = [self._view.standing(d) for d in (relation.a, relation.b)]
            graphic = any(s is not None and s.graphic for s in standings)
            places = [self._folder.picture(self._view.picture(d)) for d in relation.shots]
            return [(place, graphic) for place in places if place is not None]

        def page(rows: list[Kin], leaf: Leaf) -> None:
            path = paths.listing("origins", leaf.number)
            told = [words_beside(kin, self._view.quoted) for kin in rows]
            self._page(
                "origins.html", path, rows=list(zip(rows, told, strict=True)), leaf=leaf, shots=shots,
                linked=self._linked, reasons=reasons, ways=ways,
            )  # fmt: skip

        listing = Listing[Kin](page)
        for one in self._view.kin:
            listing.add(one)
        listing.close()

    def _write_claims(self) -> None:
        """Write the matrix and a page for each claim, where there is any claim."""
        view = self._view
        if not view.claims:
            return
        exhibits = view.law.exhibits if view.law is not None else ()
        tabs = {filed.item: filed.tab for filed in exhibits}
        rows = [claim_pages.row(claim, tabs) for claim in view.claims]
        self._sums = claim_pages.sums(rows)

        def page(found: list[claim_pages.Row], leaf: Leaf) -> None:
            path = paths.listing("claims", leaf.number)
            self._page("claims.html", path, rows=found, leaf=leaf, sums=self._sums)

        listing = Listing[claim_pages.Row](page)
        for one in rows:
            listing.add(one)
        listing.close()
        made = claim_pages.ClaimPages(view.kin, view.quoted)
        numbers = [0, *(claim.number for claim in view.claims), 0]
        for at, claim in enumerate(view.claims):
            self._page(
                "claim.html", paths.claim(claim.number), claim=claim, halves=made.halves(claim),
                places=self._cited, cut=claim_pages.cut, basis=claim_pages.basis, grounds=GROUNDS,
                states=SHOWN_STATE, linked=self._linked, page=at // paths.ROWS + 1,
                before=numbers[at], after=numbers[at + 2],
            )  # fmt: skip

    def _write_contradictions(self) -> None:
        """Write what cannot both hold: for the team always, for others where there is any."""
        if not self._view.contradictions and self._view.audience != "team":
            return

        def where(told: Told) -> str:
            return self._cited.of(Cited(told.item, told.name, locus=told.place.locus))

        def page(rows: list[Contradiction], leaf: Leaf) -> None:
            path = paths.listing("contradictions", leaf.number)
            self._page("contradictions.html", path, rows=rows, leaf=leaf, where=where, verdicts=VERDICTS)  # fmt: skip

        listing = Listing[Contradiction](page)
        for one in self._view.contradictions:
            listing.add(one)
        listing.close()

    def _write_timeline(self) -> None:
        overview = self._timeline.overview()

        def page(rows: list[Event], leaf: Leaf) -> None:
            path = paths.listing("timeline", leaf.number)
            drawn, axis = reaches(rows) if rows else ([], ("", ""))
            told = list(zip(rows, drawn, strict=True))
            self._page("timeline.html", path, rows=told, leaf=leaf, overview=overview, axis=axis)

        listing = Listing[Event](page)
        for event in self._timeline:
            listing.add(event)
        listing.close()

    def _write_map(self) -> None:
        sketch = self._places.sketch()

        def page(rows: list[Spot], leaf: Leaf) -> None:
            path = paths.listing("map", leaf.number)
            self._page("map.html", path, rows=rows, leaf=leaf, sketch=sketch, land=land())

        listing = Listing[Spot](page)
        for spot in self._places:
            listing.add(spot)
        listing.close()

    def _write_custody(self) -> None:
        def page(rows: list[LogLine], leaf: Leaf) -> None:
            path = paths.listing("custody", leaf.number)
            self._page("custody.html", path, rows=rows, leaf=leaf, code=code, linked=self._linked)

        self._folder.write(paths.CHECKPOINT, self._view.checkpoint.text.encode())
        code = qr(self._view.checkpoint.text)
        listing = Listing[LogLine](page)
        for line in self._view.log:
            listing.add(line)
        listing.close()

    def _write_first(self) -> None:
        self._page("about.html", paths.ABOUT, manifest=MANIFEST)
        if self._view.audience == "team":
            self._page("needs.html", paths.NEEDS, linked=self._linked)
        if self._view.law is not None:
            self._page("law.html", paths.LAW, known_how=known_how)
        self._page(
            "index.html",
            paths.INDEX,
            tally=self.tally,
            new=self._new,
            unread=self._unread,
            not_received=self._not_received,
            events=self._timeline.count,
            places=self._places.count,
            first=FIRST,
            sums=self._sums,
            linked=self._linked,
        )
