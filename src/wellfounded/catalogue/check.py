"""Whether the file is sound, and what it holds as lines to compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wellfounded.catalogue.database import Database, Unusable, guarded
from wellfounded.catalogue.fields import dump as dumped
from wellfounded.catalogue.index import indexed

_ITEM: Final = "(SELECT hex(digest) FROM item WHERE item.id = x.item)"
_LINES: Final = {
    "position": "SELECT log, size, root_hex FROM position x ORDER BY 1",
    "entry": "SELECT log, idx, type, actor, clock, body FROM entry x ORDER BY 1, 2",
    "entry_item": f"SELECT {_ITEM}, log, idx FROM entry_item x ORDER BY 1, 2, 3",
    "item": "SELECT hex(digest), size, first_receipt, receipts, kind, mime, handling, consent, consent_until, minor,"
    " graphic, override, unlocked, withdrawn, withdrawn_by, withdrawn_clock, withdrawn_reason FROM item ORDER BY 1",
    "receipt": f"SELECT number, {_ITEM}, idx, actor, clock, door, batch, hex(parent), parent_place, giver, name, body,"
    " private FROM receipt x ORDER BY 1",
    "amendment": "SELECT * FROM amendment ORDER BY 1",
    "not_received": "SELECT * FROM not_received ORDER BY 1",
    "reading": f"SELECT idx, {_ITEM}, stage, recipe, outcome, records, clock, body, current, loaded FROM reading x"
    " ORDER BY 1",
    "passage": f"SELECT {_ITEM}, reading, seq, source, language, confidence, speaker, heading, moments, hex(within),"
    " locus, text FROM passage x ORDER BY 1, 2, 3, 4",
    "fact": f"SELECT {_ITEM}, reading, seq, name, value, hex(within), locus, moment, place FROM fact x ORDER BY 1, 2, 3",
    "dated": f"SELECT {_ITEM}, reading, receipt, label, start, finish, moment FROM dated x ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "picture": f"SELECT {_ITEM}, reading, seq, role, hex(blob), width, height, mime, hex(within), locus FROM picture x"
    " ORDER BY 1, 2, 3",
    "print": f"SELECT {_ITEM}, reading, seq, kind, form, pass, hex(blob) FROM print x ORDER BY 1, 2, 3",
    "decided": "SELECT idx, kind, (SELECT hex(digest) FROM item WHERE id = a), (SELECT hex(digest) FROM item WHERE id = b),"
    " actor, clock, said, because, dissent FROM decided ORDER BY 1",
    "member": f"SELECT {_ITEM}, reading, seq, hex(child), place, size, relation, record FROM member x ORDER BY 1, 2, 3",
    "failure": f"SELECT {_ITEM}, reading, seq, stage, code, next, record FROM failure x ORDER BY 1, 2, 3",
    "said": f"SELECT {_ITEM}, reading, seq, kind, record FROM said x ORDER BY 1, 2, 3",
    "link": "SELECT idx, kind, hex(source), hex(target), actor, clock, undone FROM link ORDER BY 1",
    "note": f"SELECT idx, {_ITEM}, actor, clock, text FROM note x ORDER BY 1, 2",
    "actor": "SELECT * FROM actor ORDER BY 1",
}


def check(database: Database) -> None:
    """Read every page of the file and compare the index with the texts; raises Unusable.

    SQLite keeps no checksum of its pages: a changed letter inside a text is not found here. The texts in the catalogue
    are copies; what is preserved is checked in the vault.
    """
    found = [row[0] for row in database.rows("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise Unusable(
            "catalogue-unusable",
            "the catalogue is damaged",
            where=database.where,
            why="; ".join(found),
        )
    database.run("INSERT INTO words (words) VALUES ('integrity-check')")
    texts = database.value("SELECT count(*) FROM passage")
    words = database.value("SELECT count(*) FROM words_docsize")
    if texts != words:
        why = f"{words} texts are in the index, {texts} in the table"
        raise Unusable("catalogue-unusable", "the index is damaged", where=database.where, why=why)


def dump(database: Database) -> Iterator[str]:
    """Give every row of every table as one line, and what is indexed of every passage, in a fixed order."""
    with guarded(database.where):
        for table, sql in _LINES.items():
            for row in database.stream(sql):
                yield dumped([table, *map(_plain, row)])
        sql = (
            f"SELECT {_ITEM}, source, language, text FROM passage x ORDER BY 1, reading, seq, 2, 4"
        )
        for item, source, language, text in database.stream(sql):
            yield dumped(["words", item, *indexed(0, 0, source, language, text)[1:3]])


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
