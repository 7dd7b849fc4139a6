"""The text of an item as it is compared and quoted: its passages, each at its own place where they share one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from wellfounded.catalogue import Catalogue, FoundFact, FoundPassage
from wellfounded.copies.text import Document
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Passage

SOURCES: Final = ("text", "ocr", "message", "subtitle", "caption")
"""Whose words are compared. Cells and metadata repeat by nature, and draft transcripts garble what they hear."""

Placed = FoundPassage | Passage
"""A passage of the catalogue, or as a decoder handed it over."""


def document(catalogue: Catalogue, item: Digest) -> Document:
    """Give the text of an item with what it says of itself; places in it are those of `join`."""
    return document_of(item, compared_passages(catalogue, item), catalogue.facts(item))


def document_of(
    item: Digest,
    passages: Sequence[Placed],
    facts: Iterable[FoundFact | Fact],
    name: str = "",
) -> Document:
    """Give one text of passages and facts, wherever they come from."""
    publishers: dict[str, None] = {}
    published: Moment | None = None
    for fact in facts:
        if fact.name == "html.outlet":
            publishers[str(fact.value)] = None
        elif fact.name == "html.published" and published is None:
            published = fact.when
    languages = Counter(p.language for p in passages if p.language)
    language = languages.most_common(1)[0][0] if languages else ""
    return Document(item, name, join(passages), language, tuple(publishers), published)


def compared_passages(catalogue: Catalogue, item: Digest) -> list[FoundPassage]:
    """Give the passages of an item that are compared with other texts, in order."""
    return [p for p in catalogue.passages(item) if p.source in SOURCES]


def join(passages: Sequence[Placed]) -> str:
    """Give one text of passages.

    Where they stand in one decoded text at known characters, a place in what is given is the same place in that text, and what
    stands between passages is left blank. Else they follow each other, parted by line feeds.
    """
    return _in_place(passages) or "\n".join(p.text for p in passages)


def asides(
    passages: Sequence[Placed], aside: Callable[[Placed], bool]
) -> tuple[tuple[int, int], ...]:
    """Give where in their joined text those passages stand of which `aside` holds, half-open."""
    in_place = bool(_in_place(passages))
    found, at = [], 0
    for one in passages:
        start = one.locus.chars[0] if in_place and one.locus.chars else at
        if aside(one):
            found.append((start, start + len(one.text)))
        at += len(one.text) + 1
    return tuple(found)


def _in_place(passages: Sequence[Placed]) -> str:
    """Put each passage at its characters; empty where that cannot be done."""
    if len({p.locus.within for p in passages}) != 1:
        return ""
    pieces: list[str] = []
    at = 0
    longest = 2 * sum(len(p.text) for p in passages) + 10_000
    for passage in passages:
        chars = passage.locus.chars
        if chars is None or chars[1] - chars[0] != len(passage.text):
            return ""
        if chars[0] < at or chars[1] > longest:
            return ""
        pieces += ("\n" * (chars[0] - at), passage.text)
        at = chars[1]
    return "".join(pieces)
