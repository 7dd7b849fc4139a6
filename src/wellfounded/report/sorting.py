"""Records in order of a key without holding them in memory.

A database without a name, gone when it is closed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from types import TracebackType
from typing import Any, Self


class Sorted:
    """Records with an integer span as their key, given back by first, then end, then as added.

    Memory stays flat: the database keeps a small cache and spills to an unlinked temporary file.
    """

    def __init__(self) -> None:
        """Open an empty pile."""
        self._db = sqlite3.connect("")
        self._db.execute("pragma journal_mode = off")
        self._db.execute(
            "create table pile (first integer, end integer, added integer primary key, record text)"
        )
        self.count = 0

    def __enter__(self) -> Self:
        """Give the pile itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Throw the pile away."""
        self._db.close()

    def add(self, span: tuple[int, int], record: list[Any]) -> None:
        """Add a record of JSON values under its span."""
        self._db.execute(
            "insert into pile (first, end, record) values (?, ?, ?)", (*span, json.dumps(record))
        )
        self.count += 1

    def bounds(self) -> tuple[int, int] | None:
        """Give the smallest first and largest end, or None when there is nothing."""
        first, end = self._db.execute("select min(first), max(end) from pile").fetchone()
        return None if first is None else (first, end)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Give every span in order."""
        with closing(self._db.execute("select first, end from pile order by first, end")) as rows:
            yield from rows

    def __iter__(self) -> Iterator[list[Any]]:
        """Give every record in order."""
        query = "select record from pile order by first, end, added"
        with closing(self._db.execute(query)) as rows:
            for (record,) in rows:
                yield json.loads(record)
