"""Prints, what they have in common, and what people decided about it. All but the decisions is made again by comparing again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wellfounded.catalogue.answers import Decided, FoundPrint, FoundText
from wellfounded.catalogue.applied import Applied
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import dump
from wellfounded.terms.digest import Digest

Pairs = Mapping[tuple[Digest, Digest], Sequence[Mapping[str, Any]]]


def prints(database: Database, form: str, pass_: str) -> list[FoundPrint]:
    """Give the prints of one form and pass, in order of receipt."""
    rows = database.rows(
        "SELECT i.digest, i.first_receipt, coalesce(f.name, ''), p.kind, p.blob, c.print FROM print p"
        " JOIN item i ON i.id = p.item JOIN receipt f ON f.number = i.first_receipt"
        " LEFT JOIN compared c ON c.item = p.item AND c.form = p.form AND c.pass = p.pass"
        " WHERE p.form = ? AND p.pass = ? AND i.withdrawn IS NULL ORDER BY i.first_receipt, i.id, p.seq",
        (form, pass_),
    )
    blobs: dict[tuple[Any, ...], list[Digest]] = {}
    for digest, number, name, kind, blob, known in rows:
        blobs.setdefault((digest, number, name, kind, known), []).append(Digest(blob))
    found = []
    for (digest, number, name, kind, known), parts in blobs.items():
        one = FoundPrint(Digest(digest), number, name, kind, form, pass_, tuple(parts), False)
        about = (one.item, number, name, kind, form, pass_, one.blobs, known == one.stamp)
        found.append(FoundPrint(*about))
    return found


def keep_forms(database: Database, forms: Sequence[str]) -> None:
    """Take out what was compared by forms that are no longer made: their prints are not comparable with today's."""
    marks = ", ".join("?" * len(forms))
    with database.transaction():
        database.run(f"DELETE FROM copy WHERE form NOT IN ({marks})", tuple(forms))
        database.run(f"DELETE FROM compared WHERE form NOT IN ({marks})", tuple(forms))


def forget(database: Database, changed: Sequence[FoundPrint]) -> None:
    """Take out what other prints of these items had in common with others: these ones are to be compared anew."""
    with database.transaction():
        for one in changed:
            about = (one.form, one.pass_, _row(database, one.item))
            database.run(
                "DELETE FROM copy WHERE form = ?1 AND pass = ?2 AND (a = ?3 OR b = ?3)", about
            )
            database.run("DELETE FROM compared WHERE form = ? AND pass = ? AND item = ?", about)


def put(database: Database, compared: FoundPrint, pairs: Pairs) -> None:
    """Write the pairs of one print, and that it was compared."""
    with database.transaction():
        mine = _row(database, compared.item)
        if compared.pass_ != "first":
            database.run(
                "DELETE FROM copy WHERE form = ?1 AND pass = 'first' AND ((a = ?2 AND b IN (SELECT item FROM compared"
                " WHERE form = ?1 AND pass = ?3)) OR (b = ?2 AND a IN (SELECT item FROM compared"
                " WHERE form = ?1 AND pass = ?3)))",
                (compared.form, mine, compared.pass_),
            )
        for (a, b), records in pairs.items():
            sides = (_row(database, a), _row(database, b))
            about = (compared.form, compared.pass_, *sides)
            database.run("DELETE FROM copy WHERE form = ? AND pass = ? AND a = ? AND b = ?", about)
            database.run_many(
                "INSERT INTO copy (form, pass, a, b, record) VALUES (?, ?, ?, ?, ?)",
                [(*about, dump(record)) for record in records],
            )
        database.run(
            "INSERT OR REPLACE INTO compared VALUES (?, ?, ?, ?)",
            (mine, compared.form, compared.pass_, compared.stamp),
        )


def written(database: Database, form: str, sources: Sequence[str]) -> list[FoundText]:
    """Give the items that have passages of these sources, in order of receipt, with what their texts are made from."""
    marks = ", ".join("?" * len(sources))
    rows = database.rows(
        "SELECT i.digest, i.first_receipt, group_concat(coalesce(r.records, r.recipe), ' '), c.print FROM item i"
        " JOIN reading r ON r.item = i.id AND r.current = 1"
        " LEFT JOIN compared c ON c.item = i.id AND c.form = ?"
        " WHERE i.withdrawn IS NULL AND i.first_receipt IS NOT NULL AND EXISTS (SELECT 1 FROM passage p"
        f" WHERE p.item = i.id AND p.reading = r.idx AND p.source IN ({marks}))"
        " GROUP BY i.id ORDER BY i.first_receipt, i.id",
        (form, *sources),
    )
    found = []
    for digest, number, records, known in rows:
        stamp = Digest.of(" ".join(sorted(records.split())).encode()).hex
        found.append(FoundText(Digest(digest), number, stamp, known == stamp))
    return found


def replace(database: Database, form: str, texts: Sequence[FoundText], pairs: Pairs) -> None:
    """Write what all texts have in common in place of what was known, in one step."""
    with database.transaction():
        database.run("DELETE FROM copy WHERE form = ?", (form,))
        database.run("DELETE FROM compared WHERE form = ?", (form,))
        rows = {one.item: _row(database, one.item) for one in texts}
        for (a, b), records in pairs.items():
            about = (form, "dense", rows[a], rows[b])
            database.run_many(
                "INSERT INTO copy (form, pass, a, b, record) VALUES (?, ?, ?, ?, ?)",
                [(*about, dump(record)) for record in records],
            )
        database.run_many(
            "INSERT INTO compared VALUES (?, ?, 'dense', ?)",
            [(rows[one.item], form, one.stamp) for one in texts],
        )


def _row(database: Database, item: Digest) -> int:
    return int(database.value("SELECT id FROM item WHERE digest = ?", (item.raw,)))


def copies(database: Database, item: Digest | None) -> Iterator[Mapping[str, Any]]:
    """Give the records of copies in order of the receipts of their items."""
    only = "" if item is None else " WHERE a.digest = ?1 OR b.digest = ?1"
    sql = (
        "SELECT c.record FROM copy c JOIN item a ON a.id = c.a JOIN item b ON b.id = c.b"
        f"{only} ORDER BY a.first_receipt, b.first_receipt, c.form, c.id"
    )
    for (record,) in database.stream(sql, () if item is None else (item.raw,)):
        yield json.loads(record)


def compared(database: Database, item: Digest) -> list[tuple[str, str, int]]:
    """Give form, pass and the number of other prints for each print of an item that was compared."""
    rows = database.rows(
        "SELECT c.form, c.pass, (SELECT count(*) FROM compared o WHERE o.form = c.form AND o.pass = c.pass) - 1"
        " FROM compared c JOIN item i ON i.id = c.item WHERE i.digest = ? ORDER BY 1, 2",
        (item.raw,),
    )
    return [(form, pass_, others) for form, pass_, others in rows]


def decided(database: Database, kind: str) -> list[Decided]:
    """Give decisions in log order, of one kind or all."""
    only = " WHERE d.kind = ?" if kind else ""
    rows = database.rows(
        "SELECT d.idx, d.kind, a.digest, b.digest, d.actor, d.clock, d.said, coalesce(d.because, ''), coalesce(d.dissent, '')"
        f" FROM decided d JOIN item a ON a.id = d.a LEFT JOIN item b ON b.id = d.b{only} ORDER BY d.idx",
        (kind,) if kind else (),
    )
    return [Decided(i, k, Digest(a), Digest(b) if b else None, *rest) for i, k, a, b, *rest in rows]


def write_decision(database: Database, applied: Applied, items: list[int]) -> None:
    """Write what a person decided about an item, or about two being copies of one another."""
    entry, body = applied.entry, applied.entry.get("body", {})
    kind = str(body.get("kind", ""))
    row = (applied.index, kind, items[0], items[1] if len(items) > 1 else None)
    said = (entry["actor"], entry["clock"], str(body.get("as", "")))
    words = (applied.private.get("because"), applied.private.get("dissent"))
    database.run("INSERT INTO decided VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *said, *words))
