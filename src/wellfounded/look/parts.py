"""The parts of the page: the records of a file sorted into what a person looks for, in the order
they look for it.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from wellfounded.look import naming
from wellfounded.look.times import Stated, camera_against_satellite, stated
from wellfounded.look.view import Look, named
from wellfounded.terms.record import Fact, Passage, Picture

MOST_PASSAGES = 60
MOST_CHARS = 600
MOST_ROWS = 400
_HEADLINES = ("image.width", "video.width", "image.height", "video.height")


@dataclass(frozen=True, slots=True)
class Pair:
    """A name for people, the name in the records, and what the file says."""

    name: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture made from the file, ready to stand in a page: its data address, size in pixels,
    and where it comes from.
    """

    address: str
    width: int
    height: int
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Headline:
    """One large figure at the top: a number or word, and what it counts."""

    figure: str
    says: str


def pairs(look: Look, part: str) -> list[Pair]:
    """Give the facts of one part, values of the same name together, in the order found."""
    rows: dict[tuple[str, str], list[str]] = {}
    for fact in look.facts:
        if naming.part(fact) != part or (fact.when is not None and part != naming.OTHER):
            continue
        name = naming.called(fact.name)
        values = rows.setdefault((name, fact.name), [])
        if (value := naming.shown_value(fact)) not in values:
            values.append(value)
    return [Pair(name, key, tuple(values)) for (name, key), values in rows.items()][:MOST_ROWS]


def times(look: Look) -> list[Stated]:
    """Give every time stated, once each."""
    return stated(look.facts)


def clock_note(look: Look) -> str:
    """Give what camera and satellite clock say of each other, if they do."""
    return camera_against_satellite(look.facts)


def places(look: Look) -> list[Fact]:
    """Give the positions stated, each once."""
    found: dict[tuple[int, int, int], Fact] = {}
    for fact in look.facts:
        if fact.where is not None:
            at = fact.where
            found.setdefault((at.latitude_e7, at.longitude_e7, at.radius_m), fact)
    return list(found.values())


def said_by(fact: Fact) -> tuple[str, str]:
    """Give a position as written and the tag it stands in."""
    written, _, tag = str(fact.value).partition(" (")
    tag = tag.rstrip(")")
    return written, naming.called(f"gps.in.{tag}") if tag else naming.called(fact.name)


def place_notes(look: Look) -> list[str]:
    """Give where the radius comes from, and positions that are none."""
    return list(
        dict.fromkeys(str(f.value) for f in named(look.facts, "gps.unset", "gps.impossible"))
    )


def radius_basis(look: Look) -> str:
    """Give whether the radius is stated or assumed."""
    return look.value("gps.radius")


def shown(look: Look, *roles: str) -> list[Shown]:
    """Give the pictures of these roles with their data inside."""
    return [_shown(look, p) for p in look.pictures(*roles)]


def _shown(look: Look, picture: Picture) -> Shown:
    data = base64.b64encode(look.blobs[picture.blob]).decode("ascii")
    place = (
        picture.locus.describe().split("-")[0] if picture.locus.pts else picture.locus.describe()
    )
    mime = picture.mime if picture.mime in ("image/jpeg", "image/png") else "image/jpeg"
    return Shown(f"data:{mime};base64,{data}", picture.width, picture.height, picture.role, place)


def passages(look: Look) -> tuple[list[Passage], int]:
    """Give the first passages, and how many more there are."""
    found = look.passages
    return found[:MOST_PASSAGES], max(len(found) - MOST_PASSAGES, 0)


def place(passage: Passage) -> str:
    """Give where a passage stands; a line found in a picture by how far from its left and top."""
    locus = passage.locus
    where = locus.describe()
    if locus.box is None:
        return where
    unit = "points" if locus.page is not None else "pixels"
    left, top = (n // 1000 for n in locus.box[:2])
    line = f"{left} from the left, {top} from the top, in {unit}"
    return line if where == "whole item" else f"{where}, {line}"


def cut(text: str) -> str:
    """Give the beginning of a long passage, saying how long it is."""
    return (
        text if len(text) <= MOST_CHARS else f"{text[:MOST_CHARS]} ... ({len(text):,} characters)"
    )


def headlines(look: Look, found: Sequence[Stated]) -> list[Headline]:
    """Give the figures at the top of the page: size as shown, duration, times, positions, what
    was not read.
    """
    rows: list[Headline] = []
    width, height = (look.value(a) or look.value(b) for a, b in (_HEADLINES[:2], _HEADLINES[2:]))
    if width and height:
        rows.append(Headline(f"{width} × {height}", "pixels, as stored"))
    length = look.value("video.duration_us") or look.value("audio.duration_us")
    if length:
        rows.append(
            Headline(naming.clock(int(length)).split(".")[0], "hours, minutes, seconds, as stated")
        )
    if pages := look.value("pdf.pages"):
        rows.append(Headline(pages, "page" if pages == "1" else "pages"))
    bare = sum(not row.zoned for row in found)
    says = "time stated" if len(found) == 1 else "times stated"
    rows.append(Headline(str(len(found)), f"{says}, {bare} without a zone" if bare else says))
    where = len(places(look))
    rows.append(Headline(str(where), "position stated" if where == 1 else "positions stated"))
    missed = len(look.failures)
    rows.append(Headline(str(missed), "part not read" if missed == 1 else "parts not read"))
    return rows
