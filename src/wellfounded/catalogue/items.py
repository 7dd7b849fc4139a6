"""Items: in a list, page by page, and one with its receipts, readings, failures and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wellfounded.catalogue import contents, receipts
from wellfounded.catalogue.answers import (
    EntryLine,
    ItemDetail,
    ItemSummary,
    Link,
    Note,
    Pending,
    Reading,
    Withdrawal,
)
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import digest_of, json_of
from wellfounded.catalogue.handling import handling_of
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

PAGE: Final = 500
_SUMMARY: Final = (
    "SELECT i.id, i.digest, i.size, coalesce(i.first_receipt, 0), coalesce(f.name, ''), i.receipts,"
    " coalesce(i.kind, ''), coalesce(i.mime, ''), iif(i.withdrawn IS NULL, coalesce(r.outcome, 'unread'), 'withdrawn'),"
    " i.handling, i.consent, i.consent_until, i.minor, i.graphic FROM item i"
    " LEFT JOIN receipt f ON f.number = i.first_receipt"
    " LEFT JOIN reading r ON r.item = i.id AND r.stage = 'read' AND r.current = 1"
)


def summary_of(row: tuple[Any, ...]) -> ItemSummary:
    """Make the summary of one row."""
    id_, raw, size, number, name, receipts_, kind, mime, state = row[:9]
    handling = handling_of(*row[9:14])
    return ItemSummary(
        id_, digest_of(raw), size, number, name, receipts_, kind, mime, state, handling
    )


def summaries(database: Database, kind: str = "", state: str = "") -> Iterator[ItemSummary]:
    """Give all items in the order of their first entry, a page at a time; optionally of one kind or state."""
    condition = "i.id > ?"
    values: list[Any] = []
    if kind:
        condition += " AND i.kind = ?"
        values.append(kind)
    if state:
        condition += " AND iif(i.withdrawn IS NULL, coalesce(r.outcome, 'unread'), 'withdrawn') = ?"
        values.append(state)
    last = 0
    while True:
        sql = f"{_SUMMARY} WHERE {condition} ORDER BY i.id LIMIT {PAGE}"
        page = database.rows(sql, (last, *values))
        for row in page:
            yield summary_of(row)
        if len(page) < PAGE:
            return
        last = page[-1][0]


def summary(database: Database, item: Digest) -> ItemSummary:
    """Give one item; raises Mistaken `unknown-item`."""
    row = database.row(f"{_SUMMARY} WHERE i.digest = ?", (item.raw,))
    if row is None:
        raise Mistaken("unknown-item", "no such item in this case", where=str(item))
    return summary_of(row)


def detail(database: Database, item: Digest) -> ItemDetail:
    """Give one item with everything but its passages, facts and pictures; raises Mistaken `unknown-item`."""
    found = summary(database, item)
    counted = database.row(
        "SELECT (SELECT count(*) FROM member WHERE item = ?1),"
        " (SELECT count(*) FROM passage WHERE item = ?1 AND reading >= 0),"
        " (SELECT count(*) FROM picture WHERE item = ?1)",
        (found.id,),
    )
    members, passages, pictures = counted or (0, 0, 0)
    spoken = database.rows(
        "SELECT language FROM passage WHERE item = ? AND language != '' GROUP BY language"
        " ORDER BY sum(length(text)) DESC, language",
        (found.id,),
    )
    return ItemDetail(
        found,
        _withdrawal(database, found.id),
        tuple(receipts.of_item(database, found.id)),
        tuple(readings(database, found.id)),
        tuple(contents.failures(database, found.id)),
        tuple(containers(database, item)),
        tuple(links(database, item)),
        tuple(notes(database, found.id)),
        tuple(language for (language,) in spoken),
        members,
        passages,
        pictures,
        tuple(entries_about(database, found.id)),
    )


def _withdrawal(database: Database, item: int) -> Withdrawal | None:
    row = database.row(
        "SELECT withdrawn, withdrawn_by, withdrawn_clock, coalesce(withdrawn_reason, '') FROM item WHERE id = ?",
        (item,),
    )
    return None if row is None or row[0] is None else Withdrawal(*row)


_READING: Final = (
    "SELECT r.idx, i.digest, r.stage, r.recipe, r.outcome, coalesce(r.records, ''), r.clock, r.current, r.loaded, r.body"
    " FROM reading r JOIN item i ON i.id = r.item"
)


def _reading(row: tuple[Any, ...]) -> Reading:
    idx, item, stage, recipe, outcome, records, clock, current, loaded, body = row
    held = (bool(current), bool(loaded))
    return Reading(
        idx, digest_of(item), stage, recipe, outcome, records, clock, *held, json_of(body)
    )


def readings(database: Database, item: int) -> Iterator[Reading]:
    """Give the readings of one item in log order, older ones included."""
    for row in database.rows(f"{_READING} WHERE r.item = ? ORDER BY r.idx", (item,)):
        yield _reading(row)


def reading_at(database: Database, entry_index: int) -> Reading | None:
    """Give the reading that one entry of the custody log tells of."""
    row = database.row(f"{_READING} WHERE r.idx = ?", (entry_index,))
    return None if row is None else _reading(row)


def unloaded(database: Database) -> Iterator[Reading]:
    """Give, in log order, the newest readings whose records are not in the catalogue: load or read again."""
    last = -1
    sql = (
        f"{_READING} WHERE r.current = 1 AND r.loaded = 0 AND r.idx > ? ORDER BY r.idx LIMIT {PAGE}"
    )
    while page := database.rows(sql, (last,)):
        for row in page:
            yield _reading(row)
        last = page[-1][0]


def pending(
    database: Database, stage: str, recipe: str, kinds: tuple[str, ...]
) -> Iterator[Pending]:
    """Give the items a stage has not read by this recipe, or not since they were unlocked, in order of receipt.

    Withdrawn items are left out. `kinds`, if any, are the kinds the stage applies to; an item that was not read has none.
    """
    only = f" AND i.kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    sql = (
        "SELECT i.id, i.digest, i.size, coalesce(f.name, ''), coalesce(i.kind, ''), i.first_receipt FROM item i"
        " LEFT JOIN reading r ON r.item = i.id AND r.stage = ? AND r.current = 1"
        " JOIN receipt f ON f.number = i.first_receipt WHERE i.id > ? AND i.withdrawn IS NULL"
        f" AND (r.idx IS NULL OR r.recipe != ? OR i.unlocked > r.idx){only} ORDER BY i.id LIMIT {PAGE}"
    )
    last = 0
    while page := database.rows(sql, (stage, last, recipe, *kinds)):
        for row in page:
            yield Pending(digest_of(row[1]), *row[2:])
        last = page[-1][0]


def containers(database: Database, item: Digest) -> list[Digest]:
    """Give the items these bytes came out of, by what receipts say, each once, in order."""
    rows = database.rows(
        "SELECT r.parent FROM receipt r JOIN item i ON i.id = r.item WHERE i.digest = ? AND r.parent IS NOT NULL"
        " GROUP BY r.parent ORDER BY min(r.number)",
        (item.raw,),
    )
    return [digest_of(raw) for (raw,) in rows]


def descendants(database: Database, item: Digest) -> list[Digest]:
    """Give every item that came out of this one, at any depth, each once, in order of receipt."""
    rows = database.rows(
        "WITH RECURSIVE inside(digest) AS (SELECT ? UNION SELECT i.digest FROM inside"
        " JOIN receipt r ON r.parent = inside.digest JOIN item i ON i.id = r.item)"
        " SELECT i.digest FROM inside JOIN item i ON i.digest = inside.digest WHERE i.digest != ? ORDER BY i.id",
        (item.raw, item.raw),
    )
    return [digest_of(raw) for (raw,) in rows]


def duplicates(database: Database) -> Iterator[ItemSummary]:
    """Give the items received more than once, in order."""
    last = 0
    sql = f"{_SUMMARY} WHERE i.receipts > 1 AND i.id > ? ORDER BY i.id LIMIT {PAGE}"
    while page := database.rows(sql, (last,)):
        for row in page:
            yield summary_of(row)
        last = page[-1][0]


def links(database: Database, item: Digest | None = None) -> Iterator[Link]:
    """Give the links of the case, or of one item, in log order; those undone included."""
    where = "" if item is None else " WHERE source = ?1 OR target = ?1"
    values = () if item is None else (item.raw,)
    for row in database.stream(
        f"SELECT idx, kind, source, target, actor, clock, undone FROM link{where} ORDER BY idx",
        values,
    ):
        yield Link(row[0], row[1], digest_of(row[2]), digest_of(row[3]), *row[4:])


def notes(database: Database, item: int | None = None) -> Iterator[Note]:
    """Give the notes of the case, or of one item, in log order."""
    where = "" if item is None else " WHERE n.item = ?"
    values = () if item is None else (item,)
    sql = "SELECT n.idx, i.digest, n.actor, n.clock, coalesce(n.text, '') FROM note n LEFT JOIN item i ON i.id = n.item"
    for row in database.stream(f"{sql}{where} ORDER BY n.id", values):
        yield Note(row[0], digest_of(row[1]) if row[1] else None, *row[2:])


def entries_about(database: Database, item: int) -> Iterator[EntryLine]:
    """Give the lines of both logs about one item, custody first, in log order."""
    sql = (
        "SELECT e.log, e.idx, e.type, e.actor, e.clock, e.body FROM entry_item x"
        " JOIN entry e ON e.log = x.log AND e.idx = x.idx WHERE x.item = ? ORDER BY e.log, e.idx"
    )
    for row in database.rows(sql, (item,)):
        yield entry_line(database, row)


def entry_line(database: Database, row: tuple[Any, ...]) -> EntryLine:
    """Make one line of (log, index, type, actor, clock, body)."""
    about = database.rows(
        "SELECT i.digest FROM item i JOIN entry_item x ON x.item = i.id WHERE x.log = ? AND x.idx = ? ORDER BY i.id",
        row[:2],
    )
    log, idx, kind, actor, clock, body = row
    found = tuple(digest_of(raw) for (raw,) in about)
    return EntryLine(log, idx, kind, actor, clock, found, json_of(body))
