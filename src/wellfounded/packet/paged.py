"""What is set on pages where an exhibit is not a PDF: its text as it was read, its picture, or the keyframes of its film.

Pure. Nothing here opens the file: words come out of its readings, pictures are opened in the jail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from wellfounded.catalogue.answers import FoundFact, FoundPassage
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.wording import plain

PAGES: Final = "wellfounded.packet.untrusted.paged"
RECIPE: Final = "wellfounded.packet.pages/1"
MEDIA: Final = ("video", "audio")
_ASIDE: Final = ("comment", "annotation")
_HEADINGS: Final = frozenset(("title", "heading"))
_SPOKEN: Final = frozenset(("speech", "ocr"))


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of text: a `heading`, `text`, a `message` with who wrote it and when, or a `row` of cells."""

    kind: str
    text: str = ""
    speaker: str = ""
    when: str = ""
    cells: tuple[str, ...] = ()


class Paged(msgspec.Struct, frozen=True, kw_only=True):
    """One exhibit to be set: what it is, its blocks, and the places of its pictures in the bundle with a caption each."""

    title: str
    by: str
    what: str
    paper: str
    language: str
    rows: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    pictures: tuple[tuple[int, str], ...] = ()
    single: bool = False
    note: str = ""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """All exhibits to be set, and the folders of the fonts."""

    exhibits: tuple[Paged, ...]
    fonts: tuple[str, ...]


def text_of(passages: Iterable[FoundPassage]) -> Iterator[Block]:
    """Give the blocks of an item's text, in the order read. Comments and annotations are no part of its pages."""
    sheet, held = "", Block(kind="")
    for passage in passages:
        if passage.stage in _SPOKEN or (passage.locus.part or "").startswith(_ASIDE):
            continue
        made = _block(passage)
        if passage.locus.sheet and passage.locus.sheet != sheet:
            sheet = passage.locus.sheet
            if held.kind:
                yield held
            held = Block(kind="heading", text=plain(f"Sheet {sheet}"))
        if made.kind == "message" and _same_message(held, made, passage):
            held = msgspec.structs.replace(held, text=f"{held.text}\n\n{made.text}")
            continue
        if held.kind:
            yield held
        held = made
    if held.kind:
        yield held


def _same_message(held: Block, made: Block, passage: FoundPassage) -> bool:
    """Say whether a passage goes on with the message before: paragraphs of a mail, not messages of a chat."""
    going = (held.kind, held.speaker, held.when) == (made.kind, made.speaker, made.when)
    return going and passage.locus.message is None


def _block(passage: FoundPassage) -> Block:
    if passage.source == "cell" and "\t" in passage.text:
        return Block(kind="row", cells=tuple(map(plain, passage.text.split("\t"))))
    if passage.heading in _HEADINGS or passage.source == "metadata":
        return Block(kind="heading", text=_lines(passage.text))
    if passage.source == "message" and passage.speaker:
        when = " or ".join(moment.local.replace("T", " ") for moment in passage.when[:3])
        return Block(
            kind="message", text=_lines(passage.text), speaker=plain(passage.speaker), when=when
        )
    return Block(kind="text", text=_lines(passage.text))


def _lines(text: str) -> str:
    return "\n".join(map(plain, text.splitlines()))


def by(one: Exhibit) -> str:
    """Give who made it and when, as people wrote it."""
    said = (one.words.get("maker", ""), one.words.get("dated", ""))
    return plain(", ".join(word for word in said if word))


def mail_rows(facts: Iterable[FoundFact]) -> Iterator[tuple[str, str]]:
    """Give the lines at the head of a mail, as it states them."""
    known = list(facts)
    for name in ("From", "To", "Cc", "Date"):
        said = [str(f.value) for f in known if f.name == f"mail.{name.lower()}"]
        if said:
            yield name, plain("; ".join(said))


def media_rows(facts: Iterable[FoundFact], digest: str, file: str) -> Iterator[tuple[str, str]]:
    """Give the lines of a sheet that stands for film or sound."""
    known = {fact.name: fact.value for fact in facts}
    length = known.get("video.duration_us", known.get("audio.duration_us"))
    if isinstance(length, int):
        yield "Length", clock(length)
    yield "File", file
    yield "Digest", digest


def clock(microseconds: int) -> str:
    """Give a time within a film: 0:01:02.5."""
    tenths = microseconds // 100_000
    return f"{tenths // 36_000}:{tenths // 600 % 60:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"
