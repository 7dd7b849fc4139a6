"""The list of exhibits as a spreadsheet (CSV): write it, let a person change it, read it back.

    tab,item,name,title,maker,dated,offered
    A,sha256:...,letter.txt,Letter to the gate,,3 March 2024,that the gate was closed

The rows' order is the order of the exhibits; a row taken out is an exhibit taken out. Only `item` and the last four columns are
read. A cell that a spreadsheet would run as a formula stands behind an apostrophe, which is taken off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wellfounded.packet.exhibit import WORDS, Exhibit
from wellfounded.terms.cell import cell, plain
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

COLUMNS: Final = ("tab", "item", "name", *WORDS)
_MOST: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a person left it: the item, and what is written about it."""

    item: Digest
    words: dict[str, str]


def write(exhibits: Iterable[Exhibit]) -> bytes:
    """Give the sheet, in UTF-8 with a mark so that spreadsheets see it. Deterministic."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in exhibits:
        words = [one.words.get(name, "") for name in WORDS]
        writer.writerow([cell(c) for c in (one.tab, str(one.item), one.name, *words)])
    return out.getvalue().encode("utf-8-sig", "replace")


def read(data: bytes) -> list[Line]:
    """Give the rows of a sheet in order; raises Mistaken `exhibit-sheet` with the line that is wrong."""
    if len(data) > _MOST:
        raise _wrong(f"larger than {_MOST} bytes")
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as exc:
        raise _wrong(str(exc)) from exc
    if rows and "item" not in rows[0]:
        raise _wrong("no column named item")
    found: list[Line] = []
    for number, row in enumerate(rows, 2):
        try:
            item = Digest.parse((row["item"] or "").strip())
        except Mistaken as exc:
            raise _wrong(f"line {number}: {exc.what}") from exc
        if any(line.item == item for line in found):
            raise _wrong(f"line {number}: this item stands in the sheet twice")
        found.append(Line(item, {n: plain((row.get(n) or "").strip()) for n in WORDS}))
    return found


def _wrong(why: str) -> Mistaken:
    return Mistaken(
        "exhibit-sheet",
        "that is no sheet of exhibits",
        why=why,
        next="write one with wellfounded exhibit sheet -o FILE.csv, and change that",
    )
