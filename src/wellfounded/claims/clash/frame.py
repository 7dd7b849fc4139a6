"""A frame: one particular of a text in a form that can be compared: of what, of whom, which days, how many, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.terms.digest import Digest
from wellfounded.terms.timespan import Reading

Sort = Literal["date", "age", "number", "order", "name"]
"""What clashes: days, ages (as days of birth), numbers, the order of two events, names."""

Interval = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a text names them: folded words of the name in order, one letter each where only initials stand there."""

    words: tuple[str, ...]
    shown: str

    @property
    def initials(self) -> bool:
        """Whether only initials are known: who it is has then to be shown by more than the name."""
        return all(len(word) == 1 for word in self.words)

    @property
    def letters(self) -> str:
        """Give the first letters of the names."""
        return "".join(word[0] for word in self.words)

    def may_be(self, other: Person) -> bool:
        """Whether both names can be of one person: one is part of the other, or its initials."""
        if self.initials or other.initials:
            short, long = sorted((self.letters, other.letters), key=len)
            return long.startswith(short)
        return set(self.words) <= set(other.words) or set(other.words) <= set(self.words)


def person(name: str) -> Person | None:
    """Give the person a name names, None for no name."""
    words = tuple(w for w in fold(name.replace(".", " ")).split() if w.isalpha())
    shown = " ".join(name.split())
    return (
        Person(words, shown.title() if shown.isupper() and len(shown) > 4 else shown)
        if words
        else None
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a frame stands: the item, the sentence, and the words that would differ; half-open code points of the item's text."""

    item: Digest
    sentence: tuple[int, int]
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """One particular. `kind` is the kind of event, what is counted, or two kinds in order; `who` whose it is, None where unclear.

    `readings` are days (of the event, or of birth for an age), `low` and `high` a number, both included, None where open.
    `bound` is true where the words rule out every other number (`never more than one hall`). `speaker` is who says it, where
    a statement does. `names` are folded words of the names beside it, `holder` words of what has what is counted. `why` are
    causes that would make a clash with it none, by their stable names (see `reasons`).
    """

    sort: Sort
    kind: str
    spot: Spot
    text: str
    who: Person | None = None
    readings: tuple[Reading, ...] = ()
    low: int | None = None
    high: int | None = None
    bound: bool = False
    speaker: Person | None = None
    counted: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    holder: frozenset[str] = frozenset()
    why: frozenset[str] = frozenset()
