"""Search: what a person types, and the exact places it stands (docs/know/search.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wellfounded.catalogue import resolve
from wellfounded.catalogue.aliases import Aliases
from wellfounded.catalogue.contents import PASSAGE, passage_of
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.handling import Handling, handling_of
from wellfounded.catalogue.index import tag
from wellfounded.catalogue.match import Narrowing, matches
from wellfounded.catalogue.query_language import Clause, Query, parse
from wellfounded.catalogue.snippet import Snippet, snippet
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matches. `number` and `name` are of the item's first receipt.

    `locus` is the passage's place, narrowed to the first mark where the passage counts characters. `source` is the
    passage's (text, ocr, cell, ...), `name` for a name as received, `handle` for the giver or actor of a receipt.
    `confidence` is in thousandths where a machine gave one: machine reading, unchecked.
    """

    item: Digest
    number: int
    name: str
    handling: Handling
    stage: str
    locus: Locus
    source: str
    confidence: int | None
    language: str
    speaker: str
    heading: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits. `found` is how many there are, at least that many where `counted` is false. `remarks` say what was odd."""

    hits: tuple[Hit, ...]
    found: int
    counted: bool
    remarks: tuple[str, ...] = ()


def search(database: Database, text: str, aliases: Aliases | None, limit: int, offset: int) -> Hits:
    """Find passages and names. Never raises for what was typed: a query nothing can match finds nothing, and says why."""
    query = parse(text, aliases)
    narrowing, remarks = _narrowing(database, query)
    if not query.wanted and not (query.sources or query.items or query.languages):
        remarks.append("a search needs at least one word that must occur")
        return Hits((), 0, True, tuple(remarks))
    found = matches(database, query, narrowing, max(0, limit), max(0, offset))
    hits = _hits(database, found.rows, query.wanted)
    return Hits(hits, found.found, found.counted, tuple(remarks))


def _narrowing(database: Database, query: Query) -> tuple[Narrowing, list[str]]:
    """Give the filters with items by row; what names no item is a remark."""
    remarks: list[str] = []
    items = _items(database, query.items, remarks) if query.items else None
    barred = [tag(name[0], value.partition("-")[0]) for name, value in query.barred if name != "in"]
    left_out = [value for name, value in query.barred if name == "in"]
    barred += [tag("i", str(item)) for item in _items(database, left_out, remarks)]
    return Narrowing(query.sources, items, query.languages, tuple(barred)), remarks


def _items(database: Database, names: Iterable[str], remarks: list[str]) -> tuple[int, ...]:
    found: list[int] = []
    for name in names:
        try:
            digest = resolve.resolve(database, name)
        except Mistaken as mistaken:
            remarks.append(f"in:{name}: {mistaken.what}")
            continue
        found.append(database.value("SELECT id FROM item WHERE digest = ?", (digest.raw,)))
    return tuple(found)


def _hits(database: Database, rows: tuple[int, ...], wanted: tuple[Clause, ...]) -> tuple[Hit, ...]:
    hits = []
    for row in rows:
        found = database.row(f"{PASSAGE} WHERE p.id = ?", (row,))
        about = database.row(_ABOUT, (row,))
        if found is None or about is None:
            continue
        passage = passage_of(found)
        number, name = about[0], about[1]
        excerpt = snippet(passage.text, passage.language, wanted)
        hits.append(
            Hit(
                passage.item,
                number,
                name,
                handling_of(*about[2:7]),
                passage.stage,
                _narrowed(passage.locus, len(passage.text), excerpt.marks),
                passage.source,
                passage.confidence,
                passage.language,
                passage.speaker,
                passage.heading,
                excerpt,
            )
        )
    return tuple(hits)


_ABOUT = (
    "SELECT coalesce(i.first_receipt, 0), coalesce(f.name, ''), i.handling, i.consent, i.consent_until, i.minor,"
    " i.graphic FROM passage p JOIN item i ON i.id = p.item LEFT JOIN receipt f ON f.number = i.first_receipt"
    " WHERE p.id = ?"
)


def _narrowed(locus: Locus, length: int, marks: tuple[tuple[int, int], ...]) -> Locus:
    """Give the exact place of the first mark, where the passage's characters are those of the text it counts in."""
    if not marks or locus.chars is None or locus.chars[1] - locus.chars[0] != length:
        return locus
    first, end = marks[0]
    return replace(locus, chars=(locus.chars[0] + first, locus.chars[0] + end))
