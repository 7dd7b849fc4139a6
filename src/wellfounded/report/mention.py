"""A mention: that some item says a time or a place.

At which exact place in it, and who asserts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place

SNIPPET_CHARS: Final = 90


@dataclass(frozen=True, slots=True)
class Mention:
    """What is said (`what`), who asserts it, in which item and where; `words` are the words
    themselves.

    `href` leads from the report's folder to the exact place on the item's page; `language` is the
    words' BCP 47 tag.
    """

    what: str
    who: str
    label: str
    href: str
    place: str
    words: str = ""
    language: str = ""

    def to_record(self) -> list[str]:
        """Give the mention as JSON values, in the order of its fields."""
        said = [self.what, self.who, self.label, self.href, self.place]
        return [*said, self.words, self.language]


@dataclass(frozen=True, slots=True)
class Event:
    """A moment somebody or something states. `undecided` if day and month have a second reading.

    Of a statement `stance` is how its speaker stands to it, and `until` the last day it can be, where that is not the first;
    `open` says on which side the words leave it open: `before` or `after`, else empty.
    """

    when: Moment
    mention: Mention
    undecided: bool = False
    stance: str = ""
    until: Moment | None = None
    open: str = ""

    def interval(self) -> tuple[int, int]:
        """Give the instants it can be, half-open, microseconds since 1970; of an open side the one that is known."""
        first, end = self.when.interval()
        return first, end if self.until is None else max(end, self.until.interval()[1])

    def to_record(self) -> list[Any]:
        """Give the event as JSON values."""
        until = None if self.until is None else self.until.to_json()
        said = [self.stance, until, self.open]
        return [self.when.to_json(), self.mention.to_record(), self.undecided, *said]

    @classmethod
    def from_record(cls, record: list[Any]) -> Event:
        """Read an event back."""
        when, mention, undecided, stance, until, side = record
        last = None if until is None else Moment.from_json(until)
        return cls(Moment.from_json(when), Mention(*mention), undecided, stance, last, side)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place somebody or something states."""

    where: Place
    mention: Mention

    def to_record(self) -> list[Any]:
        """Give the spot as JSON values."""
        return [self.where.to_json(), self.mention.to_record()]

    @classmethod
    def from_record(cls, record: list[Any]) -> Spot:
        """Read a spot back."""
        return cls(Place.from_json(record[0]), Mention(*record[1]))


def snippet(text: str, chars: tuple[int, int]) -> str:
    """Give the words around a span, at most SNIPPET_CHARS on each side, on one line."""
    first, end = chars
    before = text[max(0, first - SNIPPET_CHARS // 2) : first]
    after = text[end : end + SNIPPET_CHARS]
    lead = "…" if first > SNIPPET_CHARS // 2 else ""
    tail = "…" if end + SNIPPET_CHARS < len(text) else ""
    return " ".join(f"{lead}{before}{text[first:end]}{after}{tail}".split())
