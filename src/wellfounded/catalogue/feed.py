"""The logs into the catalogue: one batch of entries, in one transaction with how far the logs are taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from wellfounded.catalogue import copies, entries
from wellfounded.catalogue.applied import Applied, Position
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.erase import ERASE_DUE
from wellfounded.catalogue.fields import dump, raw_digest
from wellfounded.terms.errors import Mistaken

LOGS: Final = ("custody", "work")
_KEPT_WITHOUT_BODY: Final = frozenset({"received", "read"})
_Writer = Callable[[Database, Applied, list[int]], None]


_WRITERS: Final[dict[str, _Writer]] = {
    "received": entries.received,
    "not-received": entries.not_received,
    "read": entries.read,
    "handling": entries.handling,
    "amended": entries.amended,
    "unlocked": entries.unlocked,
    "withdrawn": entries.withdrawn,
    "actor": entries.actor,
    "linked": entries.linked,
    "noted": entries.noted,
    "decided": copies.write_decision,
}


def position(database: Database, log: str) -> Position:
    """Give how far a log is taken in; size 0 if nothing is."""
    row = database.row("SELECT log, size, root_hex FROM position WHERE log = ?", (log,))
    return Position(log, 0) if row is None else Position(*row)


def apply(database: Database, batch: Iterable[Applied], reached: Sequence[Position]) -> int:
    """Take a batch in: all of it or nothing. Entries already taken in are passed over. Gives how many were new.

    The entries of one log come in order. Raises Mistaken `catalogue-gap` for entries left out, and for a
    position beyond what was taken in; one before it changes nothing, another process was faster.
    """
    taken = 0
    with database.transaction():
        sizes = {log: position(database, log).size for log in LOGS}
        for applied in batch:
            expected = sizes.get(applied.log)
            if expected is None or applied.index > expected:
                raise Mistaken(
                    "catalogue-gap",
                    f"entry {applied.index} of {applied.log} does not follow on {expected}",
                    where=database.where,
                )
            if applied.index == expected:
                _take(database, applied)
                sizes[applied.log] = expected + 1
                taken += 1
        for at in reached:
            if at.size > sizes.get(at.log, -1):
                raise Mistaken(
                    "catalogue-gap", f"{at.log} is taken in to {sizes.get(at.log)}, not {at.size}"
                )
        roots = {at.log: at.root_hex for at in reached if at.size == sizes[at.log]}
        for log, size in sizes.items():
            _reach(database, log, size, roots.get(log))
    return taken


def _reach(database: Database, log: str, size: int, root_hex: str | None) -> None:
    old = position(database, log)
    if old.size == size and root_hex in (None, old.root_hex):
        return
    root = root_hex if root_hex is not None else ""
    database.run("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", (log, size, root))


def _take(database: Database, applied: Applied) -> None:
    """Write what one entry says; an entry of an unknown type is kept as it is."""
    entry = applied.entry
    kind, body = entry["type"], entry.get("body", {})
    kept = None if kind in _KEPT_WITHOUT_BODY else dump(body)
    database.run(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
        (applied.log, applied.index, kind, entry["actor"], entry["clock"], kept),
    )
    items = [_item(database, about["item"], entry) for about in entry.get("about", ())]
    for item in dict.fromkeys(items):
        database.run("INSERT INTO entry_item VALUES (?, ?, ?)", (item, applied.log, applied.index))
    writer = _WRITERS.get(kind)
    if writer is not None:
        writer(database, applied, items)


def _item(database: Database, digest: str, entry: Mapping[str, Any]) -> int:
    """Give the row of an item, made now if this is the first entry about it."""
    raw = raw_digest(digest)
    found: int | None = database.value("SELECT id FROM item WHERE digest = ?", (raw,))
    if found is not None:
        return found
    size = entry.get("body", {}).get("size", 0) if entry["type"] == "received" else 0
    return database.run("INSERT INTO item (digest, size) VALUES (?, ?)", (raw, size)).lastrowid or 0


def erase_is_due(database: Database) -> bool:
    """Say whether something was withdrawn whose traces are not yet out of the file."""
    return database.value("SELECT 1 FROM about_cache WHERE key = ?", (ERASE_DUE,)) is not None
