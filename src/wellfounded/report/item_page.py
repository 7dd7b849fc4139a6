"""The page of one item, the further pages of its text, and what the lists need to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from wellfounded.report import paths
from wellfounded.report.claim_pages import Places
from wellfounded.report.folder import ReportFolder
from wellfounded.report.gather import Mentions, failures, published_day, tags, told_once
from wellfounded.report.mention import Event, Spot
from wellfounded.report.model import Audience, ItemView, Part, ReportView
from wellfounded.report.said import Said, rows
from wellfounded.report.templating import kind_name, render
from wellfounded.report.text import TextPage, text_pages
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Failure, Picture

MOST_PARTS: Final = 2_000
MOST_PICTURES: Final = 400


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a list: its number in this report, how it is called, and the words beside it."""

    number: int
    label: str
    short: str
    href: str
    kind: str
    size: int
    clock: int | None
    tags: tuple[str, ...]
    news: str
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A derived picture on a page.

    Where its bytes stand in the report, or None if it cannot be shown.
    """

    picture: Picture
    href: str | None


def label(item: ItemView, audience: Audience) -> str:
    """Give how an item is called.

    By its received name for the team, by kind and digest for others.
    """
    if audience == "team":
        for receipt in item.receipts:
            if receipt.name is not None and receipt.name.shown:
                return receipt.name.shown
    return f"{kind_name(item.kind)} {item.short}"


@dataclass(frozen=True, slots=True)
class ItemPages:
    """Writes item pages into a folder and tells `notice` every time and place that an item
    mentions.

    """

    view: ReportView
    folder: ReportFolder
    notice: Callable[[Event | Spot], None]
    say: Callable[[Said], None]
    cited: Places

    def write(self, item: ItemView, number: int, news: str) -> Row:
        """Write all pages of one item."""
        name = label(item, self.view.audience)
        mentions = Mentions(item, name)
        self._notice_facts(item, mentions)
        first: TextPage | None = None
        places: dict[Locus, str] = {}
        for text in text_pages(item):
            for piece in text.pieces:
                at = f"{paths.item(item.digest, text.number)}#{piece.anchor}"
                self.cited.note(item.digest, piece.passage.locus, at)
                if self.view.audience == "team":
                    places.setdefault(piece.passage.locus, at)
                for mention in mentions.of_piece(piece, text.number):
                    self.notice(mention)
            if first is None:
                first = text
            else:
                self._write_text(item, name, number, text)
        self._write_item(item, name, number, first)
        page = paths.item(item.digest)
        item = replace(item, statements=tuple(item.statements))
        for said in rows(item, name, page, places):
            self.say(said)
        day = published_day(item)
        for one in item.statements:
            at = page if one.locus is None else places.get(one.locus, page)
            for event in mentions.of_statement(one, day, at):
                self.notice(event)
        clock = min((receipt.clock for receipt in item.receipts), default=None)
        return Row(
            number=number,
            label=name,
            short=item.short,
            href=paths.item(item.digest),
            kind=item.kind,
            size=item.size,
            clock=clock,
            tags=tuple(tags(item)),
            news=news,
            failures=tuple(told_once(failures(item))),
        )

    def _notice_facts(self, item: ItemView, mentions: Mentions) -> None:
        for receipt in item.receipts:
            for event in mentions.of_receipt(receipt):
                self.notice(event)
        for r, reading in enumerate(item.readings):
            for f, fact in enumerate(reading.facts):
                for mention in mentions.of_fact(fact, f"f{r}-{f}"):
                    self.notice(mention)

    def _write_text(self, item: ItemView, name: str, number: int, text: TextPage) -> None:
        path = paths.item(item.digest, text.number)
        page = render(
            "text.html",
            view=self.view,
            root=paths.root(path),
            item=item,
            label=name,
            number=number,
            text=text,
            paths=paths,
        )
        self.folder.write(path, page)

    def _write_item(self, item: ItemView, name: str, number: int, text: TextPage | None) -> None:
        path = paths.item(item.digest)
        parts, more_parts = _first_parts(item)
        pictures = [p for r in item.readings for p in r.pictures]
        page = render(
            "item.html",
            view=self.view,
            root=paths.root(path),
            item=item,
            label=name,
            number=number,
            text=text,
            pictures=[self._shown(p) for p in pictures[:MOST_PICTURES]],
            more_pictures=max(0, len(pictures) - MOST_PICTURES),
            failures=told_once(failures(item)),
            bearing=self.cited.bearing.get(item.digest, ()),
            parts=parts,
            more_parts=more_parts,
            linked=self._linked,
            kin=[k for k in self.view.kin if any(m.item == item.digest for m in k.members)],
            paths=paths,
        )
        self.folder.write(path, page)

    def _shown(self, picture: Picture) -> Shown:
        return Shown(picture, self.folder.picture(self.view.picture(picture.blob)))

    def _linked(self, digest: Digest) -> str | None:
        """Give the page of another item, or None where this report has none."""
        return None if self.view.standing(digest) is None else paths.item(digest)


def _first_parts(item: ItemView) -> tuple[list[Part], bool]:
    parts = list(islice(item.parts, MOST_PARTS + 1))
    return parts[:MOST_PARTS], len(parts) > MOST_PARTS
