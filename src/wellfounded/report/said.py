"""Who says what, as rows of a page: each statement with its exact place, and each deadline. For the team: a machine read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wellfounded.report import wording
from wellfounded.report.model import ItemView
from wellfounded.report.shown import initials
from wellfounded.terms.locus import Locus
from wellfounded.terms.statement import Span, Statement
from wellfounded.terms.timespan import Deadline

_UNITS = {
    "unsaid": "calendar or business days is unsaid",
    "calendar": "calendar days",
    "business": "business days",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One row: who says what, with the words that show it; or, with `deadline` set, a time somebody has.

    `label` is how the item is called, `href` the exact place in this report, `place` the place in words.
    """

    label: str
    href: str
    place: str
    who: str
    full: str
    content: str
    cue: str
    stance: str
    marks: tuple[str, ...]
    chain: tuple[str, ...]
    said: str
    again: int
    language: str
    deadline: str = ""


def rows(item: ItemView, label: str, page: str, places: dict[Locus, str]) -> Iterator[Said]:
    """Give the rows of an item; `places` leads from a passage to its place in the report, `page` is the item's page."""
    for one in item.statements:
        href = places.get(one.locus, page) if one.locus is not None else page
        yield _statement(one, label, href)
    for deadline in item.deadlines:
        yield _deadline(deadline, label, page)


def _statement(one: Statement, label: str, href: str) -> Said:
    who, spans = _words(one.source), (*one.source, *one.cue, *one.content)
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    page = f"{wording.place(one.locus)}, " if one.locus is not None and one.locus.page else ""
    marks = (one.modality, "negated" if one.negation else "", one.speech + " speech")
    return Said(
        label=label,
        href=href,
        place=f"{page}characters {first}-{last}",
        who=who,
        full=one.speaker if one.speaker != who else "",
        content=_words(one.content),
        cue=_words(one.cue),
        stance=one.stance,
        marks=tuple(mark for mark in marks if mark),
        chain=tuple(f"{link.who} ({link.role})" for link in one.chain)
        if len(one.chain) > 1
        else (),
        said="" if one.date is None else f"{one.date.shown} (“{one.date.text}”: {one.date.rule})",
        again=len(one.also),
        language=one.language,
    )


def _deadline(one: Deadline, label: str, href: str) -> Said:
    limit = "at least" if one.limit == "at-least" else "at most"
    since = f"from the {one.trigger}" if one.trigger else "from an event the sentence does not name"
    many = "" if one.amount == 1 else "s"
    shown = f"{limit} {one.amount} {one.unit}{many} {since}; {_UNITS[one.counting]}"
    place = f"characters {one.start}-{one.end}"
    return Said(
        label, href, place, one.who or "somebody", "", one.act, one.text, "deadline", (), (), "", 0, "", shown
    )  # fmt: skip


def _words(spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(span.text.split()) for span in spans)


def with_initials(statement: Statement) -> Statement:
    """Give a statement of a minor's item with the sender of its message as initials."""
    chain = tuple(
        replace(link, who=initials(link.who)) if not link.place.text else link
        for link in statement.chain
    )
    return replace(statement, chain=chain)
