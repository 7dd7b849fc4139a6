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
    required = " AND ".join([*wanted, *tags])
    rare = _rare_phrases(database, query.wanted, names)
    ranked = _ranked(database, required, unwanted, rare) if rare else []
    return _joined(database, required, unwanted, rare, ranked, limit, offset)


def _joined(
    database: Database,
    required: str,
    unwanted: list[str],
    rare: list[str],
    ranked: list[int],
    limit: int,
    offset: int,
) -> Matches:
    """Put the unranked passages after the ranked ones, reading only as many as are shown and counted."""
    rest = _without(required, [*unwanted, *rare])
    upto = max(offset + limit + 1 - len(ranked), COUNTED + 1)
    following = _rows(database, rest, upto)
    rows = [*ranked, *following][offset : offset + limit]
    return Matches(tuple(rows), len(ranked) + len(following), len(following) < upto)


def _ranked(database: Database, required: str, unwanted: list[str], rare: list[str]) -> list[int]:
    """Give the passages that hold a rare phrase, best first; of equal ones the earlier read."""
    either = " OR ".join(rare)
    rows = _rows(database, _without(f"({required}) AND ({either})", unwanted), MOST_RANKED)
    if len(rows) < 2:
        return rows
    sql = f"SELECT rowid, bm25(words, {_WEIGHTS}) FROM words WHERE words MATCH ?"
    scores = dict(database.rows(sql, (either,)))
    return sorted(rows, key=lambda row: (round(scores.get(row, 0.0), 6), row))


def _rows(database: Database, expression: str, limit: int) -> list[int]:
    sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?"
    return [row for (row,) in database.rows(sql, (expression, limit))]


def _rare_phrases(database: Database, clauses: Iterable[Clause], names: bool) -> list[str]:
    """Give the phrases that stand in at most RARE passages, at least one."""
    phrases = dict.fromkeys(phrase for clause in clauses for phrase in clause.phrases)
    rare = []
    for phrase in phrases:
        if all(_is_common(database, word) for word in _probes(phrase)):
            continue
        expression = _render(phrase, names)
        if 0 < len(_rows(database, expression, RARE + 1)) <= RARE:
            rare.append(expression)
    return rare


def _probes(phrase: Phrase) -> list[str]:
    """Give what to count of a phrase: its words, the last as a beginning if it may go on."""
    quoted = [f'"{word}"' for word in phrase.words]
    if phrase.prefix:
        quoted[-1] += " *"
    return quoted


def _is_common(database: Database, word: str) -> bool:
    return len(_rows(database, word, RARE + 1)) > RARE


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


def _without(required: str, unwanted: list[str]) -> str:
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
