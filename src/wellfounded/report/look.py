"""The page of `look`: what one file says of itself and what it does not.

Without a case. One self-contained page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from typing import Final

from markupsafe import Markup

from wellfounded.report import paths
from wellfounded.report.item_page import Shown
from wellfounded.report.look_words import Silence, asks, silences, unshown
from wellfounded.report.model import ItemView, Reading, Standing
from wellfounded.report.picture import bare, suffix
from wellfounded.report.templating import render
from wellfounded.report.text import TextPage, text_pages
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused
from wellfounded.terms.record import Fact, Failure, Picture, RawName

MOST_PICTURES: Final = 12
MOST_FACTS: Final = 2_000
_MARKS: Final = (
    *("mark.", "exif.Make", "exif.Model", "exif.Software", "exif.Lens", "exif.HostComputer"),
    *("xmp.CreatorTool", "xmp.xmp.CreatorTool", "pdf.info.Producer", "pdf.info.Creator"),
    *("office.Application", "office.Template", "html.generator", "audio.tag.encoder"),
    *("image.colour-profile", "container.brands", "png.text.Software"),
)
_PROVENANCE: Final = ("provenance.",)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read outside a case: its name, identity, kind and readings."""

    name: RawName
    digest: Digest
    size: int
    kind: str
    mime: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A looked-at file as the page shows it; every fact stands in exactly one of the lists."""

    file: Looked
    times: tuple[Fact, ...]
    marks: tuple[Fact, ...]
    provenance: tuple[Fact, ...]
    positions: tuple[Fact, ...]
    others: tuple[Fact, ...]
    silences: tuple[Silence, ...]
    failures: tuple[Failure, ...]
    pictures: tuple[Shown, ...]
    text: TextPage
    unshown: tuple[str, ...]
    asks: tuple[str, ...]


def look_page(
    files: Iterable[Looked],
    picture: Callable[[Digest], bytes | None],
    *,
    made: int,
    program: str,
) -> bytes:
    """Give one HTML page, in UTF-8, about files that were read outside a case.

    Style and pictures are inside it, nothing is fetched, no script. `picture` gives derived
    pictures (JPEG or PNG); `made` is a clock in microseconds. Deterministic. For whoever looks:
    nothing is left out for an audience.
    """
    style = _style()
    return render(
        "look.html",
        files=[_said(file, picture) for file in files],
        made=made,
        program=program,
        paths=paths,
        root="",
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _style() -> str:
    """Give the report's sheet; ours alone, and without a `<`, so that it can stand in the page."""
    file = resources.files("wellfounded.report").joinpath("static/style.css")
    return file.read_text(encoding="utf-8")


def _said(file: Looked, picture: Callable[[Digest], bytes | None]) -> Said:
    facts = list(islice((f for r in file.readings for f in r.facts), MOST_FACTS))
    times, marks, provenance, positions, others = _sorted(facts)
    names = {fact.name for fact in facts}
    silent = tuple(silences(file.kind, names, bool(positions)))
    pictures = islice((p for r in file.readings for p in r.pictures), MOST_PICTURES)
    item = ItemView(file.digest, file.size, file.kind, file.mime, Standing(), (), file.readings)
    return Said(
        file=file,
        times=times,
        marks=marks,
        provenance=provenance,
        positions=positions,
        others=others,
        silences=silent,
        failures=tuple(f for r in file.readings for f in r.failures),
        pictures=tuple(Shown(p, _inside(p, picture)) for p in pictures),
        text=next(text_pages(item)),
        unshown=tuple(unshown(file.kind)),
        asks=tuple(asks(file.kind, silent)),
    )


def _sorted(facts: list[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """Give times, marks, provenance, positions and the rest."""
    lists: tuple[list[Fact], ...] = ([], [], [], [], [])
    for fact in facts:
        if fact.where is not None:
            lists[3].append(fact)
        elif fact.when is not None:
            lists[0].append(fact)
        elif fact.name.startswith(_MARKS):
            lists[1].append(fact)
        elif fact.name.startswith(_PROVENANCE):
            lists[2].append(fact)
        else:
            lists[4].append(fact)
    return tuple(tuple(one) for one in lists)


def _inside(picture: Picture, give: Callable[[Digest], bytes | None]) -> str | None:
    """Give a derived picture as a data address, stripped bare; None if it cannot be shown."""
    data = give(picture.blob)
    if data is None:
        return None
    try:
        form = "png" if suffix(data) == ".png" else "jpeg"
        return f"data:image/{form};base64,{base64.b64encode(bare(data)).decode()}"
    except Refused:
        return None
