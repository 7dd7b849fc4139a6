"""Passages and names into the full-text index and out of it again, always by the same rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from wellfounded.catalogue.database import Database
from wellfounded.catalogue.tokens import index_form

HANDLE_MARK: Final = "\ue000"  # private use: no word of a text or a query holds one
TAG_MARK: Final = "\ue001"
NAME, HANDLE = "name", "handle"
_TAG = re.compile(r"[^a-z0-9]+", re.ASCII)
_INSERT = "INSERT INTO words (rowid, body, alt, tags) VALUES (?, ?, ?, ?)"
_DELETE = "INSERT INTO words (words, rowid, body, alt, tags) VALUES ('delete', ?, ?, ?, ?)"


def tag(kind: str, value: str) -> str:
    """Give the index word of a filter: `s` source, `l` language, `i` item, then its value."""
    return TAG_MARK + kind + _TAG.sub("", value.lower())


def indexed(id_: int, item: int, source: str, language: str, text: str) -> tuple[Any, ...]:
    """Give the row of the index for one passage or name. Deterministic: the same row takes it out again."""
    body, alt = index_form(text, language)
    if source == HANDLE:
        body, alt = " ".join(HANDLE_MARK + word for word in body.split()), ""
    tags = [tag("s", source), tag("i", str(item))]
    if language:
        tags.append(tag("l", language.partition("-")[0]))
    return id_, body, alt, " ".join(tags)


def enter(database: Database, passages: Iterable[tuple[int, int, str, str, str]]) -> None:
    """Index passages: (id, item, source, language, text)."""
    database.run_many(_INSERT, [indexed(*passage) for passage in passages])


def remove(database: Database, where: str, values: tuple[Any, ...]) -> None:
    """Take passages out of the index and the table; `where` is a condition on `passage`."""
    columns = "id, item, source, language, text"
    while found := database.rows(f"SELECT {columns} FROM passage WHERE {where} LIMIT 1000", values):
        database.run_many(_DELETE, [indexed(*passage) for passage in found])
        database.run_many("DELETE FROM passage WHERE id = ?", [(row[0],) for row in found])


def name_receipt(
    database: Database, number: int, item: int, texts: Iterable[tuple[str, str]]
) -> None:
    """Make an item searchable by what one receipt calls it: pairs of source (name, handle) and text."""
    for source, text in texts:
        row = (item, -number, source, text)
        cursor = database.run(
            "INSERT INTO passage (item, reading, seq, source, language, text) VALUES (?, ?, 0, ?, '', ?)",
            row,
        )
        enter(database, [(cursor.lastrowid or 0, item, source, "", text)])
