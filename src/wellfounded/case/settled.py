"""Failures that a later stage has settled: pages without text, once the stage `ocr` has read the item."""

from __future__ import annotations

from wellfounded.catalogue import Catalogue
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure


class Settled:
    """Looks at an item's readings once, when one of its failures could be settled by another stage."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the catalogue to look in."""
        self._catalogue = catalogue
        self._known: dict[Digest, bool] = {}

    def __call__(self, item: Digest, failure: Failure) -> bool:
        """Say whether a failure of an item has been settled since."""
        return failure.code == "no-text" and self._read_by_ocr(item)

    def count(self) -> int:
        """Give how many items have pages without text that OCR has read."""
        items = {f.item for f in self._catalogue.failures() if f.failure.code == "no-text"}
        return sum(self._read_by_ocr(item) for item in items)

    def _read_by_ocr(self, item: Digest) -> bool:
        if item not in self._known:
            readings = self._catalogue.item(item).readings
            self._known[item] = any(
                r.stage == "ocr" and r.current and r.outcome != "failed" for r in readings
            )
        return self._known[item]
