"""The tables of the catalogue, their version, and what makes an older file unusable."""

from __future__ import annotations

from typing import Final

from wellfounded.catalogue.database import Database, Unusable, guarded
from wellfounded.catalogue.tokens import fingerprint

APPLICATION_ID: Final = 0x57664361  # "WfCa"
VERSION: Final = 5

_BEGINNINGS: Final = "3 5"
"""Lengths of words' beginnings with an index of their own: without it, `con*` joins the lists of all its words first."""

_TABLES: Final = f"""
CREATE TABLE about_cache (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE position (log TEXT PRIMARY KEY, size INTEGER NOT NULL, root_hex TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE entry (
    log TEXT NOT NULL, idx INTEGER NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL, clock INTEGER NOT NULL,
    body TEXT, PRIMARY KEY (log, idx)) WITHOUT ROWID;
CREATE INDEX entry_by_type ON entry (type, log, idx);
CREATE TABLE entry_item (
    item INTEGER NOT NULL, log TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (item, log, idx)) WITHOUT ROWID;

CREATE TABLE item (
    id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    first_receipt INTEGER, receipts INTEGER NOT NULL DEFAULT 0, kind TEXT, mime TEXT,
    handling TEXT NOT NULL DEFAULT 'open', consent TEXT, consent_until TEXT,
    minor INTEGER NOT NULL DEFAULT 0, graphic INTEGER NOT NULL DEFAULT 0, override TEXT,
    unlocked INTEGER, withdrawn INTEGER, withdrawn_by TEXT, withdrawn_clock INTEGER, withdrawn_reason TEXT);

CREATE TABLE receipt (
    number INTEGER PRIMARY KEY, item INTEGER NOT NULL, idx INTEGER NOT NULL UNIQUE, actor TEXT NOT NULL,
    clock INTEGER NOT NULL, door TEXT NOT NULL, batch TEXT NOT NULL, parent BLOB, parent_place INTEGER,
    giver TEXT, name TEXT, body TEXT NOT NULL, private TEXT);
CREATE INDEX receipt_by_item ON receipt (item);
CREATE INDEX receipt_by_name ON receipt (name);
CREATE INDEX receipt_by_parent ON receipt (parent) WHERE parent IS NOT NULL;

CREATE TABLE amendment (
    idx INTEGER PRIMARY KEY, receipt INTEGER NOT NULL, actor TEXT NOT NULL, clock INTEGER NOT NULL,
    because TEXT NOT NULL, names TEXT NOT NULL, before TEXT);
CREATE INDEX amendment_by_receipt ON amendment (receipt);

CREATE TABLE not_received (
    idx INTEGER PRIMARY KEY, door TEXT NOT NULL, code TEXT NOT NULL, what TEXT NOT NULL, batch TEXT NOT NULL,
    actor TEXT NOT NULL, clock INTEGER NOT NULL, private TEXT);

CREATE TABLE reading (
    idx INTEGER PRIMARY KEY, item INTEGER NOT NULL, stage TEXT NOT NULL, recipe TEXT NOT NULL, outcome TEXT NOT NULL,
    records TEXT, clock INTEGER NOT NULL, body TEXT NOT NULL, current INTEGER NOT NULL, loaded INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX reading_current ON reading (item, stage) WHERE current = 1;
CREATE INDEX reading_by_item ON reading (item);
CREATE INDEX reading_by_stage ON reading (stage, outcome) WHERE current = 1;
CREATE INDEX reading_unloaded ON reading (idx) WHERE current = 1 AND loaded = 0;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL,
    source TEXT NOT NULL, language TEXT NOT NULL, confidence INTEGER, speaker TEXT, heading TEXT, moments TEXT,
    within BLOB, locus TEXT, text TEXT NOT NULL);
CREATE INDEX passage_by_item ON passage (item, reading, seq);

CREATE TABLE fact (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL,
    name TEXT NOT NULL, value NOT NULL, within BLOB, locus TEXT, moment TEXT, place TEXT);
CREATE INDEX fact_by_item ON fact (item, reading, seq);
CREATE INDEX fact_with_place ON fact (item) WHERE place IS NOT NULL;

CREATE TABLE dated (
    id INTEGER PRIMARY KEY, start INTEGER NOT NULL, finish INTEGER NOT NULL, item INTEGER NOT NULL,
    reading INTEGER NOT NULL, receipt INTEGER, fact INTEGER, passage INTEGER, label TEXT NOT NULL, moment TEXT NOT NULL);
CREATE INDEX dated_by_start ON dated (start, finish, id);
CREATE INDEX dated_by_item ON dated (item, reading);

CREATE TABLE picture (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL, role TEXT NOT NULL,
    blob BLOB NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, mime TEXT NOT NULL, within BLOB, locus TEXT);
CREATE INDEX picture_by_item ON picture (item, reading, seq);

CREATE TABLE print (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
    form TEXT NOT NULL, pass TEXT NOT NULL, blob BLOB NOT NULL);
CREATE INDEX print_by_item ON print (item, reading, seq);
CREATE INDEX print_by_form ON print (form, pass, item);

CREATE TABLE compared (
    item INTEGER NOT NULL, form TEXT NOT NULL, pass TEXT NOT NULL, print TEXT NOT NULL,
    PRIMARY KEY (item, form, pass)) WITHOUT ROWID;
CREATE TABLE copy (
    id INTEGER PRIMARY KEY, form TEXT NOT NULL, pass TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,
    record TEXT NOT NULL);
CREATE INDEX copy_by_a ON copy (a, b);
CREATE INDEX copy_by_b ON copy (b);

CREATE TABLE member (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL, child BLOB NOT NULL,
    place INTEGER NOT NULL, size INTEGER NOT NULL, relation TEXT NOT NULL, record TEXT);
CREATE INDEX member_by_item ON member (item, reading, seq);
CREATE INDEX member_by_child ON member (child);

CREATE TABLE failure (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL,
    stage TEXT NOT NULL, code TEXT NOT NULL, next TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX failure_by_item ON failure (item, reading, seq);
CREATE INDEX failure_by_code ON failure (code);

CREATE TABLE said (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, reading INTEGER NOT NULL, seq INTEGER NOT NULL,
    kind TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX said_by_item ON said (item, kind, reading, seq);

CREATE TABLE link (
    idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, source BLOB NOT NULL, target BLOB NOT NULL, actor TEXT NOT NULL,
    clock INTEGER NOT NULL, undone INTEGER);
CREATE INDEX link_by_source ON link (source);
CREATE INDEX link_by_target ON link (target);
CREATE TABLE note (
    id INTEGER PRIMARY KEY, idx INTEGER NOT NULL, item INTEGER, actor TEXT NOT NULL, clock INTEGER NOT NULL, text TEXT);
CREATE INDEX note_by_item ON note (item);
CREATE TABLE decided (
    idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER, actor TEXT NOT NULL, clock INTEGER NOT NULL,
    said TEXT NOT NULL, because TEXT, dissent TEXT);
CREATE INDEX decided_by_a ON decided (a);
CREATE INDEX decided_by_b ON decided (b);
CREATE TABLE actor (handle TEXT PRIMARY KEY, person TEXT, idx INTEGER NOT NULL) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (body, alt, tags, content='', tokenize='ascii', prefix='{_BEGINNINGS}');
INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);
"""


def prepare(database: Database) -> None:
    """Create the tables in an empty file; a file of another version or form raises Unusable."""
    if _state(database) == "empty":
        with database.transaction():
            if _state(database) == "empty":
                _create(database)
    state = _state(database)
    if state != "current":
        raise Unusable("catalogue-version", f"the catalogue is {state}", where=database.where)


def _state(database: Database) -> str:
    """Say `empty`, `current`, or what makes the file unusable."""
    application = database.value("PRAGMA application_id")
    version = database.value("PRAGMA user_version")
    if application == 0 and version == 0:
        tables = database.value("SELECT count(*) FROM sqlite_master")
        return "empty" if tables == 0 else "a database of something else"
    if application != APPLICATION_ID:
        return "a database of something else"
    if version != VERSION:
        return f"of version {version}, not {VERSION}"
    wrote = database.value("SELECT value FROM about_cache WHERE key = 'tokens'")
    return "current" if wrote == fingerprint() else "split into words by other rules"


def _create(database: Database) -> None:
    with guarded(database.where):
        for statement in _TABLES.split(";"):
            database.connection.execute(statement)
        database.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.connection.execute(f"PRAGMA user_version = {VERSION}")
        database.connection.execute(
            "INSERT INTO about_cache VALUES ('tokens', ?)", (fingerprint(),)
        )
