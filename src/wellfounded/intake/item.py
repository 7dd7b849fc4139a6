"""An item: one digest, the receipts that brought it, and how it must be handled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, TypeVar

from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import EARLIEST_OFFSET_MIN, LATEST_OFFSET_MIN, Moment

_MINUTE_US: Final = 60_000_000
_Rank = TypeVar("_Rank", "Handling", "Consent")


class Handling(Enum):
    """Who may see an item, from the most open to the most closed."""

    OPEN = "open"
    PRIVATE = "private"
    PRIVILEGED = "privileged"

    @classmethod
    def parse(cls, text: str) -> Handling:
        """Read one of the three words; anything else raises Mistaken `handling-form`."""
        return _parse(cls, text, "handling")


class Consent(Enum):
    """How far the person concerned lets an item go, from nowhere to everywhere."""

    NONE = "none"
    TEAM = "team"
    COURT = "court"
    PUBLIC = "public"

    @classmethod
    def parse(cls, text: str) -> Consent:
        """Read one of the four words; anything else raises Mistaken `consent-form`."""
        return _parse(cls, text, "consent")


@dataclass(frozen=True, slots=True)
class Terms:
    """How one item must be handled. `consent` is None where nobody stated any, which is not the
    same as `none`.
    """

    handling: Handling = Handling.OPEN
    consent: Consent | None = None
    consent_until: Moment | None = None
    minor: bool = False
    graphic: bool = False

    def merged(self, other: Terms) -> Terms:
        """Give what holds when the same bytes came in under both: of every term the one that
        protects more.

        Associative and commutative, apart from which of two equally early ends is kept. Unstated
        consent yields to stated.
        """
        return Terms(
            _later(Handling, self.handling, other.handling),
            _narrower(self.consent, other.consent),
            _earlier(self.consent_until, other.consent_until),
            self.minor or other.minor,
            self.graphic or other.graphic,
        )

    def changed(self, changes: dict[str, Any]) -> Terms:
        """Give the terms after a `handling` entry: the fields it names replace ours, null takes
        consent back to unstated.
        """
        stated = Terms.from_json(changes)
        names = [name for name in Terms.__slots__ if name in changes]
        return replace(self, **{name: getattr(stated, name) for name in names})

    def consent_at(self, instant: int) -> Consent | None:
        """Give the consent that holds at `instant` (microseconds since 1970); past its end it
        is NONE.

        Where the end has no zone, or several, consent ends at the earliest instant it can mean.
        """
        if self.consent is None or self.consent_until is None:
            return self.consent
        return self.consent if instant < _earliest_end(self.consent_until) else Consent.NONE

    def to_json(self) -> dict[str, Any]:
        """Give the fields of a `received` entry; what is unset is left out."""
        record: dict[str, Any] = {"handling": self.handling.value}
        if self.consent is not None:
            record["consent"] = self.consent.value
        if self.consent_until is not None:
            record["consent_until"] = self.consent_until.to_json()
        if self.minor:
            record["minor"] = True
        if self.graphic:
            record["graphic"] = True
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Terms:
        """Read the fields of a `received` or `handling` entry; others are ignored."""
        consent, until = record.get("consent"), record.get("consent_until")
        return cls(
            Handling.parse(record.get("handling", "open")),
            None if consent is None else Consent.parse(consent),
            None if until is None else Moment.from_json(until),
            bool(record.get("minor", False)),
            bool(record.get("graphic", False)),
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One digest, the indices of its `received` entries in the custody log, oldest first, and
    its terms.
    """

    digest: Digest
    receipts: tuple[int, ...] = ()
    terms: Terms = Terms()

    def received(self, index: int, terms: Terms) -> Item:
        """Give the item after one more receipt of the same bytes."""
        merged = self.terms.merged(terms) if self.receipts else terms
        return Item(self.digest, (*self.receipts, index), merged)


def _parse(kind: type[_Rank], text: str, name: str) -> _Rank:
    word = text.strip().lower()
    for member in kind:
        if member.value == word:
            return member
    words = ", ".join(member.value for member in kind)
    raise Mistaken(f"{name}-form", f"not a {name}: {text[:40]!r}", next=f"write one of {words}")


def _later(kind: type[_Rank], one: _Rank, two: _Rank) -> _Rank:
    ranks = list(kind)
    return max(one, two, key=ranks.index)


def _narrower(one: Consent | None, two: Consent | None) -> Consent | None:
    if one is None or two is None:
        return one if two is None else two
    ranks = list(Consent)
    return min(one, two, key=ranks.index)


def _earlier(one: Moment | None, two: Moment | None) -> Moment | None:
    if one is None or two is None:
        return one if two is None else two
    return min(one, two, key=_earliest_end)


def _earliest_end(until: Moment) -> int:
    offsets = until.offsets or (EARLIEST_OFFSET_MIN, LATEST_OFFSET_MIN)
    return until.interval()[1] - (max(offsets) - min(offsets)) * _MINUTE_US
