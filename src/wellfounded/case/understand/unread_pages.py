"""What the first reading left for OCR: pages with a failure of some code, and pictures."""

from __future__ import annotations

from wellfounded.catalogue import Catalogue
from wellfounded.terms.digest import Digest


class UnreadPages:
    """The pages of each item that have a failure of one of the codes; all pictures too where `pictures`."""

    def __init__(self, catalogue: Catalogue, *codes: str, pictures: bool) -> None:
        """Look through the failures of the case once."""
        self._pages: dict[Digest, list[int]] = {}
        self._pictures = {i.digest for i in catalogue.items(kind="image")} if pictures else set()
        for found in catalogue.failures():
            if found.failure.code in codes:
                pages = self._pages.setdefault(found.item, [])
                locus = found.failure.locus
                if locus is not None and locus.page is not None:
                    pages.append(locus.page)

    def __contains__(self, item: Digest) -> bool:
        """Say whether a later stage should look at an item."""
        return item in self._pages or item in self._pictures

    def __getitem__(self, item: Digest) -> list[int]:
        """Give the pages of an item, from 1; none means the whole item."""
        return self._pages.get(item, [])
