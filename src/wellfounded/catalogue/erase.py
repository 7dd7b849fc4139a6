"""What `withdraw` leaves of an item here: digest, receipts without anything personal, and the reason. Nothing else, in no file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wellfounded.catalogue import index
from wellfounded.catalogue.database import Database

ERASE_DUE: Final = "erase-due"
_CONTENT: Final = ("fact", "dated", "picture", "print", "failure", "member", "said")


def forget(database: Database, item: int, digest: bytes) -> None:
    """Take everything derived from an item and everything personal about it out of the tables."""
    due = _holds(database, item, digest)
    index.remove(database, "item = ?", (item,))
    for table in _CONTENT:
        database.run(f"DELETE FROM {table} WHERE item = ?", (item,))
    database.run("DELETE FROM copy WHERE a = ?1 OR b = ?1", (item,))
    database.run("DELETE FROM compared WHERE item = ?", (item,))
    database.run(
        "UPDATE decided SET because = NULL, dissent = NULL WHERE a = ?1 OR b = ?1", (item,)
    )
    database.run("UPDATE member SET record = NULL WHERE child = ?", (digest,))
    database.run(
        "UPDATE receipt SET giver = NULL, name = NULL, private = NULL WHERE item = ?", (item,)
    )
    database.run(
        "UPDATE amendment SET before = NULL WHERE receipt IN (SELECT number FROM receipt WHERE item = ?)",
        (item,),
    )
    database.run("UPDATE note SET text = NULL WHERE item = ?", (item,))
    database.run("UPDATE reading SET loaded = 1 WHERE item = ?", (item,))
    database.run("UPDATE item SET kind = NULL, mime = NULL WHERE id = ?", (item,))
    if due:
        database.run("INSERT OR REPLACE INTO about_cache VALUES (?, '')", (ERASE_DUE,))


def _holds(database: Database, item: int, digest: bytes) -> bool:
    """Say whether anything of the item is in the file; after a withdrawal a rebuild never had it."""
    conditions = dict.fromkeys(_CONTENT, "item = ?1")
    conditions |= {
        "passage": f"item = ?1 AND source != '{index.HANDLE}'",
        "receipt": "item = ?1 AND private IS NOT NULL",
        "note": "item = ?1 AND text IS NOT NULL",
        "copy": "a = ?1 OR b = ?1",
        "decided": "(a = ?1 OR b = ?1) AND (because IS NOT NULL OR dissent IS NOT NULL)",
        "amendment": "before IS NOT NULL AND receipt IN (SELECT number FROM receipt WHERE item = ?1)",
    }
    held = [f"EXISTS (SELECT 1 FROM {table} WHERE {c})" for table, c in conditions.items()]
    named = "EXISTS (SELECT 1 FROM member WHERE child = ?2 AND record IS NOT NULL)"
    return bool(database.value(f"SELECT {' OR '.join([*held, named])}", (item, digest)))


def erase(database: Database) -> None:
    """Overwrite what is left of forgotten content in index, free pages and write-ahead log.

    Takes time and room of the order of the file. Safe to stop: it is done again when the file is next opened.
    """
    database.run("INSERT INTO words (words) VALUES ('optimize')")
    _checkpoint(database)
    with _temporary_beside(database):
        database.run("VACUUM")
    _checkpoint(database)
    database.run("DELETE FROM about_cache WHERE key = ?", (ERASE_DUE,))
    _checkpoint(database)


def _checkpoint(database: Database) -> None:
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _temporary_beside(database: Database) -> Iterator[None]:
    """Let the copy VACUUM makes stand beside the file, not in memory and not in a folder of the system; of an encrypted one, in memory."""
    path = database.rows("PRAGMA database_list")[0][2]
    if not path or database.encrypted:
        yield
        return
    before = os.environ.get("SQLITE_TMPDIR")
    os.environ["SQLITE_TMPDIR"] = str(Path(path).parent)
    database.run("PRAGMA temp_store=FILE")
    try:
        yield
    finally:
        database.run("PRAGMA temp_store=MEMORY")
        if before is None:
            del os.environ["SQLITE_TMPDIR"]
        else:
            os.environ["SQLITE_TMPDIR"] = before
