"""The timeline: every stated moment of the items shown.

Sorted by the instants it can be, and its drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from wellfounded.report.mention import Event
from wellfounded.report.sorting import Sorted

COLUMNS: Final = 240
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_LABELS: Final = 7
_NARROW: Final = 2
_EARLIEST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_LATEST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of the drawing: its place from 0 to COLUMNS, and how many moments can lie in it."""

    column: int
    width: int
    count: int
    height: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the drawing: its place from 0 to COLUMNS, and the date in UTC."""

    column: int
    label: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The drawing above the timeline: how many stated moments can lie in each stretch of time."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Reach:
    """When one event can be, on an axis of 0 to COLUMNS; `stance` and `open` as in the event."""

    column: int
    width: int
    stance: str
    open: str


class Timeline:
    """Events gathered while the items are walked, given back in order."""

    def __init__(self, pile: Sorted) -> None:
        """Gather into an empty pile."""
        self._pile = pile

    @property
    def count(self) -> int:
        """How many events there are."""
        return self._pile.count

    def add(self, event: Event) -> None:
        """Take an event in."""
        self._pile.add(event.interval(), event.to_record())

    def __iter__(self) -> Iterator[Event]:
        """Give every event by the first instant it can be."""
        return map(Event.from_record, self._pile)

    def overview(self) -> Overview | None:
        """Give the drawing, or None without events. A moment without a zone spans all it can be."""
        bounds = self._pile.bounds()
        if bounds is None:
            return None
        first, span = bounds[0], max(bounds[1] - bounds[0], _HOUR)
        change = [0] * (COLUMNS + 1)
        for start, end in self._pile.spans():
            left = min((start - first) * COLUMNS // span, COLUMNS - 1)
            right = min((end - 1 - first) * COLUMNS // span, COLUMNS - 1)
            change[left] += 1
            change[max(left, right) + 1] -= 1
        return _drawn(change, first, span)


def reaches(events: Sequence[Event]) -> tuple[list[Reach], tuple[str, str]]:
    """Give where each event of a page lies on an axis as long as the page, and the first and last day of that axis in UTC."""
    spans = [event.interval() for event in events]
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    span = max(last - first, _HOUR)
    found = []
    for event, (start, end) in zip(events, spans, strict=True):
        width = max(_NARROW, (end - start) * COLUMNS // span)
        left = min((start - first) * COLUMNS // span, COLUMNS - _NARROW)
        found.append(Reach(left, width, event.stance, event.open))
    return found, (_day(first), _day(last - 1))


def _day(at: int) -> str:
    inside = min(max(at, _EARLIEST), _LATEST)
    return (_EPOCH + timedelta(microseconds=inside)).isoformat(" ")[:10]


def _drawn(change: list[int], first: int, span: int) -> Overview:
    counts: list[int] = []
    running = 0
    for step in change[:COLUMNS]:
        running += step
        counts.append(running)
    most = max(counts)
    bars: list[Bar] = []
    for column, count in enumerate(counts):
        if bars and bars[-1].count == count and bars[-1].column + bars[-1].width == column:
            last = bars[-1]
            bars[-1] = Bar(last.column, last.width + 1, last.count, last.height)
        elif count:
            bars.append(Bar(column, 1, count, max(3, count * 60 // most)))
    return Overview(tuple(bars), tuple(_ticks(first, span)), most)


def _ticks(first: int, span: int) -> Iterator[Tick]:
    """Give evenly spaced dates, as short as tells them apart."""
    lengths = ((6 * 366, 4), (6 * 31, 7), (6, 10))
    length = next((chars for days, chars in lengths if span >= days * _DAY), 16)
    for n in range(_LABELS):
        at = min(max(first + span * n // (_LABELS - 1), _EARLIEST), _LATEST)
        label = (_EPOCH + timedelta(microseconds=at)).isoformat(" ")[:length]
        yield Tick(COLUMNS * n // (_LABELS - 1), label)
