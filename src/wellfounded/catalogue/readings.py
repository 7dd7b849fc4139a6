"""What one reading found, into the tables: it takes the place of what an older reading of the stage found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from wellfounded.catalogue import index
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import dump, locus_columns, raw_digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

_TABLES: Final = ("fact", "dated", "picture", "print", "failure", "member", "said")
_KINDS: Final = frozenset({"kind", "mime"})
_BATCH: Final = 2000
_PASSAGE = (
    "INSERT INTO passage (id, item, reading, seq, source, language, confidence, speaker, heading, moments,"
    " within, locus, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FACT = (
    "INSERT INTO fact (id, item, reading, seq, name, value, within, locus, moment, place)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PICTURE = (
    "INSERT INTO picture (item, reading, seq, role, blob, width, height, mime, within, locus)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PRINT = (
    "INSERT INTO print (item, reading, seq, kind, form, pass, blob) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_MEMBER = (
    "INSERT INTO member (item, reading, seq, child, place, size, relation, record)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_FAILURE = "INSERT INTO failure (item, reading, seq, stage, code, next, record) VALUES (?, ?, ?, ?, ?, ?, ?)"
_SAID = "INSERT INTO said (item, reading, seq, kind, record) VALUES (?, ?, ?, ?, ?)"
_DATED = (
    "INSERT INTO dated (start, finish, item, reading, fact, passage, label, moment)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def put_records(
    database: Database,
    item: bytes,
    stage: str,
    recipe: str,
    entry_index: int,
    records: Iterable[Mapping[str, Any]],
) -> bool:
    """Write the records of the reading that stands at `entry_index` of the custody log; all of them or none.

    Gives False, and writes nothing, for a reading that is no longer the stage's newest and for a withdrawn item.
    Raises Mistaken `catalogue-reading` if no such reading was taken in.
    """
    with database.transaction():
        row = database.row(
            "SELECT r.item, r.stage, r.recipe, r.current, i.digest, i.withdrawn FROM reading r"
            " JOIN item i ON i.id = r.item WHERE r.idx = ?",
            (entry_index,),
        )
        if row is None or (row[1], row[2], row[4]) != (stage, recipe, item):
            raise Mistaken(
                "catalogue-reading",
                f"entry {entry_index} is not a reading of stage {stage!r} of this item by this recipe",
                where=database.where,
            )
        id_, _, _, current, _, withdrawn = row
        if not current or withdrawn is not None:
            return False
        _clear(database, id_, stage)
        writer = _Writer(database, id_, item, entry_index)
        remaining = iter(records)
        while batch := list(islice(remaining, _BATCH)):
            writer.write(batch)
        if stage == "read":
            kind, mime = writer.kinds.get("kind"), writer.kinds.get("mime")
            database.run("UPDATE item SET kind = ?, mime = ? WHERE id = ?", (kind, mime, id_))
        database.run("UPDATE reading SET loaded = 1 WHERE idx = ?", (entry_index,))
    return True


def _clear(database: Database, item: int, stage: str) -> None:
    """Take out what older readings of the stage found."""
    for (older,) in database.rows(
        "SELECT idx FROM reading WHERE item = ? AND stage = ?", (item, stage)
    ):
        index.remove(database, "item = ? AND reading = ?", (item, older))
        for table in _TABLES:
            database.run(f"DELETE FROM {table} WHERE item = ? AND reading = ?", (item, older))


class _Writer:
    """Writes the records of one reading, many rows at a time. A record of an unknown type stays in the record set only."""

    def __init__(self, database: Database, item: int, digest: bytes, reading: int) -> None:
        """Take the row of the item, its digest, and the index of the reading's entry."""
        self.database = database
        self.item = item
        self.digest = digest
        self.reading = reading
        self.kinds: dict[str, Any] = {}
        self.seq = 0
        self.next_passage = self._next("passage", "sqlite_sequence")
        self.next_fact = self._next("fact", "")

    def _next(self, table: str, sequence: str) -> int:
        newest = self.database.value(f"SELECT max(id) FROM {table}") or 0
        if sequence:
            used = self.database.value(f"SELECT seq FROM {sequence} WHERE name = ?", (table,))
            newest = max(newest, used or 0)
        return int(newest) + 1

    def write(self, records: list[Mapping[str, Any]]) -> None:
        """Write some records, in the order found."""
        rows: dict[str, list[tuple[Any, ...]]] = {}
        words: list[tuple[int, int, str, str, str]] = []
        for record in records:
            match record["type"]:
                case "passage":
                    self._passage(record, rows, words)
                case "fact":
                    self._fact(record, rows)
                case "picture":
                    rows.setdefault(_PICTURE, []).append(self._picture(record))
                case "print":
                    rows.setdefault(_PRINT, []).append(self._print(record))
                case "member":
                    rows.setdefault(_MEMBER, []).append(self._member(record))
                case "failure":
                    rows.setdefault(_FAILURE, []).append(self._failure(record))
                case "statement" | "deadline" | "age" as kind:
                    row = (self.item, self.reading, self.seq, kind, dump(record))
                    rows.setdefault(_SAID, []).append(row)
            self.seq += 1
        for sql, values in rows.items():
            self.database.run_many(sql, values)
        index.enter(self.database, words)

    def _locus(self, record: Mapping[str, Any]) -> tuple[bytes | None, str | None]:
        return locus_columns(record.get("locus"), self.digest)

    def _passage(
        self,
        record: Mapping[str, Any],
        rows: dict[str, list[tuple[Any, ...]]],
        words: list[tuple[int, int, str, str, str]],
    ) -> None:
        id_, text = self.next_passage, record["text"]
        self.next_passage += 1
        source, language = record.get("source", "text"), record.get("language", "")
        moments = record.get("when", ())
        row = (
            id_, self.item, self.reading, self.seq, source, language, record.get("confidence"),
            record.get("speaker"), record.get("heading"), dump(moments) if moments else None,
            *self._locus(record), text,
        )  # fmt: skip
        rows.setdefault(_PASSAGE, []).append(row)
        words.append((id_, self.item, source, language, text))
        for moment in moments:
            self._dated(rows, moment, source, None, id_)

    def _fact(self, record: Mapping[str, Any], rows: dict[str, list[tuple[Any, ...]]]) -> None:
        id_, name, value = self.next_fact, record["name"], record["value"]
        self.next_fact += 1
        if name in _KINDS:
            self.kinds.setdefault(name, str(value))
        moment, place = record.get("when"), record.get("where")
        row = (
            id_, self.item, self.reading, self.seq, name, value, *self._locus(record),
            dump(moment) if moment else None, dump(place) if place else None,
        )  # fmt: skip
        rows.setdefault(_FACT, []).append(row)
        if moment:
            self._dated(rows, moment, name, id_, None)

    def _dated(
        self,
        rows: dict[str, list[tuple[Any, ...]]],
        moment: Mapping[str, Any],
        label: str,
        fact: int | None,
        passage: int | None,
    ) -> None:
        start, finish = Moment.from_json(dict(moment)).interval()
        row = (start, finish, self.item, self.reading, fact, passage, label, dump(moment))
        rows.setdefault(_DATED, []).append(row)

    def _picture(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        sides = (record["width"], record["height"], record.get("mime", "image/jpeg"))
        place = self._locus(record)
        blob = raw_digest(record["blob"])
        return (self.item, self.reading, self.seq, record["role"], blob, *sides, *place)

    def _print(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        about = (record["kind"], record["form"], record["pass"], raw_digest(record["blob"]))
        return (self.item, self.reading, self.seq, *about)

    def _member(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        """A member that was withdrawn keeps its place in the container, and nothing it was called."""
        child = raw_digest(record["item"])
        gone = (
            self.database.value("SELECT withdrawn FROM item WHERE digest = ?", (child,)) is not None
        )
        about = (record["index"], record["size"], record.get("relation", "member"))
        return (self.item, self.reading, self.seq, child, *about, None if gone else dump(record))

    def _failure(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        about = (record["stage"], record["code"], record.get("next", ""))
        return (self.item, self.reading, self.seq, *about, dump(record))
