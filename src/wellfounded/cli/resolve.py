"""Finding the item a person means."""

from __future__ import annotations

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.terms.digest import Digest


def item_of(case: Case, words: str) -> Digest:
    """Give the item meant by a digest prefix, `@N` or a name; raises Mistaken with the candidates."""
    with open_catalogue(case) as catalogue:
        return catalogue.resolve(words)
