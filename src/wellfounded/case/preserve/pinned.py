"""What something issued rests on: a list of items and record sets, itself an object, so that a report's sources stay as they were.

The object is lines of canonical JSON: `{"item": digest}` for each item and `{"records": digest, "size": n}` for each record set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest


def encode(items: Iterable[Digest], records: Iterable[tuple[Digest, int]]) -> bytes:
    """Give the bytes of a list."""
    lines: list[dict[str, str | int]] = [{"item": str(d)} for d in items]
    lines += [{"records": str(d), "size": size} for d, size in records]
    return b"".join(canonical.encode(line) + b"\n" for line in lines)


def items(data: bytes) -> set[Digest]:
    """Give the items of a list."""
    return {Digest.parse(line["item"]) for line in _lines(data) if "item" in line}


def records(data: bytes) -> Iterator[tuple[Digest, int]]:
    """Give the record sets of a list, with their sizes."""
    for line in _lines(data):
        if "records" in line:
            yield Digest.parse(line["records"]), line["size"]


def _lines(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        yield canonical.decode(line)
