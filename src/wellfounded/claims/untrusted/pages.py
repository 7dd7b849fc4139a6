"""A text to annotate: its paragraphs with their place in it, their language, and which of them repeat an earlier one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.claims.texts import joined
from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.text import decoded
from wellfounded.extract.untrusted.text_blocks import blocks
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Passage, from_json

_SURE: Final = 60
_SHORT: Final = 400


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, half-open in code points of the whole text. `sender` is who wrote it, of a chat or mail message."""

    start: int
    end: int
    language: str = ""
    locus: Locus | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text: its words, the digest its spans are named by, its paragraphs in order."""

    words: str
    within: Digest
    paragraphs: tuple[Paragraph, ...]


def given(source: Source, out: Emitter, settings: Settings) -> Text:
    """Give the text a decoder was handed: plain text where `input` is `text`, else the passages of record sets, one record a line."""
    if settings.get("input") == "text":
        return of_text(decoded(source, out, settings), source.digest)
    return of_passages(_passages(source))


def _passages(source: Source) -> Iterator[Passage]:
    source.file.seek(0)
    for line in source.file:
        record = json.loads(line)
        if record.get("type") == "passage":
            passage = from_json(record)
            if isinstance(passage, Passage):
                yield passage


def of_text(words: str, within: Digest) -> Text:
    """Give a plain text by paragraph; spans count in the text itself."""
    main = language_of(words[:_SHORT])
    found = []
    for block in blocks(words):
        piece = words[block.start : block.end]
        own = language_of(piece) if len(piece) >= _SURE or main != "en" else main
        found.append(Paragraph(block.start, block.end, own or main))
    return Text(words, within, tuple(found))


def of_passages(passages: Iterable[Passage]) -> Text:
    """Give the passages of an item as one text, one under the other; spans count in that text."""
    words, places = joined(passages)
    found = [Paragraph(start, end, p.language, p.locus, p.speaker) for start, end, p in places]
    return Text(words, Digest.of(words.encode("utf-8", "surrogatepass")), tuple(found))


def repeats(text: Text) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """Give every paragraph with the earlier one it repeats word for word, or None."""
    first: dict[str, Paragraph] = {}
    for paragraph in text.paragraphs:
        words = text.words[paragraph.start : paragraph.end]
        earlier = first.setdefault(words, paragraph)
        yield paragraph, None if earlier is paragraph else earlier
