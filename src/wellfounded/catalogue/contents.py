"""What was found in items: passages, facts, pictures, members, failures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from wellfounded.catalogue.answers import (
    FoundFact,
    FoundFailure,
    FoundMember,
    FoundPassage,
    FoundPicture,
)
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import digest_of, json_of, locus_of, moment_of, place_of, stored
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Failure, RawName

PASSAGE: Final = (
    "SELECT p.id, i.digest, coalesce(r.stage, ''), p.reading, p.seq, p.text, p.within, p.locus, p.source, p.language,"
    " p.confidence, p.speaker, p.heading, p.moments FROM passage p JOIN item i ON i.id = p.item"
    " LEFT JOIN reading r ON r.idx = p.reading"
)


def passage_of(row: tuple[Any, ...]) -> FoundPassage:
    """Make the passage of one row of PASSAGE."""
    with stored():
        moments = tuple(Moment.from_json(m) for m in json.loads(row[13])) if row[13] else ()
    locus = locus_of(row[1], row[6], row[7])
    return FoundPassage(
        id=row[0],
        item=digest_of(row[1]),
        stage=row[2],
        reading=row[3],
        seq=row[4],
        text=row[5],
        locus=locus,
        source=row[8],
        language=row[9],
        confidence=row[10],
        speaker=row[11] or "",
        heading=row[12] or "",
        when=moments,
    )


def passages(database: Database, item: Digest, stage: str = "") -> Iterator[FoundPassage]:
    """Give the passages of an item in the order found, stage by stage, in log order of the readings."""
    last = (-1, -1)
    condition = " AND r.stage = ?" if stage else ""
    extra = (stage,) if stage else ()
    sql = (
        f"{PASSAGE} WHERE i.digest = ? AND (p.reading, p.seq) > (?, ?) AND p.reading >= 0{condition}"
        " ORDER BY p.reading, p.seq LIMIT 500"
    )
    while page := database.rows(sql, (item.raw, *last, *extra)):
        for row in page:
            yield passage_of(row)
        last = (page[-1][3], page[-1][4])


def facts(database: Database, item: Digest) -> Iterator[FoundFact]:
    """Give the facts of an item in the order found."""
    sql = (
        "SELECT i.digest, r.stage, f.reading, f.name, f.value, f.within, f.locus, f.moment, f.place"
        " FROM fact f JOIN item i ON i.id = f.item JOIN reading r ON r.idx = f.reading"
        " WHERE i.digest = ? ORDER BY f.reading, f.seq"
    )
    for row in database.stream(sql, (item.raw,)):
        whole = row[5] is None and row[6] is None
        locus = None if whole else locus_of(row[0], row[5], row[6])
        raw, stage, reading, name, value = row[:5]
        when, where = moment_of(row[7]), place_of(row[8])
        yield FoundFact(digest_of(raw), stage, reading, name, value, locus, when, where)


def pictures(database: Database, item: Digest) -> Iterator[FoundPicture]:
    """Give the derived pictures of an item in the order found."""
    sql = (
        "SELECT i.digest, r.stage, p.role, p.blob, p.width, p.height, p.mime, p.within, p.locus"
        " FROM picture p JOIN item i ON i.id = p.item JOIN reading r ON r.idx = p.reading"
        " WHERE i.digest = ? ORDER BY p.reading, p.seq"
    )
    for row in database.stream(sql, (item.raw,)):
        raw, stage, role, blob, width, height, mime, within, parts = row
        place = locus_of(raw, within, parts)
        yield FoundPicture(digest_of(raw), stage, role, digest_of(blob), width, height, mime, place)


def members(database: Database, item: Digest) -> Iterator[FoundMember]:
    """Give what came out of an item, in the order found."""
    sql = (
        "SELECT i.digest, m.child, m.place, m.size, m.relation, m.record FROM member m JOIN item i ON i.id = m.item"
        " WHERE i.digest = ? ORDER BY m.reading, m.seq"
    )
    for row in database.stream(sql, (item.raw,)):
        container, child, index, size, relation, column = row
        record = json_of(column)
        with stored():
            name = RawName.from_json(record["name"]) if record else None
            locus = Locus.from_json(record["locus"]) if "locus" in record else None
            about = tuple(sorted(record.get("facts", {}).items()))
        ends = (digest_of(container), digest_of(child))
        yield FoundMember(*ends, index, size, relation, name, locus, about)


def failures(database: Database, item: int | None = None) -> Iterator[FoundFailure]:
    """Give what could not be read, over the case or of one item, in the order of items."""
    where = "" if item is None else " WHERE f.item = ?"
    values = () if item is None else (item,)
    sql = (
        "SELECT i.digest, coalesce(i.first_receipt, 0), coalesce(c.name, ''), f.reading, f.record FROM failure f"
        " JOIN item i ON i.id = f.item LEFT JOIN receipt c ON c.number = i.first_receipt"
        f"{where} ORDER BY f.item, f.reading, f.seq"
    )
    for row in database.stream(sql, values):
        digest, number, name, reading, record = row
        yield FoundFailure(digest_of(digest), number, name, reading, _failure(json_of(record)))


def _failure(record: dict[str, Any]) -> Failure:
    with stored():
        return Failure(
            record["stage"],
            record["code"],
            record["what"],
            Locus.from_json(record["locus"]) if "locus" in record else None,
            tuple(sorted(record.get("limits", {}).items())),
            record.get("signal"),
            record.get("next", ""),
        )
