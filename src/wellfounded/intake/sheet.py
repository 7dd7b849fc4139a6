"""A sheet that describes files, one a row: each row's own giver, note, times and terms.

    path,source,received,consent
    photos/bridge.jpg,ilyas,2024-03-01,team

The column `path` (or `name`) says which file: its path relative to the sheet's folder, its absolute
path, its received name, or its last component where only one offered file has it. Columns named as
in `receipt.NAMES` (any case, blanks or hyphens for underscores) say the receipt; all others are
kept as stated values.

The sheet is read in this process: it is the person's own command-line input, as the options are,
and the csv module of the standard library runs nothing. Its size, rows and cells are limited here.
"""

# Paths are bytes here, because names need not be text.

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from wellfounded.intake.open import reading
from wellfounded.intake.receipt import NAMES, Receipt, SheetRow, state
from wellfounded.intake.walk import NotTaken, Offered
from wellfounded.terms.errors import Mistaken

SHEET_BYTES: Final = 64 * 1024 * 1024
SHEET_ROWS: Final = 1_000_000
SHEET_COLUMNS: Final = 200
_BLOCK = 1 << 20
_PLACES = ("path", "name")


@dataclass(frozen=True, slots=True)
class Described:
    """One row: the path it names, and the receipt it states, with the row itself as basis."""

    path: str
    number: int
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet, the folder its relative paths count from, and its digest in hex."""

    folder: bytes
    digest: str
    rows: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Which row describes which offered file. `absent` rows name no offered file; `unnamed`
    counts files without a row.
    """

    by_path: dict[bytes, Described]
    absent: tuple[Described, ...]
    unnamed: int

    def receipt(self, offer: Offered, otherwise: Receipt) -> Receipt:
        """Give the receipt of the row that describes this file, else `otherwise`."""
        row = self.by_path.get(os.path.abspath(offer.path))
        return otherwise if row is None else row.receipt


def read_sheet(path: bytes | str | Path, base: Receipt | None = None) -> Sheet:
    """Read the sheet at `path`; empty cells take what `base` states.

    Raises Mistaken naming the row and column of what is not understood, Refused or Unavailable if
    it cannot be opened.
    """
    raw = os.fsencode(path)
    data = _bytes(raw)
    digest = hashlib.sha256(data).hexdigest()
    table = _table(_text(data))
    try:
        header = next(table, None)
        if header is None:
            raise Mistaken("sheet-form", "the sheet is empty", where=os.fsdecode(raw))
        columns = _columns(header[1])
        rows = tuple(_row(digest, columns, number, cells, base) for number, cells in table)
    except csv.Error as exc:
        raise Mistaken("sheet-form", "the sheet is not a table of cells", why=str(exc)) from exc
    return Sheet(os.path.dirname(os.path.abspath(raw)), digest, rows)


def match(sheet: Sheet, offers: Iterable[Offered | NotTaken]) -> Matched:
    """Give which row describes which file, from one pass over what is offered.

    Raises Mistaken `sheet-ambiguous` if two rows describe one file or one row could mean several.
    """
    wanted = _Wanted(sheet)
    found: dict[int, tuple[int, bytes]] = {}
    total = 0
    for offer in offers:
        if isinstance(offer, Offered):
            total += 1
            _place(wanted, offer, found)
    by_path: dict[bytes, Described] = {}
    for index, (_, path) in found.items():
        if path in by_path:
            _ambiguous("two rows describe one file", by_path[path], sheet.rows[index])
        by_path[path] = sheet.rows[index]
    absent = tuple(row for index, row in enumerate(sheet.rows) if index not in found)
    return Matched(by_path, absent, total - len(by_path))


class _Wanted:
    """The rows by absolute path, by received name and by last component, in that order of
    weight.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.rows = sheet.rows
        self.by_rank: tuple[dict[bytes, list[int]], ...] = ({}, {}, {})
        for index, row in enumerate(sheet.rows):
            raw = os.fsencode(row.path)
            full = os.path.normpath(os.path.join(sheet.folder, raw))
            names = (full, os.path.normpath(raw), raw)
            for rank, name in zip(self.by_rank, names, strict=True):
                rank.setdefault(name, []).append(index)

    def of(self, path: bytes, name: bytes) -> tuple[int, list[int]] | None:
        """Give the rank of the best match, and every row that names this path in full or as
        received.
        """
        exact, received, last = self.by_rank
        rows = exact.get(path, []) + [
            i for i in received.get(name, []) if i not in exact.get(path, [])
        ]
        if rows:
            return (0 if path in exact else 1), rows
        bare = last.get(os.path.basename(name))
        return None if bare is None else (2, bare)


def _place(wanted: _Wanted, offer: Offered, found: dict[int, tuple[int, bytes]]) -> None:
    path = os.path.abspath(offer.path)
    match_ = wanted.of(path, offer.name.raw)
    if match_ is None:
        return
    rank, rows = match_
    if len(rows) > 1:
        _ambiguous("two rows describe one file", wanted.rows[rows[0]], wanted.rows[rows[1]])
    index = rows[0]
    before = found.get(index)
    if before is None or rank < before[0]:
        found[index] = rank, path
    elif rank == before[0] and path != before[1]:
        _ambiguous("one row could mean several files", wanted.rows[index])


def _ambiguous(what: str, *rows: Described) -> None:
    where = ", ".join(f"row {row.number} ({row.path})" for row in rows)
    raise Mistaken(
        "sheet-ambiguous", what, where=where, next="write the path as it is in the folder"
    )


def _bytes(path: bytes) -> bytes:
    if not os.path.exists(path):
        raise Mistaken(
            "no-such-path",
            "there is no sheet at that path",
            where=os.fsdecode(path),
            next="check the spelling",
        )
    with reading(path) as original:
        if original.size > SHEET_BYTES:
            raise Mistaken("sheet-large", f"a sheet has at most {SHEET_BYTES} bytes")
        with os.fdopen(os.dup(original.fd), "rb") as file:
            data = file.read(SHEET_BYTES + 1)
        if original.changed():
            raise Mistaken(
                "sheet-changed", "the sheet changed while it was read", next="run it again"
            )
    return data


def _text(data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise Mistaken(
            "sheet-form", "the sheet is not in UTF-8", why=str(exc), next="save it as CSV UTF-8"
        ) from exc


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not empty, with their numbers from 1."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    for number, cells in enumerate(
        csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    ):
        if number > SHEET_ROWS + 1:
            raise Mistaken("sheet-large", f"a sheet has at most {SHEET_ROWS} rows")
        if any(cell.strip() for cell in cells):
            yield number, cells


def _columns(header: list[str]) -> list[tuple[str, str]]:
    """Give for each column its name as written, and what it means to us, if anything."""
    if len(header) > SHEET_COLUMNS:
        raise Mistaken("sheet-large", f"a sheet has at most {SHEET_COLUMNS} columns")
    columns = [(name, _meaning(name)) for name in header]
    meanings = [meaning for _, meaning in columns if meaning]
    twice = next((m for m in meanings if meanings.count(m) > 1), None)
    if twice is not None:
        raise Mistaken("sheet-form", "two columns say the same", where=f"column {twice}")
    if not any(place in meanings for place in _PLACES):
        raise Mistaken(
            "sheet-form", "no column says which file a row describes", next="name one column path"
        )
    return columns


def _meaning(name: str) -> str:
    plain = name.strip().lower().replace(" ", "_").replace("-", "_")
    return plain if plain in NAMES or plain in _PLACES else ""


def _row(
    digest: str, columns: list[tuple[str, str]], number: int, cells: list[str], base: Receipt | None
) -> Described:
    if len(cells) > len(columns):
        raise Mistaken("sheet-form", "more cells than columns", where=f"row {number}")
    meant = {m: cell for (_, m), cell in zip(columns, cells, strict=False) if m}
    path = (meant.pop("path", "") or meant.pop("name", "")).strip()
    meant.pop("name", None)
    if not path or "\0" in path:
        raise Mistaken("sheet-form", "the row names no file", where=f"row {number}, column path")
    try:
        receipt = state(meant, base)
    except Mistaken as exc:
        where = f"row {number}, column {exc.where}"
        raise Mistaken(exc.code, exc.what, where=where, why=exc.why, next=exc.next) from exc
    stated = tuple((name, cell) for (name, _), cell in zip(columns, cells, strict=False) if cell)
    return Described(path, number, replace(receipt, row=SheetRow(digest, number, stated)))
