"""Every path of a report, spelled once, relative to its folder."""

from __future__ import annotations

from typing import Final

from wellfounded.terms.digest import Digest

INDEX: Final = "index.html"
ABOUT: Final = "about.html"
NEEDS: Final = "needs.html"
LAW: Final = "law.html"
STYLE: Final = "style.css"
CHECKPOINT: Final = "custody.checkpoint"
ROWS: Final = 100


def item(digest: Digest, text_page: int = 1) -> str:
    """Give the page of an item, or a further page of its text."""
    further = "" if text_page == 1 else f"-{text_page}"
    return f"items/{digest.hex[:2]}/{digest.hex}{further}.html"


def listing(name: str, page: int) -> str:
    """Give page n, from 1, of a long list: items, timeline, map, not-read or custody."""
    return f"{name}-{page}.html"


def claim(number: int | str) -> str:
    """Give the page of a claim."""
    return f"claims/C{number}.html"


def origin(first: Digest, number: int) -> str:
    """Give the exact place of a family that counts once, by its first member, `number` counted from 0 in the list."""
    return f"{listing('origins', number // ROWS + 1)}#k{first.hex[:12]}"


def custody_entry(index: int) -> str:
    """Give the exact place of a custody entry."""
    return f"{listing('custody', index // ROWS + 1)}#e{index}"


def item_row(number: int) -> str:
    """Give the exact place of an item, counted from 1, in the list of items."""
    return f"{listing('items', (number - 1) // ROWS + 1)}#i{number}"


def root(path: str) -> str:
    """Give the way back from a page to the report's folder."""
    return "../" * path.count("/")
