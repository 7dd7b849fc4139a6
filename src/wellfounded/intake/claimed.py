"""What an archive's own list says of a file: its ID there, its size, its digests. Kept as statements, and held against the bytes as they came.

A list is a sheet (`intake.sheet`) that has at least one of the columns `id`, `size`, `md5`, `sha1`, `sha256`, `sha512`. Old digests are
compared because archives have them: that an MD5 or SHA-1 agrees tells a slip from the right file, not a forgery from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import FileIO
from typing import Any, Final

from wellfounded.intake.receipt import SheetRow
from wellfounded.intake.sheet import Sheet
from wellfounded.terms.errors import Mistaken

ALGORITHMS: Final = ("md5", "sha1", "sha256", "sha512")
COLUMNS: Final = ("id", "size", *ALGORITHMS)


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing a list states of a file, and what the bytes say: a size in decimal, or a digest in hex."""

    name: str
    stated: str
    found: str

    @property
    def agrees(self) -> bool:
        """Whether the bytes are as stated."""
        return self.stated == self.found

    def to_json(self) -> list[str]:
        """Give it as the private field `claimed` holds it."""
        return [self.name, self.stated, self.found]


@dataclass(frozen=True, slots=True)
class Claims:
    """What one row states: the archive's own ID, and by name size and digests."""

    own_id: str = ""
    stated: Mapping[str, str] | None = None

    def compared(self, tally: Tally, size: int) -> list[Compared]:
        """Give each statement beside what was found."""
        found = tally.digests() | {"size": str(size)}
        return [Compared(name, told, found[name]) for name, told in (self.stated or {}).items()]

    def private(self, compared: Iterable[Compared]) -> dict[str, Any]:
        """Give the private fields `archive_id` and `claimed` of a receipt, as far as stated."""
        fields: dict[str, Any] = {"archive_id": self.own_id} if self.own_id else {}
        told = [one.to_json() for one in compared]
        return fields | ({"claimed": told} if told else {})


class Tally(FileIO):
    """An open file that hashes what is read of it, once, by the algorithms somebody stated. The descriptor stays its owner's."""

    def __init__(self, descriptor: int, claims: Claims) -> None:
        """Take the descriptor and what will be asked."""
        super().__init__(descriptor, "rb", closefd=False)
        names = [name for name in claims.stated or () if name in ALGORITHMS]
        self._running = {name: hashlib.new(name, usedforsecurity=False) for name in names}

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and count what was read in."""
        data = super().read(-1 if size is None else size)
        for running in self._running.values():
            running.update(data)
        return data

    def digests(self) -> dict[str, str]:
        """Give the digests, in hex, of what was read."""
        return {name: running.hexdigest() for name, running in self._running.items()}


def claims_of(row: SheetRow | None) -> Claims:
    """Give what a row states; raises Mistaken `manifest-form` with row and column."""
    own_id, stated = "", dict[str, str]()
    for column, cell in () if row is None else row.cells:
        name, word = _meaning(column), cell.strip()
        if not word or name not in COLUMNS:
            continue
        if name == "id":
            own_id = word
        else:
            stated[name] = _claim(name, word, row.number if row else 0, column)
    return Claims(own_id, stated)


def require_claims(sheet: Sheet) -> None:
    """Read every row before anything is received; raises Mistaken `manifest-form` for one that cannot be, or a list that states nothing."""
    found = [claims_of(row.receipt.row) for row in sheet.rows]
    if not any(one.own_id or one.stated for one in found):
        raise Mistaken(
            "manifest-form",
            "this list has no column that says what the archive states of a file",
            next="name one "
            + ", ".join(COLUMNS)
            + "; for giver, note and consent alone use --sheet",
        )


def _meaning(column: str) -> str:
    return re.sub("[^a-z0-9]", "", column.lower())


def _claim(name: str, word: str, number: int, column: str) -> str:
    length = 0 if name == "size" else 2 * hashlib.new(name, usedforsecurity=False).digest_size
    form = r"0|[1-9][0-9]{0,18}" if name == "size" else rf"[0-9a-f]{{{length}}}"
    plain = word.lower().removeprefix(f"{name}:")
    if re.fullmatch(form, plain, re.ASCII) is None:
        what = "a number of bytes" if name == "size" else f"{name} in {length} hex digits"
        raise Mistaken(
            "manifest-form",
            f"that is not {what}: {word[:40]!r}",
            where=f"row {number}, column {column}",
            next="correct the list, or empty the cell",
        )
    return plain
