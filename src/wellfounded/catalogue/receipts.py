"""Receipts as they hold today, with what amended them; and what could not be received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from wellfounded.catalogue.answers import Amendment, NotReceived, Receipt
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import digest_of, json_of, name_of, shown, stored
from wellfounded.terms.moment import Moment

_RECEIPT: Final = (
    "SELECT r.number, r.idx, i.digest, r.actor, r.clock, r.door, r.batch, r.parent, r.parent_place, r.body, r.private"
    " FROM receipt r JOIN item i ON i.id = r.item"
)


def of_item(database: Database, item: int) -> Iterator[Receipt]:
    """Give the receipts of one item in order."""
    for row in database.rows(f"{_RECEIPT} WHERE r.item = ? ORDER BY r.number", (item,)):
        yield _receipt(database, row)


def every(database: Database, after: int = 0) -> Iterator[Receipt]:
    """Give all receipts numbered above `after`, in order; memory does not grow with their number."""
    last = after
    sql = f"{_RECEIPT} WHERE r.number > ? ORDER BY r.number LIMIT 500"
    while page := database.rows(sql, (last,)):
        for row in page:
            yield _receipt(database, row)
        last = page[-1][0]


def numbered(database: Database, number: int) -> Receipt | None:
    """Give receipt `@number`, or None."""
    row = database.row(f"{_RECEIPT} WHERE r.number = ?", (number,))
    return None if row is None else _receipt(database, row)


def givers(database: Database) -> list[tuple[str, int]]:
    """Give each giver's handle and how many receipts came from there, by handle."""
    rows = database.rows(
        "SELECT giver, count(*) FROM receipt WHERE giver IS NOT NULL GROUP BY giver ORDER BY giver"
    )
    return [(handle, count) for handle, count in rows]


def not_received(database: Database) -> Iterator[NotReceived]:
    """Give what was offered and could not be taken in, in log order."""
    sql = (
        "SELECT idx, door, code, what, batch, actor, clock, private FROM not_received ORDER BY idx"
    )
    for row in database.stream(sql):
        idx, door, code, what, batch, actor, clock, column = row
        private = json_of(column)
        name, path = name_of(private.get("name")), shown(private.get("path")) or ""
        yield NotReceived(idx, door, code, what, batch, actor, clock, name, path)


def _receipt(database: Database, row: tuple[Any, ...]) -> Receipt:
    body, private = json_of(row[9]), json_of(row[10])
    modified = private.get("modified")
    return Receipt(
        number=row[0],
        index=row[1],
        item=digest_of(row[2]),
        actor=row[3],
        clock=row[4],
        door=row[5],
        batch=row[6],
        size=body.get("size", 0),
        parent=digest_of(row[7]) if row[7] else None,
        parent_index=row[8],
        giver=shown(private.get("giver")) or "",
        note=shown(private.get("note")) or "",
        name=name_of(private.get("name")),
        path=shown(private.get("path")) or "",
        modified=modified if isinstance(modified, int) else None,
        received=_moment(private.get("received")),
        published=_moment(private.get("published")),
        changed_while_read=bool(body.get("changed_while_read", False)),
        body=body,
        private=private,
        amendments=tuple(_amendments(database, row[0])),
    )


def _moment(value: Any) -> Moment | None:
    with stored():
        return Moment.from_json(dict(value)) if isinstance(value, Mapping) else None


def _amendments(database: Database, number: int) -> Iterator[Amendment]:
    sql = "SELECT idx, actor, clock, because, names, before FROM amendment WHERE receipt = ? ORDER BY idx"
    for idx, actor, clock, because, names, before in database.rows(sql, (number,)):
        listed = tuple(json_of(names))
        yield Amendment(idx, actor, clock, because, listed, json_of(before))
