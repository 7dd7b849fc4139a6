"""Statements, deadlines and ages: what was found in the texts of items, and which items still wait for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from wellfounded.catalogue.answers import Pending
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import digest_of, stored
from wellfounded.terms.digest import Digest
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import Age, Deadline

PAGE: Final = 500


def statements(database: Database, item: Digest) -> Iterator[Statement]:
    """Give the statements of an item in the order found."""
    for text in _records(database, item, "statement"):
        with stored():
            found = Statement.from_json(json.loads(text))
        yield found


def deadlines(database: Database, item: Digest) -> Iterator[Deadline]:
    """Give the deadlines that stand in an item, in the order found."""
    for text in _records(database, item, "deadline"):
        with stored():
            found = Deadline.from_json(json.loads(text))
        yield found


def ages(database: Database, item: Digest) -> Iterator[Age]:
    """Give the ages that stand in an item, in the order found."""
    for text in _records(database, item, "age"):
        with stored():
            found = Age.from_json(json.loads(text))
        yield found


def _records(database: Database, item: Digest, kind: str) -> Iterator[str]:
    last = (-1, -1)
    sql = (
        "SELECT s.reading, s.seq, s.record FROM said s JOIN item i ON i.id = s.item"
        f" WHERE i.digest = ? AND s.kind = ? AND (s.reading, s.seq) > (?, ?) ORDER BY s.reading, s.seq LIMIT {PAGE}"
    )
    while page := database.rows(sql, (item.raw, kind, *last)):
        for row in page:
            yield row[2]
        last = (page[-1][0], page[-1][1])


def count(database: Database, item: Digest) -> int:
    """Give how many statements were found in an item."""
    sql = "SELECT count(*) FROM said s JOIN item i ON i.id = s.item WHERE i.digest = ? AND s.kind = 'statement'"
    return int(database.value(sql, (item.raw,)) or 0)


def readings_with_text(
    database: Database, item: Digest, stages: Sequence[str]
) -> list[tuple[int, str]]:
    """Give the newest readings of some stages that found text in an item: log index and digest of the record set."""
    marks = ",".join("?" * len(stages))
    sql = (
        "SELECT r.idx, r.records FROM reading r JOIN item i ON i.id = r.item WHERE i.digest = ? AND r.current = 1"
        f" AND r.records IS NOT NULL AND r.stage IN ({marks}) AND EXISTS (SELECT 1 FROM passage p WHERE p.item = r.item"
        " AND p.reading = r.idx) ORDER BY r.idx"
    )
    return [(row[0], row[1]) for row in database.rows(sql, (item.raw, *stages))]


def waiting(database: Database, stage: str, recipe: str, on: Sequence[str]) -> Iterator[Pending]:
    """Give the items with text that a stage resting on others has not read: not yet, not by this recipe, or of older text."""
    marks = ",".join("?" * len(on))
    newer = (
        "EXISTS (SELECT 1 FROM reading b JOIN passage p ON p.item = b.item AND p.reading = b.idx"
        f" WHERE b.item = i.id AND b.current = 1 AND b.stage IN ({marks}) AND b.idx > coalesce(r.idx, -1))"
    )
    text = f"EXISTS (SELECT 1 FROM passage p JOIN reading b ON b.idx = p.reading WHERE p.item = i.id AND b.stage IN ({marks}))"
    sql = (
        "SELECT i.id, i.digest, i.size, coalesce(f.name, ''), coalesce(i.kind, ''), i.first_receipt FROM item i"
        " LEFT JOIN reading r ON r.item = i.id AND r.stage = ? AND r.current = 1"
        " JOIN receipt f ON f.number = i.first_receipt WHERE i.id > ? AND i.withdrawn IS NULL"
        f" AND (r.idx IS NULL OR r.recipe != ? OR {newer}) AND {text} ORDER BY i.id LIMIT {PAGE}"
    )
    yield from _pending(database, sql, (stage,), (recipe, *on, *on))


def restated(database: Database, stage: str, recipe: str) -> Iterator[tuple[Pending, int]]:
    """Give the items received again or amended since a stage read them by this recipe, with the entry of that reading."""
    sql = (
        "SELECT i.id, i.digest, i.size, coalesce(f.name, ''), coalesce(i.kind, ''), i.first_receipt, r.idx FROM item i"
        " JOIN reading r ON r.item = i.id AND r.stage = ? AND r.current = 1"
        " JOIN receipt f ON f.number = i.first_receipt WHERE i.id > ? AND i.withdrawn IS NULL AND r.recipe = ?"
        " AND EXISTS (SELECT 1 FROM entry_item x JOIN entry e ON e.log = x.log AND e.idx = x.idx"
        " WHERE x.item = i.id AND x.log = 'custody' AND x.idx > r.idx AND e.type IN ('amended', 'received'))"
        f" ORDER BY i.id LIMIT {PAGE}"
    )
    last = 0
    while page := database.rows(sql, (stage, last, recipe)):
        for row in page:
            yield Pending(digest_of(row[1]), *row[2:6]), row[6]
        last = page[-1][0]


def _pending(
    database: Database, sql: str, before: tuple[str, ...], behind: tuple[str, ...]
) -> Iterator[Pending]:
    last = 0
    while page := database.rows(sql, (*before, last, *behind)):
        for row in page:
            yield Pending(digest_of(row[1]), *row[2:])
        last = page[-1][0]
