"""A receipt: what a person states about what they hand over, read strictly from the words they
typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wellfounded.intake.item import Consent, Handling, Terms
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

NAMES: Final = (
    "source",
    "note",
    "received",
    "published",
    "handling",
    "consent",
    "consent_until",
    "minor",
    "graphic",
)
NOTE_CHARS: Final = 20_000
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}", re.ASCII)
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The row of a sheet that described a file: the sheet's digest in hex, the row number from
    1 (the header is row 1), its cells.

    `cells` are pairs of column name and value, as written, in the order of the columns.
    """

    sheet: str
    number: int
    cells: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Give the private field `row`: pairs, because a column may have any name."""
        return {
            "sheet": f"sha256:{self.sheet}",
            "row": self.number,
            "cells": [list(c) for c in self.cells],
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is stated about one file or one `add`: who gave it (a handle), when it came, when it
    was published, its terms.

    Everything but `terms` is private. `received` and `published` are as the person wrote them,
    never completed.
    """

    source: str = ""
    note: str = ""
    received: Moment | None = None
    published: Moment | None = None
    terms: Terms = field(default_factory=Terms)
    row: SheetRow | None = None

    def private(self) -> dict[str, Any]:
        """Give the private fields of a `received` entry that are set: giver, note, received,
        published, row.
        """
        fields: dict[str, Any] = {}
        if self.source:
            fields["giver"] = self.source
        if self.note:
            fields["note"] = self.note
        if self.received is not None:
            fields["received"] = self.received.to_json()
        if self.published is not None:
            fields["published"] = self.published.to_json()
        if self.row is not None:
            fields["row"] = self.row.to_json()
        return fields


def state(words: dict[str, str], base: Receipt | None = None) -> Receipt:
    """Give the receipt that `words` (by the names in NAMES, empty ones ignored) make of `base`.

    Raises Mistaken with the name in `where` for a word that is not understood and for consent that
    ends but was not given.
    """
    receipt = base or Receipt()
    for name in words:
        if name not in NAMES:
            raise Mistaken("receipt-name", "a receipt has no such field", where=name)
    for name in NAMES:
        if word := words.get(name, "").strip():
            receipt = _set(receipt, name, word)
    if receipt.terms.consent_until is not None and receipt.terms.consent in (None, Consent.NONE):
        raise Mistaken(
            "consent-form",
            "an end of consent needs the consent that ends",
            where="consent_until",
            next="give consent team, court or public",
        )
    return receipt


def _set(receipt: Receipt, name: str, word: str) -> Receipt:
    try:
        match name:
            case "source":
                return replace(receipt, source=handle(word))
            case "note":
                return replace(receipt, note=_note(word))
            case "received":
                return replace(receipt, received=Moment.parse(word))
            case "published":
                return replace(receipt, published=Moment.parse(word))
            case _:
                return replace(receipt, terms=_term(receipt.terms, name, word))
    except Mistaken as exc:
        raise Mistaken(exc.code, exc.what, where=name, why=exc.why, next=exc.next) from exc


def _term(terms: Terms, name: str, word: str) -> Terms:
    match name:
        case "handling":
            return replace(terms, handling=Handling.parse(word))
        case "consent":
            return replace(terms, consent=Consent.parse(word))
        case "consent_until":
            return replace(terms, consent_until=Moment.parse(word))
        case "minor":
            return replace(terms, minor=yes(word))
        case _:
            return replace(terms, graphic=yes(word))


def handle(word: str) -> str:
    """Give `word` if it is a handle; raises Mistaken `handle-form`."""
    if _HANDLE.fullmatch(word) is None:
        raise Mistaken(
            "handle-form",
            f"not a handle: {word[:40]!r}",
            why="a handle stands for a person, so that their name can stay private",
            next="write 1 to 32 of a-z, 0-9, '.', '_', '-', a letter or digit first",
        )
    return word


def yes(word: str) -> bool:
    """Read yes or no (also y, n, true, false, 1, 0, x); raises Mistaken `yes-no-form`."""
    lower = word.lower()
    if lower in _YES or lower in _NO:
        return lower in _YES
    raise Mistaken("yes-no-form", f"neither yes nor no: {word[:40]!r}", next="write yes or no")


def _note(word: str) -> str:
    if len(word) > NOTE_CHARS:
        raise Mistaken(
            "note-long",
            f"a note has at most {NOTE_CHARS} characters, this has {len(word)}",
            next="add the text as a file and link it",
        )
    return word
