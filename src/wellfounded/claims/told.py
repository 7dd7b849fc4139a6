"""The times of a statement: when it was said, and the times it tells of, each with the stance of who says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wellfounded.extract.dates.spans import parse_day, spans
from wellfounded.terms.moment import Moment
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import TimeSpan

Told = Literal["said", "tells of"]


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A time of a statement: `said` where it is when that was said, `tells of` where what is said happened then."""

    told: Told
    when: TimeSpan
    statement: Statement


@dataclass(frozen=True, slots=True)
class Stretch:
    """The instants some days can be, half-open, microseconds since 1970-01-01T00:00Z; None where the words leave that side open.

    Days have no zone: they begin where the earliest zone on Earth has them begin and end where the last has them end.
    """

    start: int | None
    end: int | None


def told_times(statement: Statement, published: str = "") -> Iterator[ToldTime]:
    """Give the times of a statement; `published` (ISO 8601) anchors relative dates. Raises Mistaken `moment-form`."""
    if statement.date is not None:
        yield ToldTime("said", statement.date, statement)
    anchor = parse_day(published)
    for content in statement.content:
        for when in spans(content.text, content.start, anchor):
            yield ToldTime("tells of", when, statement)


def stretch(when: TimeSpan) -> Stretch | None:
    """Give from the first to the last instant that any reading of a date can be, None where it has none."""
    if not when.readings:
        return None
    firsts = [r.first for r in when.readings]
    lasts = [r.last for r in when.readings]
    return Stretch(
        Moment.parse(min(firsts)).interval()[0] if all(firsts) else None,
        Moment.parse(max(lasts)).interval()[1] if all(lasts) else None,
    )
