"""The one connection to the cache file: how it is opened, and what an error of it means to the caller."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from wellfounded.disk import database as files
from wellfounded.terms.errors import Damaged, Unavailable, WellfoundedError

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]

BUSY_MS: Final = 60_000
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_OUTSIDE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_NOMEM")
_SHORT = "SQLITE_IOERR_SHORT_READ"


class Unusable(Damaged):
    """The cache file cannot be used (another version, torn, corrupt): throw it away and feed it again.

    Nothing is lost by that: the catalogue holds only what the vault, the private values and the logs hold.
    """


@contextmanager
def guarded(where: str) -> Iterator[None]:
    """Turn errors of the database into Unusable (rebuild) or Unavailable (device, lock, full disk)."""
    try:
        yield
    except (*files.errors("ProgrammingError"), *files.errors("InterfaceError")):
        raise
    except files.errors() as exc:
        raise _meaning(exc, where) from exc
    except UnicodeDecodeError as exc:  # of an error's own words, which quote the file
        raise Unusable(
            "catalogue-unusable", "the catalogue is not as it was left", where=where
        ) from exc


def _meaning(exc: Exception, where: str) -> WellfoundedError:
    name = getattr(exc, "sqlite_errorname", None) or "SQLITE_ERROR"
    why = f"{exc} [{name}]"
    if name.startswith(_BUSY):
        return Unavailable(
            "catalogue-busy", "another process holds the catalogue", where=where, why=why
        )
    if name.startswith("SQLITE_FULL"):
        return Unavailable(
            "disk-full", "no room for the catalogue", where=where, why=why, next="free some space"
        )
    if name.startswith(_OUTSIDE) and name != _SHORT:
        return Unavailable("catalogue-device", "the catalogue cannot be used", where=where, why=why)
    return Unusable(
        "catalogue-unusable", "the catalogue is not as it was left", where=where, why=why
    )


def connect(path: Path | None, key: bytes | None = None) -> sqlite3.Connection:
    """Open the file (or memory) with the settings every catalogue uses; the file may be new. With a key it is encrypted.

    Write-ahead log, flushed at checkpoints: a power cut loses the last batches, which `Position` shows, and tears
    nothing. Deleted content is overwritten. Intermediate results stay in memory, never in a folder for temporary files.
    """
    connection = files.connect(path, key, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        for setting in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "cache_size=-32768",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()
    except files.errors():
        connection.close()
        raise
    return connection


@contextmanager
def together(path: Path | None) -> Iterator[None]:
    """Open a file while nobody throws it away."""
    with _locked(path, exclusive=False):
        yield


@contextmanager
def alone(path: Path | None) -> Iterator[None]:
    """Throw a file away while nobody is opening it: its three files must go and come as one."""
    with _locked(path, exclusive=True):
        yield


@contextmanager
def _locked(path: Path | None, *, exclusive: bool) -> Iterator[None]:
    """Hold the lock beside the file; without such locks on this system, nothing is held."""
    if path is None or fcntl is None:
        yield
        return
    try:
        file = path.with_name(path.name + ".lock").open("ab")
    except OSError as exc:
        raise Unavailable(
            "catalogue-device", "the catalogue cannot be used", where=str(path), why=str(exc)
        ) from exc
    with file:
        fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield


class Database:
    """One connection, with every error turned into a typed one. For one thread."""

    def __init__(
        self, connection: sqlite3.Connection, where: str, *, encrypted: bool = False
    ) -> None:
        """Take an open connection, the path to name in errors, and whether nothing may lie beside it in the clear."""
        self.connection = connection
        self.where = where
        self.encrypted = encrypted

    def run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        with guarded(self.where):
            return self.connection.execute(sql, values)

    def run_many(self, sql: str, rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> None:
        """Execute one statement for many rows of values."""
        with guarded(self.where):
            self.connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Give all rows of a query."""
        with guarded(self.where):
            return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Give the first row of a query, or None."""
        with guarded(self.where):
            found: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Give the first column of the first row, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query one by one; memory does not grow with their number."""
        with guarded(self.where):
            cursor = self.connection.execute(sql, values)
            while rows := cursor.fetchmany(256):
                yield from rows

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside or nothing; other processes see it only at the end."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self.run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with guarded(self.where):
            self.connection.close()
