"""What an exhibit's pages come from: the preserved PDF itself, or pages set from the item's readings and pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from msgspec.structs import replace

from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue
from wellfounded.catalogue.answers import FoundPicture
from wellfounded.disk import read as read_file
from wellfounded.packet import paged
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.paged import MEDIA, Paged
from wellfounded.packet.wording import plain
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Refused, Unavailable

Opener = Callable[[], AbstractContextManager[BinaryIO]]
_FRAMES: Final = 24
_WHAT: Final = {
    "image": "The picture as received, whole. What the file states beside it is not shown here.",
    "video": "Keyframes of a film, each with its time. The file itself is in the companion folder.",
    "audio": "A sound recording, drawn over its length. The file itself is in the companion folder.",
}
_TEXT: Final = "Set from the text that the program read in the file: the words are the file's, the layout is not."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An exhibit whose pages are to be set: what goes on them, its pictures, and the recipe in words."""

    paged: Paged
    pictures: tuple[Opener, ...]
    recipe: str


@dataclass(frozen=True, slots=True)
class Source:
    """What an exhibit's pages are bound from: the item's own PDF, or one that was set by a recipe."""

    opened: Opener
    digest: Digest
    recipe: str = ""


def source(case: Case, one: Exhibit, made: bytes | None, recipe: str) -> Source:
    """Give the source of an exhibit: what was set for it, or the preserved PDF, lent once its bytes agree with its digest."""
    if made is None:
        return Source(lambda: case.vault.lend(one.item), one.item)
    return Source(lambda: nullcontext(io.BytesIO(made)), Digest.of(made), recipe)


def wanted(
    case: Case, catalogue: Catalogue, one: Exhibit, paper: str, language: str
) -> Wanted | None:
    """Give what is to be set for an exhibit; None for a PDF, whose own pages are bound. Raises Refused `exhibit-form`."""
    if one.kind == "pdf":
        return None
    title = plain(one.words.get("title", ""))
    base = Paged(title=title, by=paged.by(one), what=_TEXT, paper=paper, language=language)
    recipe = f"{paged.RECIPE} {_records(catalogue, one)}".strip()
    if one.kind == "image":
        image = replace(base, what=_WHAT["image"], pictures=((0, ""),), single=True)
        return Wanted(image, (lambda: case.vault.lend(one.item),), recipe)
    if one.kind in MEDIA:
        return _media(case, catalogue, one, base, recipe)
    blocks = tuple(paged.text_of(catalogue.passages(one.item)))
    if not blocks:
        raise Refused(
            "exhibit-form",
            f"exhibit {one.tab} cannot be bound: nothing in it can be set on pages",
            where=f"{one.name}, {one.kind or 'unknown kind'}",
            next="take out what is inside it and add that; or print it to a PDF, add that, and exhibit it",
        )
    rows = tuple(paged.mail_rows(catalogue.facts(one.item))) if one.kind == "mail" else ()
    return Wanted(replace(base, blocks=blocks, rows=rows), (), recipe)


def from_path(path: Path) -> Opener:
    """Give a file outside the case as a source."""
    return lambda: path.open("rb")


def companion(one: Exhibit) -> str:
    """Give the name under which film or sound is filed beside the packet; empty for what is not."""
    if one.kind not in MEDIA:
        return ""
    ending = one.name.rpartition(".")[2].lower()
    return f"{one.tab}.{ending}" if ending.isalnum() and ending.isascii() and len(ending) < 6 else one.tab  # fmt: skip


def _media(case: Case, catalogue: Catalogue, one: Exhibit, base: Paged, recipe: str) -> Wanted:
    role = "keyframe" if one.kind == "video" else "waveform"
    found = [p for p in catalogue.pictures(one.item) if p.role == role]
    shown = _spread(found, _FRAMES)
    openers = tuple(_blob(case, picture.blob) for picture in shown)
    captions = tuple((n, _time(picture)) for n, picture in enumerate(shown))
    rows = paged.media_rows(catalogue.facts(one.item), str(one.item), f"files/{companion(one)}")
    less = f" {len(shown)} of {len(found)} keyframes are shown." if len(shown) < len(found) else ""
    note = ("No confirmed transcript." if not _transcribed(catalogue, one) else "") + less
    sheet = replace(base, what=_WHAT[one.kind], rows=tuple(rows), pictures=captions, note=note)
    return Wanted(sheet, openers, recipe)


def _spread(found: Sequence[FoundPicture], most: int) -> list[FoundPicture]:
    if len(found) <= most:
        return list(found)
    return [found[n * (len(found) - 1) // (most - 1)] for n in range(most)]


def _time(picture: FoundPicture) -> str:
    pts, base = picture.locus.pts, picture.locus.base
    if pts is None or base is None:
        return " "
    return paged.clock(pts[0] * base[0] * 1_000_000 // base[1])


def _transcribed(catalogue: Catalogue, one: Exhibit) -> bool:
    links = catalogue.item(one.item).links
    return any(link.kind == "transcript-of" and link.target == one.item for link in links)


def _records(catalogue: Catalogue, one: Exhibit) -> str:
    """Name the record sets that were current, so that the pages can be set again."""
    current = (r for r in catalogue.item(one.item).readings if r.current and r.stage == "read")
    return " ".join(reading.records for reading in current)


def _blob(case: Case, digest: Digest) -> Opener:
    def opened() -> AbstractContextManager[BinaryIO]:
        try:
            data = read_file(case.files, case.layout.reading(digest))
        except FileNotFoundError as exc:
            raise Unavailable(
                "blob",
                "the cache has lost a derived picture",
                where=str(digest),
                next="delete cache/catalogue.db and build again",
            ) from exc
        if Digest.of(data) != digest:
            raise Damaged("blob", "a derived picture has changed in the cache", where=str(digest))
        return nullcontext(io.BytesIO(data))

    return opened


def media(listed: Sequence[Exhibit]) -> Iterator[tuple[Exhibit, str]]:
    """Give the exhibits whose files go into the companion folder, with their names there."""
    for one in listed:
        if name := companion(one):
            yield one, name
