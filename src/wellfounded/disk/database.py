"""The database files of a case: SQLite, or SQLCipher under the case's key where the case is encrypted."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Final, cast

IN_MEMORY: Final = ":memory:"


def connect(
    path: Path | None, key: bytes | None, *, timeout: float, isolation_level: str | None = ""
) -> sqlite3.Connection:
    """Open a database file, or memory; the file may be new. With a key every page and the write-ahead log are encrypted.

    Another key shows as a file that is no database, at the first statement.
    """
    where = IN_MEMORY if path is None else str(path)
    if key is None:
        return sqlite3.connect(where, timeout=timeout, isolation_level=isolation_level)  # type: ignore[arg-type]
    from sqlcipher3 import dbapi2

    opened = dbapi2.connect(where, timeout=timeout, isolation_level=isolation_level)
    connection = cast(sqlite3.Connection, opened)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def errors(kind: str = "Error") -> tuple[type[Exception], ...]:
    """Give the classes of an error of the database by their name in DB-API 2: SQLite's, and SQLCipher's once it is in use."""
    modules = (sys.modules.get(name) for name in ("sqlite3", "sqlcipher3.dbapi2"))
    return tuple(getattr(module, kind) for module in modules if module is not None)
