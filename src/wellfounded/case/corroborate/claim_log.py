"""Claims of a case as the work log has them, and finding the claim, link and mark that a person means."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import TYPES, Book, HeldClaim, HeldLink, Told, read
from wellfounded.terms.errors import Mistaken

_NAME: Final = re.compile(r"[cC]?([1-9]\d{0,6})", re.ASCII)


def book_of(case: Case, catalogue: Catalogue) -> Book:
    """Give the claims as they stand; raises Damaged `claim-entry`."""
    return read(_told(case, catalogue))


def _told(case: Case, catalogue: Catalogue) -> Iterator[Told]:
    for line in catalogue.entries("work", types=TYPES):
        private = case.reveal("work", case.work.entry(line.index))
        yield Told(line.index, line.type, line.actor, line.clock, line.items, line.body, private)


def claim_named(book: Book, name: str) -> HeldClaim:
    """Give the standing claim of that name (`C3` or `3`); raises Mistaken `unknown-claim`, `ended-claim` with what took its place."""
    match = _NAME.fullmatch(name.strip())
    number = int(match[1]) if match else 0
    claim = next((c for c in book.claims.values() if c.number == number), None)
    if claim is None:
        known = ", ".join(c.label for c in book.standing()[:8]) or "none yet"
        raise Mistaken(
            "unknown-claim", f"no claim is called {name[:40]!r}", next=f"the claims: {known}"
        )
    if claim.ended:
        into = ", ".join(book.claims[i].label for i in claim.into) or "nothing"
        raise Mistaken("ended-claim", f"{claim.label} stands no longer; in its place: {into}")
    return claim


def link_numbered(book: Book, claim: HeldClaim, number: int) -> HeldLink:
    """Give a link of a claim by its number; raises Mistaken `unknown-link`."""
    links = book.links[claim.id].values()
    link = next((k for k in links if k.number == number), None)
    if link is None or link.undone:
        count = len(links)
        raise Mistaken(
            "unknown-link",
            f"{claim.label} has no link {number}",
            next=f"its links: wellfounded claim {claim.label} ({count} so far)",
        )
    return link


def mark_of(claim: HeldClaim, link: HeldLink) -> str:
    """Give the mark that is shown with the words of a link: who can name it has had them before their eyes.

    Four hex digits of the SHA-256 of the claim's words, the item and the words in it. It keeps honest people from confirming by the dozen, and is no lock.
    """
    words = link.place.words if link.place else ""
    text = "\n".join((claim.text, str(link.item), words))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:4]
