"""Failures that a later stage has settled: pages without text by `ocr`, scripts the engine does not know by `ocr-named`,
members of RAR archives by `unpack`."""

from __future__ import annotations

from wellfounded.catalogue import Catalogue
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure

_LATER = {
    "no-text": "ocr",
    "unsupported-language": "ocr-named",
    "unread-marks": "ocr-named",
    "unsupported": "unpack",
}


class Settled:
    """Looks at an item's readings once, when one of its failures could be settled by another stage."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the catalogue to look in."""
        self._catalogue = catalogue
        self._known: dict[tuple[Digest, str], bool] = {}

    def __call__(self, item: Digest, failure: Failure) -> bool:
        """Say whether a failure of an item has been settled since."""
        later = _LATER.get(failure.code)
        return later is not None and self._read_by(item, later)

    def count(self, code: str) -> int:
        """Give how many items have a failure of this code that is settled."""
        if code not in _LATER:
            return 0
        items = {f.item for f in self._catalogue.failures() if f.failure.code == code}
        return sum(self._read_by(item, _LATER[code]) for item in items)

    def _read_by(self, item: Digest, stage: str) -> bool:
        if (item, stage) not in self._known:
            readings = self._catalogue.item(item).readings
            self._known[item, stage] = any(
                r.stage == stage and r.current and r.outcome != "failed" for r in readings
            )
        return self._known[item, stage]
