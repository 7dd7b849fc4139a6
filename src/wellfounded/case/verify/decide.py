"""What people judge about an item: a category, on which grounds. A second reviewer decides before seeing the first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue, Decided
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

_CATEGORY = re.compile(r"[a-z0-9][a-z0-9 -]{0,39}", re.ASCII)
_VERDICTS = frozenset({"authentic", "genuine", "original", "verified", "proven", "credible"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The decisions about an item that a person may see, and how many stand behind them unseen."""

    seen: tuple[Decided, ...]
    hidden: int


def decide(
    case: Case,
    catalogue: Catalogue,
    item: Digest,
    *,
    category: str,
    because: str,
    dissent: str = "",
    actor: str,
) -> Entry:
    """Write a decision about an item in the work log; a person's later one takes the place of the earlier.

    Raises Mistaken `category-form`, `category-verdict` for a word that claims more than anybody can see, `no-reason`,
    `no-dissent` where there is no decision by somebody else, or not one this person has seen.
    """
    if _CATEGORY.fullmatch(category) is None:
        raise Mistaken(
            "category-form",
            "a category is up to 40 of a-z, 0-9, blank and hyphen",
            where=category[:60],
        )
    if _VERDICTS & set(category.split(" ")):
        raise Mistaken(
            "category-verdict",
            "say what was seen, not what it is worth",
            where=category,
            next="for example --as earlier-footage, --as place-matches, --as not-this-place",
        )
    if not because.strip():
        raise Mistaken("no-reason", "a decision needs a reason", next='--because "..."')
    if dissent and not any(d.actor != actor for d in judged(catalogue, item, actor).seen):
        raise Mistaken(
            "no-dissent",
            "there is no decision of somebody else that you have seen",
            next="decide first; then the others are shown, and you can dissent",
        )
    private = {"because": because} | ({"dissent": dissent} if dissent else {})
    body = {"kind": "category", "as": category}
    return record(case, actor, Event("decided", (item,), body, private), "work")


def judged(catalogue: Catalogue, item: Digest, actor: str) -> Judged:
    """Give the newest decision of each person about an item: all of them once `actor` has decided, else only their number."""
    newest: dict[str, Decided] = {}
    for one in catalogue.decided("category"):
        if one.a == item:
            newest[one.actor] = one
    if actor in newest:
        return Judged(tuple(sorted(newest.values(), key=lambda d: d.index)), 0)
    return Judged((), len(newest))
