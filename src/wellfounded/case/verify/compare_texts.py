"""Comparing all texts of a case with one another: done anew when any text is new, since what is rare depends on all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from wellfounded.case.understand.texts import SOURCES, document
from wellfounded.case.verify.compare import Compared
from wellfounded.catalogue import Catalogue
from wellfounded.copies.text import Collection
from wellfounded.terms.digest import Digest

FORM: Final = "text-2"
_EVERY: Final = 200


def compare_texts(
    catalogue: Catalogue, sums: Compared, tell: Callable[[str, int, int], None]
) -> None:
    """Write what the texts have in common, side `a` the item received first, and add to the sums.

    Nothing is done where every text was compared as it stands.
    """
    texts = catalogue.texts(FORM, SOURCES)
    if all(one.known for one in texts):
        return
    collection = Collection(lambda number: document(catalogue, texts[number].item))
    for done, one in enumerate(texts, 1):
        collection.add(document(catalogue, one.item))
        if done % _EVERY == 0 or done == len(texts):
            tell("comparing text", done, len(texts) - done)
    pairs: dict[tuple[Digest, Digest], list[dict[str, Any]]] = {}
    for copy in collection.copies():
        pairs.setdefault((copy.a.item, copy.b.item), []).append(copy.to_json())
    catalogue.put_copies_of_text(FORM, texts, pairs)
    sums.items += sum(1 for one in texts if not one.known)
    sums.pairs += len(pairs)
