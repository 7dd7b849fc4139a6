"""A query against the index: which passages, in which order, without reading more of the index than is shown.

A word that stands in more than RARE passages tells little: it narrows, but does not rank. Passages with rarer words come
first, by BM25 over those; the rest follow in the order they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.catalogue.database import Database
from wellfounded.catalogue.index import HANDLE, HANDLE_MARK, NAME, tag
from wellfounded.catalogue.query_language import Clause, Phrase, Query

RARE: Final = 1000
MOST_RANKED: Final = 4000
COUNTED: Final = 1000
_MOST_PHRASES: Final = 64
_MOST_WORDS: Final = 64
_WEIGHTS: Final = "1.0, 0.8, 0.0"


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows of passages in order, and how many there are; `counted` says whether `found` is exact or only a lower bound."""

    rows: tuple[int, ...]
    found: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a query: passages of one of these sources, items (by row) and languages; None for no filter.

    `barred` are the index words of what is left out.
    """

    sources: tuple[str, ...] = ()
    items: tuple[int, ...] | None = None
    languages: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


def matches(
    database: Database, query: Query, narrowing: Narrowing, limit: int, offset: int
) -> Matches:
    """Give the rows from `offset` on. The order is the same every time for the same content."""
    if narrowing.items == ():
        return Matches((), 0, True)
    tags = _tags(narrowing)
    names = NAME in narrowing.sources
    wanted = [_any(clause.phrases, names) for clause in query.wanted]
    if not wanted and not _narrowed(narrowing):
        return Matches((), 0, True)
    unwanted = [_any(clause.phrases, names) for clause in query.unwanted]
    unwanted += [f'{{tags}} : "{value}"' for value in narrowing.barred]
    if not wanted:
        unwanted.append(f'{{tags}} : "{tag("s", HANDLE)}"')
    asked = _Asked(database, " AND ".join([*wanted, *tags]), tuple(unwanted))
    asked.find_rare(query.wanted, names)
    ranked = asked.ranked()
    following, complete = asked.following(max(offset + limit - len(ranked), COUNTED))
    rows = [*ranked, *following][offset : offset + limit]
    return Matches(tuple(rows), len(ranked) + len(following), complete)


class _Asked:
    """One query put to the index; the same expression is read once."""

    def __init__(self, database: Database, required: str, unwanted: tuple[str, ...]) -> None:
        """Take what must match and what must not, in the index's own language."""
        self.database = database
        self.required = required
        self.unwanted = unwanted
        self.rare: list[str] = []
        self._known: dict[str, tuple[int, list[int]]] = {}

    def rows(self, expression: str, limit: int) -> list[int]:
        """Give the first rows that match an expression, in the order they were read; -1 for all."""
        upto, known = self._known.get(expression, (0, []))
        if len(known) < upto or 0 <= limit <= upto or upto < 0:
            return known if limit < 0 else known[:limit]
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?"
        found = [row for (row,) in self.database.rows(sql, (expression, limit))]
        self._known[expression] = (limit, found)
        return found

    def find_rare(self, clauses: Iterable[Clause], names: bool) -> None:
        """Note the phrases that stand in at most RARE passages, as long as those are few enough to rank."""
        phrases = dict.fromkeys(phrase for clause in clauses for phrase in clause.phrases)
        total = 0
        for phrase in phrases:
            if all(len(self.rows(word, RARE + 1)) > RARE for word in _probes(phrase)):
                continue
            expression = _render(phrase, names)
            count = len(self.rows(expression, RARE + 1))
            if 0 < count <= RARE and total + count <= MOST_RANKED:
                self.rare.append(expression)
                total += count

    def ranked(self) -> list[int]:
        """Give the passages that hold a rare phrase, best first; of equal ones the earlier read."""
        if not self.rare:
            return []
        either = " OR ".join(self.rare)
        both = either if self.required == either else f"({self.required}) AND ({either})"
        rows = self.rows(_without(both, self.unwanted), -1)
        if len(rows) < 2:
            return rows
        sql = f"SELECT rowid, bm25(words, {_WEIGHTS}) FROM words WHERE words MATCH ?"
        scores = dict(self.database.rows(sql, (either,)))
        return sorted(rows, key=lambda row: (round(scores.get(row, 0.0), 6), row))

    def following(self, limit: int) -> tuple[list[int], bool]:
        """Give the first of the other passages, one more than `limit` if there are, and whether these are all."""
        if self.required in self.rare:
            return [], True
        rest = _without(self.required, (*self.unwanted, *self.rare))
        found = self.rows(rest, limit + 1)
        return found, len(found) <= limit


def _probes(phrase: Phrase) -> list[str]:
    """Give what to count of a phrase: its words, the last as a beginning if it may go on."""
    quoted = [f'"{word}"' for word in phrase.words]
    if phrase.prefix:
        quoted[-1] += " *"
    return quoted


def _any(phrases: Sequence[Phrase], names: bool) -> str:
    rendered = [_render(phrase, names) for phrase in phrases[:_MOST_PHRASES]]
    return rendered[0] if len(rendered) == 1 else f"({' OR '.join(rendered)})"


def _render(phrase: Phrase, names: bool) -> str:
    """Write a phrase in the index's own language; its words hold letters and digits only."""
    words = phrase.words[:_MOST_WORDS]
    if phrase.apart:
        return "(" + " AND ".join(f'"{word}"' for word in words) + ")"
    star = " *" if phrase.prefix else ""
    written = f'"{" ".join(words)}"{star}'
    if phrase.also:
        return f"{{alt}} : {written}"
    if names:
        marked = f'"{" ".join(HANDLE_MARK + word for word in words)}"{star}'
        return f"({written} OR {marked})"
    return written


def _without(required: str, unwanted: Sequence[str]) -> str:
    return f"({required}) NOT ({' OR '.join(unwanted)})" if unwanted else required


def _narrowed(narrowing: Narrowing) -> bool:
    return bool(narrowing.sources or narrowing.languages) or narrowing.items is not None


def _tags(narrowing: Narrowing) -> list[str]:
    sources = [tag("s", source) for source in narrowing.sources]
    if NAME in narrowing.sources:
        sources.append(tag("s", HANDLE))
    items = [tag("i", str(item)) for item in narrowing.items or ()]
    languages = [tag("l", language.partition("-")[0]) for language in narrowing.languages]
    return [
        "{tags} : (" + " OR ".join(f'"{value}"' for value in group) + ")"
        for group in (sources, items, languages)
        if group
    ]
