"""The matter of a case: facts set by people, one decision after the other in the work log, as private values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue
from wellfounded.law import matter as facts
from wellfounded.law.forums import forum
from wellfounded.law.matter import Matter
from wellfounded.ledger import Entry, check_handle
from wellfounded.terms.errors import Mistaken

TYPE = "matter"


def decide(case: Case, decision: Mapping[str, Any], *, actor: str) -> Entry:
    """Write what a person states about the matter; the entry holds the names of the facts, and commitments to their values.

    Raises Mistaken `unknown-forum`, `handle-form`, or `nothing-set`; and whatever the matter's own form refuses.
    """
    if not decision:
        raise Mistaken(
            "nothing-set", "no fact was given", next="for example --forum us-eoir --detained"
        )
    if decision.get("forum"):
        forum(str(decision["forum"]))
    for handle in decision.get("parties") or ():
        check_handle(handle)
    facts.from_decisions([decision])
    body = {"names": sorted(decision)}
    return record(case, actor, Event(TYPE, (), body, dict(decision)), "work")


def decisions(case: Case, catalogue: Catalogue) -> list[Mapping[str, Any]]:
    """Give what people stated, oldest first. A value whose private part is gone is missing from it."""
    lines = catalogue.entries("work", types=(TYPE,))
    return [case.reveal("work", case.work.entry(line.index)) for line in lines]


def matter_of(case: Case, catalogue: Catalogue) -> Matter:
    """Give the matter as it holds now; empty facts where nobody stated any."""
    return facts.from_decisions(decisions(case, catalogue))
