"""What two texts have in common: a day that both tell of, a place or body that both name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.claims.clash.writing import Writing
from wellfounded.copies.text.content import stem
from wellfounded.extract.dates.spans import parse_day, spans
from wellfounded.terms.digest import Digest

_NAMED: Final = re.compile(r"(?<=[a-zа-я,’'] )[A-ZÀ-ÖØ-ÞЀ-Я][\w'’-]{2,}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 2_000


class Acquaintance:
    """Looks into texts when two have to be held beside each other; what was looked for is kept."""

    def __init__(self, writing: Callable[[Digest], Writing]) -> None:
        """Take what gives the text of an item."""
        self._writing = writing
        self._days: dict[Digest, frozenset[str]] = {}
        self._names: dict[tuple[Digest, frozenset[str]], frozenset[str]] = {}

    def share_a_day(self, a: Digest, b: Digest) -> bool:
        """Whether both tell of one whole day; true of one text."""
        return a == b or bool(self._days_of(a) & self._days_of(b))

    def share_a_holder(self, a: Digest, b: Digest, holder: frozenset[str]) -> bool:
        """Whether both speak of what has these words (stems), in a paragraph with one and the same name."""
        return a == b or bool(self._names_by(a, holder) & self._names_by(b, holder))

    def _days_of(self, item: Digest) -> frozenset[str]:
        if item not in self._days:
            one, found = self._writing(item), set[str]()
            anchor = parse_day(one.published)
            for paragraph in one.paragraphs[:_MOST]:
                for when in spans(one.text[paragraph.start : paragraph.end], 0, anchor):
                    found |= {r.first for r in when.readings if r.first == r.last}
            self._days[item] = frozenset(found - {one.published})
        return self._days[item]

    def _names_by(self, item: Digest, holder: frozenset[str]) -> frozenset[str]:
        key = item, holder
        if key not in self._names:
            one, found = self._writing(item), set[str]()
            for paragraph in one.paragraphs[:_MOST]:
                words = one.text[paragraph.start : paragraph.end][:16_000]
                if holder & {stem(w) for w in _WORD.findall(words.lower())}:
                    found |= {fold(name).strip() for name in _NAMED.findall(words)}
            self._names[key] = frozenset(found)
        return self._names[key]
