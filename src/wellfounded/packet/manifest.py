"""The manifest of a packet: which exhibits, which pages of them, and the digest of each page's content (docs/formats/packet.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest

FORMAT = "wellfounded.packet/1"


@dataclass(frozen=True, slots=True)
class Listed:
    """One exhibit in the manifest. `pages` are pairs: digest of the content in hex, number in the source."""

    tab: str
    item: Digest
    source: Digest
    made: str
    total: int
    pages: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: its name, digest, size in bytes and pages."""

    name: str
    digest: Digest
    octets: int
    pages: int


def encode(exhibits: Sequence[Listed], issued: int) -> bytes:
    """Give the manifest's bytes, the same in every part."""
    rows = [
        {
            "tab": one.tab,
            "item": str(one.item),
            "source": str(one.source),
            "made": one.made,
            "total": one.total,
            "pages": [list(page) for page in one.pages],
        }
        for one in exhibits
    ]
    return canonical.encode({"format": FORMAT, "issued": issued, "exhibits": rows})
