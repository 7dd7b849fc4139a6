"""The timeline of a case: what has a time, by the first instant it can be; what has none yet stands at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from wellfounded.case.corroborate.citing import Paper
from wellfounded.case.understand.resting import published_on
from wellfounded.catalogue import Catalogue
from wellfounded.claims.told import ToldTime, stretch, told_times
from wellfounded.report.sorting import Sorted
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment, utc
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import Deadline

Kind = Literal["item", "statement", "deadline", "decision"]
KINDS: Final[tuple[Kind, ...]] = ("item", "statement", "deadline", "decision")
_FOREVER: Final = 2**62
_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that has a time.

    `start` and `end` are the instants it can be, half-open, microseconds since 1970; both None where it has none yet (a deadline
    until a person states what starts it, a relative date without a day of publication), one None where that side is open. `shown`
    is the time as people read it and `zone` its zone, `no zone` where nobody wrote one. `what` says what has this time, `who` says
    so, `stance` is that of a statement. Of a decision `item` is the first item it is about, and empty where it is about none.
    """

    kind: Kind
    start: int | None
    end: int | None
    shown: str
    zone: str
    what: str
    who: str = ""
    stance: str = ""
    words: str = ""
    item: str = ""
    name: str = ""
    place: str = ""
    rule: str = ""

    @property
    def dated(self) -> bool:
        """Whether it has a time."""
        return self.start is not None or self.end is not None


def timeline(
    catalogue: Catalogue, item: Digest | None = None, kinds: Sequence[Kind] = KINDS
) -> Iterator[Line]:
    """Give the lines of a case, or of one item, in order; memory stays flat. What has no time comes last, in order of items."""
    with Sorted() as pile:
        for line in _lines(catalogue, item, kinds):
            pile.add(_key(line), list(asdict(line).values()))
        yield from (Line(*record) for record in pile)


def _key(line: Line) -> tuple[int, int]:
    """Give what a line is sorted by: the first instant, of what is open to the past the last, of what has no time the end of all."""
    known = [instant for instant in (line.start, line.end) if instant is not None]
    return (known[0], known[-1]) if known else (_FOREVER, _FOREVER)


def _lines(catalogue: Catalogue, item: Digest | None, kinds: Sequence[Kind]) -> Iterator[Line]:
    items = [item] if item is not None else (s.digest for s in catalogue.items())
    if "item" in kinds:
        yield from _of_items(catalogue, item)
    for digest in items:
        name = catalogue.summary(digest).name
        yield from _in_text(catalogue, digest, name, kinds)
    if "decision" in kinds:
        yield from _decisions(catalogue, item)


def _in_text(
    catalogue: Catalogue, item: Digest, name: str, kinds: Sequence[Kind]
) -> Iterator[Line]:
    told = list(catalogue.statements(item)) if "statement" in kinds else []
    due = list(catalogue.deadlines(item)) if "deadline" in kinds else []
    if not told and not due:
        return
    paper, day = Paper(catalogue, item), published_on(catalogue, item)
    for one in told:
        yield from (_told(t, paper, name) for t in told_times(one, day))
    yield from (_deadline(d, paper, name) for d in due)


def _of_items(catalogue: Catalogue, item: Digest | None) -> Iterator[Line]:
    for one in catalogue.timeline(item):
        who = f"stated by {one.stated_by}" if one.stated_by else "the file's own word"
        yield Line(
            "item", one.start, one.finish, one.moment.local.replace("T", " "), one.moment.zone, one.label, who,
            words=_short(one.moment.written or one.text), item=str(one.item), name=one.name, place=one.locus.describe(),
        )  # fmt: skip


def _told(told: ToldTime, paper: Paper, name: str) -> Line:
    when, one = told.when, told.statement
    instants = stretch(when)
    return Line(
        "statement",
        instants.start if instants else None,
        instants.end if instants else None,
        when.shown,
        "no zone",
        "said then" if told.told == "said" else "said to have been then",
        one.speaker or _joined(one, "source") or "nobody is named",
        one.stance,
        _short(_joined(one, "content")),
        str(paper.item),
        name,
        paper.place(when.start, when.end).locus.describe(),
        f"{when.text!r}: {when.rule}",
    )


def _deadline(one: Deadline, paper: Paper, name: str) -> Line:
    limit = "at least" if one.limit == "at-least" else "at most"
    many = "" if one.amount == 1 else "s"
    since = f"from the {one.trigger}" if one.trigger else "from an event it does not name"
    return Line(
        "deadline", None, None, f"{limit} {one.amount} {one.unit}{many} {since}", "", one.act or "deadline",
        one.who or "somebody", words=_short(one.text), item=str(paper.item), name=name,
        place=paper.place(one.start, one.end).locus.describe(),
        rule={"unsaid": "calendar or business days is unsaid"}.get(one.counting, f"{one.counting} days"),
    )  # fmt: skip


def _decisions(catalogue: Catalogue, item: Digest | None) -> Iterator[Line]:
    """Give the decisions of the work log, at the time of the computer that wrote them down."""
    for one in catalogue.decided():
        if item is None or item in (one.a, one.b):
            yield _decision(one.clock, one.kind, one.said, one.actor, one.a, catalogue)


def _decision(
    clock: int, kind: str, said: str, actor: str, item: Digest, catalogue: Catalogue
) -> Line:
    moment: Moment = utc(clock // 1_000_000 * 1_000_000)
    what = f"decided: {kind} {said}".rstrip()
    return Line(
        "decision", clock, clock + 1, moment.local.replace("T", " "), moment.zone, what, actor,
        item=str(item), name=catalogue.summary(item).name,
    )  # fmt: skip


def _joined(one: Statement, part: str) -> str:
    return " ... ".join(" ".join(span.text.split()) for span in getattr(one, part))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WORDS else flat[:_WORDS] + " ..."


def fields(line: Line) -> dict[str, Any]:
    """Give a line as the fields of a JSON record."""
    return asdict(line)
