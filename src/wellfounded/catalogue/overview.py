"""The case at a glance: what is in, read, failed, and waits for a person; and what changed since a line of the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wellfounded.catalogue.answers import EntryLine
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.items import entry_line

_PERSON: Final = ("needs-password", "needs-extra", "unsupported-language", "unread-marks")


@dataclass(frozen=True, slots=True)
class Counts:
    """What `status` shows. `bytes` counts each item once; withdrawn items count in `withdrawn` only.

    `read`, `partial`, `failed` and `unread` are items by the stage `read`; `stages` has outcome counts for every stage.
    `failures` counts by code. `handling` counts items by handling; `consent` by consent said (empty: nothing was said).
    """

    items: int
    receipts: int
    givers: int
    bytes: int
    read: int
    partial: int
    failed: int
    unread: int
    withdrawn: int
    duplicates: int
    not_received: int
    changed_while_read: int
    passages: int
    minors: int
    graphic: int
    stages: Mapping[str, Mapping[str, int]]
    failures: Mapping[str, int]
    kinds: Mapping[str, int]
    handling: Mapping[str, int]
    consent: Mapping[str, int]
    needs_person: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What the custody log gained from `since` (the first index counted): entries by type, and the items newly in."""

    since: int
    size: int
    types: Mapping[str, int]
    new_items: int


def counts(database: Database) -> Counts:
    """Count the case."""
    row = database.row(
        "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(receipts > 1), 0), coalesce(sum(minor), 0),"
        " coalesce(sum(graphic), 0) FROM item WHERE withdrawn IS NULL AND first_receipt IS NOT NULL"
    )
    items, size, duplicates, minors, graphic = row or (0, 0, 0, 0, 0)
    stages = _stages(database)
    first = stages.get("read", {})
    done = {name: first.get(name, 0) for name in ("read", "partial", "failed")}
    live = " FROM item WHERE withdrawn IS NULL GROUP BY 1 ORDER BY 1"
    return Counts(
        items=items,
        receipts=_one(database, "SELECT count(*) FROM receipt"),
        givers=_one(database, "SELECT count(DISTINCT giver) FROM receipt"),
        bytes=size,
        **done,
        unread=items - sum(first.values()),
        withdrawn=_one(database, "SELECT count(*) FROM item WHERE withdrawn IS NOT NULL"),
        duplicates=duplicates,
        not_received=_one(database, "SELECT count(*) FROM not_received"),
        changed_while_read=_one(database, _CHANGED),
        passages=_one(database, "SELECT count(*) FROM passage WHERE reading >= 0"),
        minors=minors,
        graphic=graphic,
        stages=stages,
        failures=_by(database, "SELECT code, count(*) FROM failure GROUP BY code ORDER BY code"),
        kinds=_by(database, f"SELECT coalesce(kind, ''), count(*){live}"),
        handling=_by(database, f"SELECT handling, count(*){live}"),
        consent=_by(database, f"SELECT coalesce(consent, ''), count(*){live}"),
        needs_person=_needs_person(database),
    )


_CHANGED: Final = "SELECT count(*) FROM receipt WHERE json_extract(body, '$.changed_while_read')"


def _needs_person(database: Database) -> dict[str, int]:
    """Count the items with a failure a person can do something about, by code."""
    marks = ",".join("?" * len(_PERSON))
    sql = (
        "SELECT code, count(DISTINCT item) FROM failure"
        f" WHERE code IN ({marks}) OR next != '' GROUP BY code ORDER BY code"
    )
    found = dict(database.rows(sql, _PERSON))
    if changed := _one(database, _CHANGED):
        found["changed-while-read"] = changed
    return found


def _stages(database: Database) -> dict[str, dict[str, int]]:
    stages: dict[str, dict[str, int]] = {}
    sql = (
        "SELECT r.stage, r.outcome, count(*) FROM reading r JOIN item i ON i.id = r.item"
        " WHERE r.current = 1 AND i.withdrawn IS NULL GROUP BY r.stage, r.outcome ORDER BY r.stage, r.outcome"
    )
    for stage, outcome, count in database.rows(sql):
        stages.setdefault(stage, {})[outcome] = count
    return stages


def changes(database: Database, since: int) -> Changes:
    """Count what the custody log gained from entry `since` on."""
    types = database.rows(
        "SELECT type, count(*) FROM entry WHERE log = 'custody' AND idx >= ? GROUP BY type ORDER BY type",
        (since,),
    )
    new = _one(
        database,
        "SELECT count(*) FROM item i JOIN receipt r ON r.number = i.first_receipt WHERE r.idx >= ?",
        since,
    )
    size = _one(database, "SELECT coalesce(max(size), 0) FROM position WHERE log = 'custody'")
    return Changes(since, size, dict(types), new)


def entries(
    database: Database, log: str, since: int = 0, types: tuple[str, ...] = ()
) -> Iterator[EntryLine]:
    """Give the lines of one log from index `since` on, optionally of some types, in order, a page at a time."""
    only = f" AND type IN ({','.join('?' * len(types))})" if types else ""
    sql = (
        "SELECT log, idx, type, actor, clock, body FROM entry"
        f" WHERE log = ? AND idx >= ?{only} ORDER BY idx LIMIT 500"
    )
    while page := database.rows(sql, (log, since, *types)):
        for row in page:
            yield entry_line(database, row)
        since = page[-1][1] + 1


def people(database: Database) -> dict[str, str]:
    """Give the name behind each handle, as far as it was revealed."""
    return {
        handle: person or "" for handle, person in database.rows("SELECT handle, person FROM actor")
    }


def _one(database: Database, sql: str, *values: object) -> int:
    return int(database.value(sql, values) or 0)


def _by(database: Database, sql: str) -> dict[str, int]:
    return dict(database.rows(sql))
