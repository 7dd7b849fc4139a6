"""When things were said: the dates and deadlines of a text, with the day of its publication as the anchor of relative ones."""

from __future__ import annotations

from typing import Any

from wellfounded.extract.dates import spans
from wellfounded.extract.untrusted import deadlines
from wellfounded.terms.timespan import Deadline, TimeSpan

_EARLIER = 4_000


class Times:
    """The dates and deadlines of one text, read in order."""

    def __init__(self, published: str) -> None:
        """Take the day of publication (ISO 8601), or '' where nobody knows it; raises Mistaken `moment-form`."""
        self._published = spans.parse_day(published)
        self._earlier = ""

    def dates(self, words: str, offset: int) -> list[TimeSpan]:
        """Give the dates of some words that stand at `offset`."""
        return spans.spans(words, offset, self._published)

    def deadlines(self, words: str, offset: int, doc: Any) -> list[Deadline]:
        """Give the deadlines of the next paragraph."""
        found = list(deadlines.deadlines(words, offset, self._earlier))
        self._earlier = (self._earlier + "\n" + words)[-_EARLIER:]
        return found
