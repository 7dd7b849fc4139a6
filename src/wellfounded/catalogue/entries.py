"""What each type of entry changes in the tables, one function a type (docs/formats/entry.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wellfounded.catalogue import index
from wellfounded.catalogue.applied import Applied
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.erase import forget
from wellfounded.catalogue.fields import dump, json_of, raw_digest, shown
from wellfounded.catalogue.handling import FIELDS, strictest
from wellfounded.terms.moment import Moment

_STATED_TIMES = ("received", "published")
_NAMES_SUPERSEDED = ("superseded", "supersedes", "fields", "names")


def received(database: Database, applied: Applied, items: list[int]) -> None:
    """Write a receipt: the next number, its item, and the handling that now holds."""
    entry, private = applied.entry, applied.private
    body = entry.get("body", {})
    parent = body.get("parent") or {}
    for item in items:
        cursor = database.run(
            "INSERT INTO receipt (item, idx, actor, clock, door, batch, parent, parent_place, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item,
                applied.index,
                entry["actor"],
                entry["clock"],
                body.get("door", ""),
                body.get("batch", ""),
                raw_digest(parent["item"]) if "item" in parent else None,
                parent.get("index"),
                dump(body),
            ),
        )
        number = cursor.lastrowid or 0
        database.run(
            "UPDATE item SET receipts = receipts + 1, first_receipt = coalesce(first_receipt, ?), size = ?,"
            " withdrawn = NULL WHERE id = ?",
            (number, body.get("size", 0), item),
        )
        write_private(database, number, item, entry["actor"], private)
        _rule(database, item, {} if any(name in body for name in FIELDS) else None)


def write_private(
    database: Database, number: int, item: int, actor: str, private: Mapping[str, Any]
) -> None:
    """Write the private values of a receipt in place of those it had, searchable by name, and on the timeline."""
    name, giver = shown(private.get("name")), shown(private.get("giver"))
    database.run(
        "UPDATE receipt SET giver = ?, name = ?, private = ? WHERE number = ?",
        (giver, name, dump(dict(private)) if private else None, number),
    )
    handles = " ".join(dict.fromkeys(filter(None, (giver, actor))))
    texts = [(index.NAME, name)] if name else []
    index.name_receipt(database, number, item, [*texts, (index.HANDLE, handles)])
    for label in _STATED_TIMES:
        if isinstance(record := private.get(label), Mapping):
            start, finish = Moment.from_json(dict(record)).interval()
            database.run(
                "INSERT INTO dated (start, finish, item, reading, receipt, label, moment) VALUES (?, ?, ?, 0, ?, ?, ?)",
                (start, finish, item, number, label, dump(record)),
            )


def _rule(database: Database, item: int, changed: Mapping[str, Any] | None) -> None:
    """Work out again how an item must be handled; None says that nothing was said about it."""
    if changed is None:
        return
    bodies = database.rows("SELECT body FROM receipt WHERE item = ?", (item,))
    old = database.value("SELECT override FROM item WHERE id = ?", (item,))
    override = (json_of(old)) | dict(changed)
    holds = strictest((json_of(body) for (body,) in bodies), override)
    until = holds.get("consent_until")
    database.run(
        "UPDATE item SET handling = ?, consent = ?, consent_until = ?, minor = ?, graphic = ?, override = ? WHERE id = ?",
        (
            holds["handling"],
            holds.get("consent"),
            dump(until) if until else None,
            int(holds["minor"]),
            int(holds["graphic"]),
            dump(override) if override else None,
            item,
        ),
    )


def not_received(database: Database, applied: Applied, items: list[int]) -> None:
    """Write what was offered and could not be taken in."""
    del items
    entry = applied.entry
    body = entry.get("body", {})
    texts = [body.get(name, "") for name in ("door", "code", "what", "batch")]
    private = dump(dict(applied.private)) if applied.private else None
    database.run(
        "INSERT INTO not_received VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (applied.index, *texts, entry["actor"], entry["clock"], private),
    )


def read(database: Database, applied: Applied, items: list[int]) -> None:
    """Write that a stage read an item; it takes the place of the stage's older reading."""
    body = applied.entry.get("body", {})
    stage = body.get("stage", "")
    for item in items:
        database.run(
            "UPDATE reading SET current = 0 WHERE item = ? AND stage = ? AND current = 1",
            (item, stage),
        )
        gone = database.value("SELECT withdrawn IS NOT NULL FROM item WHERE id = ?", (item,))
        database.run(
            "INSERT INTO reading (idx, item, stage, recipe, outcome, records, clock, body, current, loaded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            (
                applied.index,
                item,
                stage,
                body.get("recipe", ""),
                body.get("outcome", ""),
                body.get("records"),
                applied.entry["clock"],
                dump(body),
                gone,
            ),
        )


def handling(database: Database, applied: Applied, items: list[int]) -> None:
    """Change how items must be handled; fields the entry does not name stay as they were."""
    body = applied.entry.get("body", {})
    changed = {name: body[name] for name in FIELDS if name in body}
    for item in items:
        _rule(database, item, changed)


def amended(database: Database, applied: Applied, items: list[int]) -> None:
    """Supersede fields of a receipt; what stood there before is kept beside it."""
    entry = applied.entry
    body = entry.get("body", {})
    row = database.row(
        "SELECT number, item, actor, private FROM receipt WHERE idx = ?", (body.get("receipt"),)
    )
    if row is None or (items and row[1] not in items):
        return
    number, item, actor, column = row
    before = json_of(column)
    named = {
        name for key in _NAMES_SUPERSEDED for name in body.get(key, ()) if isinstance(name, str)
    }
    names = sorted(named | set(entry.get("private", {}).get("fields", ())) | set(applied.private))
    replaced = {name: before[name] for name in names if name in before}
    database.run(
        "INSERT INTO amendment VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            applied.index,
            number,
            entry["actor"],
            entry["clock"],
            str(body.get("because", "")),
            dump(names),
            dump(replaced) if replaced else None,
        ),
    )
    now = {name: value for name, value in before.items() if name not in names}
    index.remove(database, "reading = ?", (-number,))
    database.run("DELETE FROM dated WHERE receipt = ?", (number,))
    write_private(database, number, item, actor, now | dict(applied.private))


def unlocked(database: Database, applied: Applied, items: list[int]) -> None:
    """Note that an item can be read with a password given since: its readings are due again."""
    for item in items:
        database.run("UPDATE item SET unlocked = ? WHERE id = ?", (applied.index, item))


def withdrawn(database: Database, applied: Applied, items: list[int]) -> None:
    """Forget items; digest, receipts without personal values, and the reason stay."""
    entry = applied.entry
    reason = shown(applied.private.get("reason"))
    for item in items:
        digest = database.value("SELECT digest FROM item WHERE id = ?", (item,))
        forget(database, item, digest)
        database.run(
            "UPDATE item SET withdrawn = ?, withdrawn_by = ?, withdrawn_clock = ?, withdrawn_reason = ? WHERE id = ?",
            (applied.index, entry["actor"], entry["clock"], reason, item),
        )


def actor(database: Database, applied: Applied, items: list[int]) -> None:
    """Write the name behind a handle."""
    del items
    handle = applied.entry.get("body", {}).get("handle", applied.entry["actor"])
    person = shown(applied.private.get("person"))
    database.run("INSERT OR REPLACE INTO actor VALUES (?, ?, ?)", (handle, person, applied.index))


def linked(database: Database, applied: Applied, items: list[int]) -> None:
    """Write a link between two items, or that one no longer holds."""
    del items
    entry = applied.entry
    body = entry.get("body", {})
    if not {"kind", "from", "to"} <= body.keys():
        return
    ends = (body["kind"], raw_digest(body["from"]), raw_digest(body["to"]))
    if body.get("undone"):
        database.run(
            "UPDATE link SET undone = ? WHERE kind = ? AND source = ? AND target = ? AND undone IS NULL",
            (applied.index, *ends),
        )
        return
    row = (applied.index, *ends, entry["actor"], entry["clock"])
    database.run("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, NULL)", row)


def noted(database: Database, applied: Applied, items: list[int]) -> None:
    """Write a note about items, or about the case."""
    entry = applied.entry
    text = shown(applied.private.get("note"))
    about: list[int | None] = [*items] or [None]
    for item in about:
        row = (applied.index, item, entry["actor"], entry["clock"], text)
        database.run("INSERT INTO note (idx, item, actor, clock, text) VALUES (?, ?, ?, ?, ?)", row)
