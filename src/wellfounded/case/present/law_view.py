"""What the team's report says of the matter: its dates as of the day it is made, its elements, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wellfounded.case.folder import Case
from wellfounded.case.present.element import foreign, matrix_of
from wellfounded.case.present.exhibit import exhibits
from wellfounded.case.present.matter import matter_of
from wellfounded.catalogue import Catalogue
from wellfounded.law.deadline import NOT_ADVICE, amber, deadlines
from wellfounded.law.forums import calendar_of, forum
from wellfounded.law.matter import contradictions, missing
from wellfounded.law.telling import amber_words, due_words, heading, lines
from wellfounded.packet.exhibit import Exhibit
from wellfounded.report.model import Date, Filed, IssuedPart, Law
from wellfounded.terms.moment import utc


def law_of(case: Case, catalogue: Catalogue, made: int) -> Law | None:
    """Give the dates and elements of the matter; None where nobody named a forum. `made` is a clock, microseconds since 1970."""
    matter = matter_of(case, catalogue)
    if not matter.forum:
        return None
    rules, day = forum(matter.forum), date(*utc(made).fields[:3])
    found = [
        d for d in deadlines(rules, calendar_of(rules), matter, day) if d.standing != "no-trigger"
    ]
    return Law(
        forum=rules.name,
        as_of=day,
        not_advice=NOT_ADVICE,
        dates=tuple(Date(due_words(d), heading(d), tuple(lines(d))) for d in found),
        amber=amber_words(amber(rules, found, day), rules, day),
        contradictions=tuple(contradictions(matter, rules)),
        missing=tuple(missing(matter, rules)),
        rows=tuple(matrix_of(case, catalogue)),
        foreign=tuple(foreign(catalogue, rules.language)) if rules.language else (),
        exhibits=tuple(_filed(one) for one in exhibits(case, catalogue, made)),
        packets=tuple(_issued(catalogue)),
    )


def _issued(catalogue: Catalogue) -> Iterator[IssuedPart]:
    """Give the parts of packets the log holds, each once, as it was issued last."""
    lines = {line.items[0]: line for line in catalogue.entries("custody", types=("issued",))}
    for digest, line in lines.items():
        day = utc(line.clock // 1_000_000 * 1_000_000).local.replace("T", " ")
        yield IssuedPart(f"{day} UTC", line.actor, digest, int(line.body["size"]))


def _filed(one: Exhibit) -> Filed:
    standings = ((one.standing(c), c.what) for c in one.concerns)
    still = tuple(f"{standing}: {what}" for standing, what in standings if standing != "filed")
    return Filed(one.tab, one.words.get("title") or one.name, one.item, still)
