"""When things were said: the dates, ages and deadlines of a text, with the day of its publication as the anchor of relative ones."""

from __future__ import annotations

from wellfounded.extract.dates import ages, spans
from wellfounded.extract.untrusted import deadlines
from wellfounded.terms.timespan import Age, Deadline, TimeSpan

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

    def ages(self, words: str, offset: int) -> list[Age]:
        """Give the ages of some words that stand at `offset`."""
        return list(ages.ages(words, offset))

    def deadlines(self, words: str, offset: int) -> list[Deadline]:
        """Give the deadlines of the next paragraph."""
        found = list(deadlines.deadlines(words, offset, self._earlier))
        self._earlier = (self._earlier + "\n" + words)[-_EARLIER:]
        return found
