"""Which frames clash: two of one thing whose every reading is apart. Grouped first, so that only what can be of one thing is compared.

Days clash as instants: a day in no stated zone can begin in any zone on Earth, so that neighbouring days never clash. What can
happen to somebody more than once is taken for one event only where its days lie within a year, or differ in the year alone; and
where a text has several days for it, it tells of several events: these do not clash with one another, and each has to be apart
from the other text's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final, Protocol

from wellfounded.claims.clash.frame import Frame
from wellfounded.claims.clash.kinds import KIND
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment
from wellfounded.terms.timespan import Reading

MOST_VALUES: Final = 300
"""Different values of one thing that are compared with one another; a group with more is one of no particular thing."""

_YEAR: Final = 366
_SHARED_WORDS: Final = 3
"""Words two sentences share besides a name in two spellings, by which they are of one thing."""

_Value = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two frames, of which at most one can hold, with every frame that has the same value as either."""

    a: tuple[Frame, ...]
    b: tuple[Frame, ...]


class Acquainted(Protocol):
    """What two texts have in common, by which initials in one can be the name in the other, and a centre the same centre."""

    def share_a_day(self, a: Digest, b: Digest) -> bool:
        """Whether both tell of one whole day; true of one text."""

    def share_a_holder(self, a: Digest, b: Digest, holder: frozenset[str]) -> bool:
        """Whether both speak of what has these words, beside one name."""


def clashes(frames: Iterable[Frame], acquainted: Acquainted) -> list[Clash]:
    """Give what clashes, each pair of values once, in the order of the frames given."""
    groups: dict[tuple[str, ...], list[Frame]] = defaultdict(list)
    for frame in frames:
        for key in _keys(frame):
            groups[key].append(frame)
    found: dict[frozenset[int], Clash] = {}
    for key, group in groups.items():
        for clash in _in_group(key[0], group, acquainted):
            places = frozenset(id(f) for f in (clash.a[0], clash.b[0]))
            found.setdefault(places, clash)
    return list(found.values())


def _keys(frame: Frame) -> Iterator[tuple[str, ...]]:
    """Give the groups a frame belongs to: by its kind, and by each word of a name, by the first letter where there are only initials."""
    if frame.sort == "number":
        if frame.speaker is not None:
            yield from (("said", c, w) for c in frame.counted for w in frame.speaker.words[-1:])
        if frame.bound or frame.names:
            yield from (("has", c) for c in frame.counted)
        return
    if frame.sort == "name":
        yield "name", "".join(sorted(frame.kind))
        return
    sort = "date" if frame.sort == "age" else frame.sort
    if frame.who is None:
        return
    if not frame.who.initials:
        yield from ((sort, frame.kind, word) for word in frame.who.words)
    yield sort, frame.kind, "", frame.who.letters[0]


def _in_group(sort: str, group: list[Frame], acquainted: Acquainted) -> Iterator[Clash]:
    values: dict[_Value, list[Frame]] = defaultdict(list)
    for frame in group:
        values[_value(frame)].append(frame)
    if len(values) > MOST_VALUES:
        return
    own: dict[Digest, list[Frame]] = defaultdict(list)
    for frame in group:
        if len(own[frame.spot.item]) < MOST_VALUES:
            own[frame.spot.item].append(frame)
    apart = _APART[sort]
    for one, two in combinations(values.values(), 2):
        if not apart(one[0], two[0]):
            continue
        a = [f for f in one if any(_of_one_thing(f, g, acquainted) for g in two[:8])]
        b = [f for f in two if any(_of_one_thing(f, g, acquainted) for g in one[:8])]
        a, b = ([f for f in side if not _agrees(f, other, own, sort)] for side, other in ((a, b), (b, a)))  # fmt: skip
        if a and b:
            yield Clash(tuple(a), tuple(b))


def _value(frame: Frame) -> _Value:
    who = frame.who.words if frame.who else ()
    return (
        frame.sort, frame.readings, frame.low, frame.high, frame.bound, who, frame.holder, frame.kind
    )  # fmt: skip


def _agrees(frame: Frame, others: list[Frame], own: dict[Digest, list[Frame]], sort: str) -> bool:
    """Whether a text that is on the other side has, elsewhere, what agrees with a frame: then it tells of several such things."""
    if sort == "order" or frame.sort == "age":
        return False
    apart = _APART[sort]
    if sort == "name":
        return any(o.kind == frame.kind for other in others for o in own[other.spot.item])
    return any(
        o.who is not None and frame.who is not None and o.who.may_be(frame.who) and not apart(frame, o)
        for other in others
        if other.spot.item != frame.spot.item
        for o in own[other.spot.item]
        if o.sort == frame.sort
    )  # fmt: skip


def _of_one_thing(a: Frame, b: Frame, acquainted: Acquainted) -> bool:
    """Whether two frames are of the same person, or said by the same one, and of the same thing as far as their names tell."""
    if a.spot.item == b.spot.item and a.spot.sentence == b.spot.sentence:
        return False
    if a.sort == "number":
        if a.bound or b.bound:
            items = a.spot.item, b.spot.item
            return acquainted.share_a_holder(*items, a.holder | b.holder)
        return a.speaker is not None and b.speaker is not None and a.speaker.may_be(b.speaker)
    if a.sort == "name":
        return len(a.names & b.names) >= _SHARED_WORDS
    if a.who is None or b.who is None or not a.who.may_be(b.who):
        return False
    if a.spot.item == b.spot.item and a.sort == b.sort == "date" and not KIND[a.kind].once:
        return False
    if a.names and b.names and a.names.isdisjoint(b.names):
        return False
    if a.who.initials or b.who.initials:
        return acquainted.share_a_day(a.spot.item, b.spot.item)
    return True


def _dates_apart(a: Frame, b: Frame) -> bool:
    if not a.readings or not b.readings:
        return False
    if not all(_days_apart(r, s) for r in a.readings for s in b.readings):
        return False
    if "age" in (a.sort, b.sort) or KIND[a.kind].once:
        return True
    return any(_one_event(r, s) for r in a.readings for s in b.readings)


def _days_apart(a: Reading, b: Reading) -> bool:
    """Whether no instant can be in both, whatever zones they are told in."""
    one, two = sorted((a, b), key=lambda r: r.first)
    if not one.last or not two.first:
        return False
    if "east-asian count" in (a.calendar, b.calendar):
        return one.last < two.first
    return Moment.parse(one.last).interval()[1] <= Moment.parse(two.first).interval()[0]


def _one_event(a: Reading, b: Reading) -> bool:
    """Whether two stretches of days can be meant of one event: not a year apart, or the same days of another year."""
    if not (a.first and a.last and b.first and b.last):
        return False
    one, two = sorted((a, b), key=lambda r: r.first)
    gap = date.fromisoformat(two.first) - date.fromisoformat(one.last)
    same = (a.first[4:], a.last[4:]) == (b.first[4:], b.last[4:]) and a.first[4:8] != "-01-"
    return gap.days <= _YEAR or same


def _orders_apart(a: Frame, b: Frame) -> bool:
    return a.low != b.low


def _said_apart(a: Frame, b: Frame) -> bool:
    """The same figure, once as the least and once as the most: `more than 4,000` and `up to 4,000` of one speaker."""
    return _joins(a, b) or _joins(b, a)


def _joins(a: Frame, b: Frame) -> bool:
    return a.low is not None and a.high is None and b.high is not None and not b.low and a.low == b.high + 1  # fmt: skip


def _has_apart(a: Frame, b: Frame) -> bool:
    """One side has so many and no more, the other speaks of more: `never more than one hall` and `the four halls`."""
    return _exceeds(a, b) or _exceeds(b, a)


def _exceeds(a: Frame, b: Frame) -> bool:
    return a.bound and bool(b.names) and a.high is not None and b.low is not None and b.low > a.high


def _spelled_apart(a: Frame, b: Frame) -> bool:
    """Two neighbouring letters changed places: what a hand does to a name, and no other name is likely to have."""
    one, two = a.kind, b.kind
    apart = [n for n, (s, t) in enumerate(zip(one, two, strict=True)) if s != t]
    return len(apart) == 2 and apart[1] == apart[0] + 1


_APART: Final[dict[str, Callable[[Frame, Frame], bool]]] = {
    "date": _dates_apart,
    "order": _orders_apart,
    "said": _said_apart,
    "has": _has_apart,
    "name": _spelled_apart,
}
