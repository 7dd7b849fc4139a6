"""The manifest of a packet: which exhibits, which pages of them, and the digest of each page's content (docs/formats/packet.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest

FORMAT = "wellfounded.packet/1"


@dataclass(frozen=True, slots=True)
class Listed:
    """One exhibit in the manifest. `pages` are pairs: digest of the content in hex, number in the source.

    Where the source is sensitive a `commitment` stands for the original, and neither `item` nor `source` is shown.
    """

    tab: str
    item: Digest
    source: Digest
    made: str
    total: int
    pages: tuple[tuple[str, int], ...]
    commitment: Digest | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: its name, digest, size in bytes and pages."""

    name: str
    digest: Digest
    octets: int
    pages: int


def encode(exhibits: Sequence[Listed], issued: int) -> bytes:
    """Give the manifest's bytes, the same in every part."""
    rows = [_row(one) for one in exhibits]
    return canonical.encode({"format": FORMAT, "issued": issued, "exhibits": rows})


def committed(item: Digest, salt: bytes) -> Digest:
    """Give the commitment that stands for an original: SHA-256 of a 32-byte salt, then its digest's 32 bytes."""
    return Digest.of(salt + item.raw)


def _row(one: Listed) -> dict[str, Any]:
    row: dict[str, Any] = {
        "tab": one.tab,
        "made": one.made,
        "total": one.total,
        "pages": [list(page) for page in one.pages],
    }
    if one.commitment is not None:
        return row | {"commitment": str(one.commitment)}
    return row | {"item": str(one.item), "source": str(one.source)}
