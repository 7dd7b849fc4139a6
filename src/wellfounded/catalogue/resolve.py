"""ITEM as people write it: a digest prefix, `@N` for receipt N, or a name as received."""

from __future__ import annotations

import re
from typing import Any, Final

from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import digest_of
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

FEWEST_DIGITS: Final = 6
CANDIDATES_SHOWN: Final = 8
_NUMBER = re.compile(r"@([0-9]{1,18})", re.ASCII)
_PREFIX = re.compile(r"(sha256:)?([0-9a-f]{1,64})", re.ASCII)


def resolve(database: Database, item: str) -> Digest:
    """Give the one item that is meant.

    A prefix of its digest of at least 6 hex digits (with or without `sha256:`), `@N`, or a name as received. A name
    that is also a digest prefix means the name if no digest begins so. Raises Mistaken `unknown-item`, or
    `ambiguous-item` with the candidates.
    """
    if found := _NUMBER.fullmatch(item):
        return _numbered(database, int(found.group(1)), item)
    digits = _PREFIX.fullmatch(item.lower())
    if digits is not None and (digits.group(1) or len(digits.group(2)) >= FEWEST_DIGITS):
        if len(digits.group(2)) < FEWEST_DIGITS:
            raise Mistaken(
                "short-prefix",
                f"{item!r} has fewer than {FEWEST_DIGITS} digits",
                next="write more of the digest",
            )
        candidates = _beginning(database, digits.group(2))
        if candidates:
            return _only(candidates, item)
    return _only(_called(database, item), item)


def _numbered(database: Database, number: int, item: str) -> Digest:
    raw = database.value(
        "SELECT i.digest FROM receipt r JOIN item i ON i.id = r.item WHERE r.number = ?", (number,)
    )
    if raw is None:
        newest = database.value("SELECT max(number) FROM receipt") or 0
        why = f"receipts are numbered @1 to @{newest}" if newest else "nothing was received yet"
        raise Mistaken("unknown-item", f"there is no receipt {item}", why=why)
    return digest_of(raw)


def _beginning(database: Database, digits: str) -> list[tuple[Any, ...]]:
    low, high = bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))
    return database.rows(
        "SELECT i.digest, i.first_receipt, coalesce(f.name, '') FROM item i LEFT JOIN receipt f"
        " ON f.number = i.first_receipt WHERE i.digest BETWEEN ? AND ? ORDER BY i.digest LIMIT ?",
        (low, high, CANDIDATES_SHOWN + 1),
    )


def _called(database: Database, name: str) -> list[tuple[Any, ...]]:
    """Give the items received under exactly this name; the last part of a path counts too."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    return database.rows(
        "SELECT i.digest, min(r.number), r.name FROM receipt r JOIN item i ON i.id = r.item"
        " WHERE r.name = ? GROUP BY i.id ORDER BY 2 LIMIT ?",
        (name, CANDIDATES_SHOWN + 1),
    )


def _only(candidates: list[tuple[Any, ...]], item: str) -> Digest:
    if not candidates:
        raise Mistaken(
            "unknown-item",
            f"no item is called {item[:80]!r}",
            next="name it by at least 6 digits of its digest, @N, or its name as received",
        )
    if len(candidates) == 1:
        return digest_of(candidates[0][0])
    lines = [f"@{n or 0} sha256:{raw.hex()[:12]} {name}".rstrip() for raw, n, name in candidates]
    listed = "; ".join(lines[:CANDIDATES_SHOWN])
    more = " and more" if len(lines) > CANDIDATES_SHOWN else ""
    raise Mistaken(
        "ambiguous-item",
        f"{item[:80]!r} can be several items",
        why=listed + more,
        next="write more digits of the digest, or @N",
    )
