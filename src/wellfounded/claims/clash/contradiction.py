"""A contradiction as pages and commands draw it: two sides with their places, and what would make it none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from wellfounded.claims.claim import Place
from wellfounded.claims.clash.frame import Frame, Sort
from wellfounded.claims.clash.kinds import KIND
from wellfounded.terms.digest import Digest

_FEW_DAYS: Final = 4

Verdict = Literal["set-aside", "confirm"]

SORTS: Final[dict[Sort, str]] = {
    "date": "dates",
    "age": "ages",
    "number": "numbers",
    "order": "the order of events",
    "name": "names",
}
VERDICTS: Final[dict[Verdict, str]] = {"set-aside": "set aside", "confirm": "confirmed"}
WHY: Final = {
    "zone": "the two times are told in different zones",
    "again": "it happened more than once",
    "published": "a date counts from another day of publication",
    "calendar": "a date is meant in another calendar, or by another reckoning of the moon",
    "age": "an age is counted otherwise (by birthdays, or one at birth and a year older at New Year), or was said of another day",
    "machine": "a machine misread the words: they were recognised or heard, not typed",
    "translation": "a translation changed it: look at the words in the first language",
    "counted": "the two count different things, places or times",
    "person": "the two speak of different people",
    "order": "one of the two tells it loosely",
    "spelling": "it is one name in two spellings; who shares a rare wrong one may have read the other",
    "edition": "one copy followed a corrected edition: ask who published each",
}
"""What would make a contradiction none, by its stable name."""


@dataclass(frozen=True, slots=True)
class Told:
    """One place of a side: the item, the words that differ at their exact place, and the sentence they stand in (`at`, half-open).

    `who` says it and `stance` how, where a statement does; else the text itself tells it. `copied` is true where an earlier place
    of the side has the same origin: the two count once.
    """

    item: Digest
    name: str
    place: Place
    sentence: str
    at: tuple[int, int]
    who: str = ""
    stance: str = ""
    language: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a contradiction. `because` is for the team."""

    verdict: Verdict
    by: str
    clock: int
    entry: int
    because: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values of one thing of which at most one can hold.

    `what` says of what. Each side holds every place with its value, the first of each origin before its copies. `copies` is true
    where all places are copies of one text: then it is a variant of that text, not two sources that contradict. `none_if` are
    sentences that say what would make it none.
    """

    number: int
    sort: Sort
    what: str
    a: tuple[Told, ...]
    b: tuple[Told, ...]
    copies: bool
    none_if: tuple[str, ...]
    decided: Decided | None = None


def what(a: Frame, b: Frame) -> str:
    """Say of what two frames are."""
    if a.sort == "order" and a.kind:
        one, two = a.kind.split("|")
        return f"whether {KIND[one].shown} or {KIND[two].shown} came first{_of(a, b)}"
    if "age" in (a.sort, b.sort):
        return f"the age{_of(a, b)}"
    if a.sort == "date":
        return f"the day of the {KIND[a.kind].shown}{_of(a, b)}" if a.kind in KIND else "the date"
    if a.sort == "number":
        return "the number"
    return "the spelling of a name" if a.sort == "name" else "the order of two events"


def _of(a: Frame, b: Frame) -> str:
    names = [f.who for f in (a, b) if f.who is not None]
    return f" of {max(names, key=lambda n: len(n.shown)).shown}" if names else ""


def _near(a: Frame, b: Frame) -> bool:
    """Whether the days are so near to each other that a wrong zone could part them."""
    days = [
        date.fromisoformat(d) for f in (a, b) for r in f.readings for d in (r.first, r.last) if d
    ]
    return bool(days) and (max(days) - min(days)).days <= _FEW_DAYS


def why_none(a: Frame, b: Frame, *, copies: bool, translated: bool) -> tuple[str, ...]:
    """Say what would make a contradiction none, what applies to these two first."""
    names = sorted(a.why | b.why)
    names += ["translation"] if translated else []
    if "age" in (a.sort, b.sort):
        names.append("age")
    elif a.sort == "date":
        names += (["zone"] if _near(a, b) else []) + (
            ["again"] if a.kind in KIND and not KIND[a.kind].once else []
        )
    elif a.sort == "number":
        names.append("counted")
    elif a.sort == "order":
        names.append("order")
    else:
        names.append("spelling")
    if a.who is not None and not copies and a.sort != "name":
        names.append("person")
    names += ["edition"] if copies else []
    return tuple(WHY[name] for name in dict.fromkeys(names))
