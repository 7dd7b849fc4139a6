"""Where in a passage its times stand, and which positions are written in it, each with its exact
characters.

The times are those the reading found (`Passage.when`); here they are only looked up in the words.
Positions are numbers of latitude and longitude with at least four decimals, or degrees, minutes and
seconds. Place names are not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import Passage

_DEGREE_M: Final = 111_320
_DECIMAL = re.compile(
    r"(?<![\d.])(?P<lat>[-+]?\d{1,2}\.(?P<decimals>\d{4,8}))°?\s?(?P<ns>[NS])?[,;\s]\s?"
    r"(?P<lon>[-+]?\d{1,3}\.\d{4,8})°?\s?(?P<ew>[EW])?(?![\d.])"
)
_SEXAGESIMAL = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})°\s?(?P<m>\d{1,2})['′]\s?(?P<s>\d{1,2}(?:\.\d{1,3})?)[\"″]\s?(?P<ns>[NS])"
    r"[,;\s]{0,2}(?P<d2>\d{1,3})°\s?(?P<m2>\d{1,2})['′]\s?(?P<s2>\d{1,2}(?:\.\d{1,3})?)[\"″]\s?(?P<ew>[EW])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A time or a position in a passage. `chars` is half-open, in code points of its text.

    `chars` is None for a time that was given with the passage and not in its words, as a chat gives
    the time of a message. `moments` are the possible readings of one date: one, or two where day
    and month cannot be told apart.
    """

    chars: tuple[int, int] | None
    written: str
    moments: tuple[Moment, ...] = ()
    place: Place | None = None


def times_of(passage: Passage) -> list[Found]:
    """Give the times of a passage, those in its words with their characters, in the order found."""
    found: list[Found] = []
    at = 0
    for moments in _readings(passage.when):
        written = moments[0].written
        start = passage.text.find(written, at) if written and passage.source != "message" else -1
        if start < 0:
            found += [Found(None, written, (moment,)) for moment in moments]
        else:
            at = start + len(written)
            found.append(Found((start, at), written, moments))
    return found


def _readings(when: tuple[Moment, ...]) -> Iterator[tuple[Moment, ...]]:
    """Give two different moments of the same words together: they are two readings of one date."""
    n = 0
    while n < len(when):
        both = when[n : n + 2]
        two = len(both) == 2 and both[0].written == both[1].written != "" and both[0] != both[1]
        yield both if two else both[:1]
        n += 2 if two else 1


def positions_in(text: str) -> list[Found]:
    """Give the positions written in a text, in order of place."""
    every = [*_placed(_DECIMAL, text, _decimal), *_placed(_SEXAGESIMAL, text, _sexagesimal)]
    return sorted(every, key=lambda found: found.chars or (0, 0))


def _placed(
    pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Place]
) -> Iterator[Found]:
    for match in pattern.finditer(text):
        try:
            yield Found(match.span(), match.group(), place=read(match))
        except Mistaken:  # not on the Earth
            continue


def _decimal(match: re.Match[str]) -> Place:
    south, west = (match["ns"] or "") == "S", (match["ew"] or "") == "W"
    lat, lon = (round(float(match[name]) * 10_000_000) for name in ("lat", "lon"))
    radius = max(1, round(_DEGREE_M / 10 ** len(match["decimals"])))
    return Place(-lat if south else lat, -lon if west else lon, radius)


def _sexagesimal(match: re.Match[str]) -> Place:
    lat, lon = (
        round((int(match[d]) + int(match[m]) / 60 + float(match[s]) / 3600) * 10_000_000)
        for d, m, s in (("d", "m", "s"), ("d2", "m2", "s2"))
    )
    return Place(-lat if match["ns"] == "S" else lat, -lon if match["ew"] == "W" else lon, 31)
