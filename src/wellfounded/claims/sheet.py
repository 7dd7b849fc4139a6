"""Claims and their links as a spreadsheet (CSV): write it, let a person change it, read it back.

    claim,link,text,stance,state,knows,speaker,because,item,name,place
    C3,,The centre has four halls,,,,,,,,
    C3,1,There were four halls.,supports,suggested,,,,sha256:...,declaration.docx,paragraph 10

A row without a link is a claim, one with a link is what bears on it. Rows may be left out and stand in any order: nothing is
taken away by leaving it out. A new claim is a row named `new`, `new-2`, ...; a new link a row without a number but with an item
and, for words of it, these words in `text`. `name` and `place` are for reading only. A cell that a spreadsheet would run as a
formula stands behind an apostrophe, which is taken off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.claims.claim import KNOWS, STANCES
from wellfounded.claims.view import ClaimView
from wellfounded.terms.cell import cell, plain
from wellfounded.terms.errors import Mistaken

COLUMNS: Final = (
    *("claim", "link", "text", "stance", "state", "knows", "speaker", "because"),
    *("item", "name", "place"),
)
CLAIM_STATES: Final = ("", "dropped")
LINK_STATES: Final = ("", "suggested", "accepted", "confirmed", "rejected", "unlinked")
_MOST: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a person left it. `line` is its line in the file; `link` 0 for a claim, or for a link that is new."""

    line: int
    claim: str
    link: int
    text: str
    stance: str
    state: str
    knows: str
    speaker: str
    because: str
    item: str

    @property
    def new(self) -> bool:
        """Whether the claim is not written yet."""
        return self.claim.startswith("new")


def write(views: Iterable[ClaimView]) -> bytes:
    """Give the sheet, in UTF-8 with a mark so that spreadsheets see it. Deterministic."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for view in views:
        writer.writerows([cell(text) for text in row] for row in _rows(view))
    return out.getvalue().encode("utf-8-sig", "replace")


def _rows(view: ClaimView) -> Iterator[tuple[str, ...]]:
    paragraph = f"paragraph {view.paragraph}" if view.paragraph else ""
    name = view.place.name if view.place else ""
    yield (view.label, "", view.text, "", "", "", "", "", "", name, paragraph)
    for link in view.links:
        if not link.withdrawn:
            place = link.place.locus.describe() if link.place.locus else "whole item"
            yield (
                view.label, str(link.number), link.place.words, link.stance, link.state, link.knows or "",
                link.speaker, link.because, str(link.place.item), link.place.name, place,
            )  # fmt: skip


def read(data: bytes) -> list[Row]:
    """Give the rows of a sheet in order; raises Mistaken `claim-sheet` with the line that is wrong."""
    if len(data) > _MOST:
        raise wrong(0, f"larger than {_MOST} bytes")
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as exc:
        raise wrong(0, str(exc)) from exc
    if rows and not {"claim", "link", "text"} <= rows[0].keys():
        raise wrong(1, "it lacks one of the columns claim, link, text")
    found = [_row(number, row) for number, row in enumerate(rows, 2) if any(row.values())]
    seen: set[tuple[str, int]] = set()
    for one in found:
        key = (one.claim, one.link)
        if (one.link or not one.item) and key in seen:
            raise wrong(one.line, "this claim or link stands in the sheet twice")
        seen.add(key)
    return found


def _row(number: int, row: dict[str, str | None]) -> Row:
    value = {name: plain((row.get(name) or "").strip()) for name in COLUMNS}
    link = value["link"]
    if link and not (link.isascii() and link.isdigit() and int(link)):
        raise wrong(number, f"no number of a link: {link[:20]!r}")
    one = Row(
        number, value["claim"], int(link or 0), value["text"], value["stance"], value["state"],
        value["knows"], value["speaker"], value["because"], value["item"],
    )  # fmt: skip
    _check(one)
    return one


def _check(row: Row) -> None:
    is_link = bool(row.link or row.item)
    if not row.claim:
        raise wrong(row.line, "no claim is named")
    if row.state not in (LINK_STATES if is_link else CLAIM_STATES):
        raise wrong(row.line, f"no such state: {row.state[:20]!r}")
    if row.stance not in ("", *STANCES):
        raise wrong(row.line, f"no such stance: {row.stance[:20]!r}")
    if row.knows not in ("", *KNOWS):
        raise wrong(row.line, f"no such way of knowing: {row.knows[:20]!r}")


def wrong(line: int, why: str) -> Mistaken:
    """Give the error of a sheet that cannot be read back."""
    return Mistaken(
        "claim-sheet",
        "that is no sheet of claims",
        where=f"line {line}" if line else "",
        why=why,
        next="write one with wellfounded claim sheet -o FILE.csv, and change that",
    )
