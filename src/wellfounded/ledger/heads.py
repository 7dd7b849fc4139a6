"""Where each item's newest entry stands: what `prev` is filled from. A cache: made again from the log when it is gone.

Durability does not rest on it, correctness does: its position (size and root) must be that of the log, or it is caught up or rebuilt.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wellfounded.disk import database as files
from wellfounded.ledger.entry import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS head (item BLOB PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unheeded (place INTEGER PRIMARY KEY, type TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER, root BLOB);
"""


class Torn(Unavailable):
    """The file was torn and has begun anew, at no position: it is to be filled again from the log."""


class Heads:
    """A small SQLite file with one row an item. Use under the log's lock.

    Every call raises Unavailable `disk` when the file cannot be read or written, and Torn when it was torn: then it begins anew, empty.
    """

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        """Open the file, or begin a new one when it is not a usable database; with a key it is encrypted."""
        self._path, self._key = path, key
        try:
            with self._guarded():
                self._database = self._open()
        except Torn:
            return

    def position(self) -> tuple[int, bytes]:
        """Give the log size and root this stands at; (0, b"") when new."""
        with self._guarded():
            row = self._database.execute("SELECT size, root FROM position").fetchone()
        return (0, b"") if row is None else (int(row[0]), bytes(row[1]))

    def last(self, items: Sequence[Digest]) -> dict[Digest, int | None]:
        """Give the index of the newest entry about each item, or None."""
        found: dict[Digest, int | None] = dict.fromkeys(items)
        with self._guarded():
            for item in found:
                row = self._database.execute(
                    "SELECT last FROM head WHERE item = ?", (item.raw,)
                ).fetchone()
                found[item] = None if row is None else int(row[0])
        return found

    def unheeded(self) -> tuple[int, str] | None:
        """Give index and type of the first critical entry this version does not know, or None."""
        with self._guarded():
            row = self._database.execute(
                "SELECT place, type FROM unheeded ORDER BY place"
            ).fetchone()
        return None if row is None else (int(row[0]), str(row[1]))

    def advance(self, entries: Iterable[Entry], size: int, root: bytes) -> None:
        """Take in entries and stand at (size, root) afterwards, in one transaction."""
        critical: list[tuple[int, str]] = []
        with self._guarded(), self._database:
            self._database.executemany(
                "INSERT INTO head VALUES (?, ?) ON CONFLICT (item) DO UPDATE SET last = excluded.last",
                _rows(entries, critical),
            )
            self._database.executemany("INSERT OR REPLACE INTO unheeded VALUES (?, ?)", critical)
            self._database.execute("INSERT OR REPLACE INTO position VALUES (1, ?, ?)", (size, root))

    def clear(self) -> None:
        """Forget everything."""
        with self._guarded(), self._database:
            self._database.execute("DELETE FROM head")
            self._database.execute("DELETE FROM unheeded")
            self._database.execute("DELETE FROM position")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        database = files.connect(self._path, self._key, timeout=60)
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)
        return database

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what SQLite raises into an error a person, or the writer, can act on."""
        try:
            yield
        except files.errors("OperationalError") as exc:
            raise Unavailable(
                "disk",
                "the list of newest entries could not be read or written",
                where=self._path.name,
                why=str(exc),
                next="make room or repair the disk, then run the same command again: it takes up where it stopped",
            ) from exc
        except files.errors("DatabaseError") as exc:
            self._discard()
            self._database = self._open()
            raise Torn("cache", "the list of newest entries was torn", why=str(exc)) from exc


def _rows(entries: Iterable[Entry], critical: list[tuple[int, str]]) -> Iterator[tuple[bytes, int]]:
    for entry in entries:
        if entry.unheeded:
            critical.append((entry.index, entry.type))
        for item, _ in entry.about:
            yield item.raw, entry.index
