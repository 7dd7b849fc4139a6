"""Dates, ages and deadlines as a text gives them: what they can mean, under each reading of their words, with anchor and rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BOUNDS = ("", "from", "until", "about")


@dataclass(frozen=True, slots=True)
class Reading:
    """The days one reading of the words can mean: from the first to the last, both included, as ISO 8601 dates.

    `first` or `last` is empty where the words leave that side open (`since 2018`). `calendar` is gregorian, minguo, hijri,
    solar-hijri or chinese (of a day of birth: `east-asian count`); days of a calendar that follows the moon are given with the days it may be off by.
    """

    first: str
    last: str
    calendar: str = "gregorian"

    def to_json(self) -> dict[str, Any]:
        """Give the record of this reading."""
        return {"first": self.first, "last": self.last, "calendar": self.calendar}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Words that say when: where they stand, what they can mean, and by which rule.

    Spans are half-open, in code points. `readings` is empty where the words need an anchor that nobody gave. `anchor` is the
    day they count from (ISO 8601) and `anchored` what that day is (`published`, `text`), both empty where they need none.
    """

    start: int
    end: int
    text: str
    rule: str
    readings: tuple[Reading, ...] = ()
    anchor: str = ""
    anchored: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the record of this date."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "rule": self.rule,
            "readings": [reading.to_json() for reading in self.readings],
            "anchor": self.anchor,
            "anchored": self.anchored,
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> TimeSpan:
        """Read a record of a date."""
        readings = tuple(
            Reading(str(r["first"]), str(r["last"]), str(r["calendar"])) for r in record["readings"]
        )
        return cls(
            int(record["start"]), int(record["end"]), str(record["text"]), str(record["rule"]),
            readings, str(record["anchor"]), str(record["anchored"]),
        )  # fmt: skip

    @property
    def shown(self) -> str:
        """The days as a person reads them: `2018-01-01 to 2018-12-31`, or what is missing."""
        if not self.readings:
            return "needs a date of publication"
        return " or ".join(_shown(reading) for reading in self.readings)


def _shown(reading: Reading) -> str:
    if reading.first == reading.last:
        return reading.first
    if not reading.first:
        return f"until {reading.last}"
    return f"from {reading.first}" if not reading.last else f"{reading.first} to {reading.last}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time somebody has to do something: what starts it, how long it is, and how its days are counted.

    It is no date: it becomes one when a person states the day of the trigger and the rule that applies. `trigger` is empty
    where the sentence names none. `counting` is calendar, business or unsaid; `limit` is at-most (has 30 days to) or at-least
    (not before 30 days). `who` and `act` are the words of who has to do what, empty where the sentence does not show them.
    """

    start: int
    end: int
    text: str
    amount: int
    unit: str
    counting: str = "unsaid"
    limit: str = "at-most"
    trigger: str = ""
    who: str = ""
    act: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the record of this deadline."""
        return {
            "type": "deadline",
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "duration": {"amount": self.amount, "unit": self.unit},
            "counting": self.counting,
            "limit": self.limit,
            "trigger": self.trigger,
            "who": self.who,
            "act": self.act,
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Deadline:
        """Read a record of a deadline."""
        duration = record["duration"]
        words = {n: str(record[n]) for n in ("counting", "limit", "trigger", "who", "act")}
        return cls(
            int(record["start"]), int(record["end"]), str(record["text"]),
            int(duration["amount"]), str(duration["unit"]), **words,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Age:
    """How old a text says somebody is: no date, but a day of birth follows from it once somebody knows the day it was said of.

    `count` is birthday, east-asian (one at birth, a year older at New Year) or unsaid: then both can be meant. The place is that
    of the number, half-open, in code points.
    """

    start: int
    end: int
    text: str
    years: int
    count: str = "unsaid"

    def to_json(self) -> dict[str, Any]:
        """Give the record of this age."""
        return {
            "type": "age",
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "years": self.years,
            "count": self.count,
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Age:
        """Read a record of an age."""
        place = int(record["start"]), int(record["end"])
        return cls(*place, str(record["text"]), int(record["years"]), str(record["count"]))
