"""The exhibits of a case: put in order, described and decided about by people, each time an entry of the work log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wellfounded.case.batch import Batch, Event, record
from wellfounded.case.folder import Case
from wellfounded.case.present.element import pages_of
from wellfounded.catalogue import Catalogue
from wellfounded.ledger import Entry, clock_us
from wellfounded.packet.concern import Read, concerns
from wellfounded.packet.exhibit import WORDS, Decided, Exhibit, tab
from wellfounded.packet.sheet import Line
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

TYPE = "exhibit"
ORDER = "exhibit-order"
VERDICTS = ("file", "hold")
_LISTED = {"listed": True}
_UNLISTED = {"listed": False}
"""In the body and not private: a withdrawn item then still stands in the list, and says so."""


def exhibits(case: Case, catalogue: Catalogue, now: int | None = None) -> list[Exhibit]:
    """Give the exhibits in order, each with its tab, what speaks against filing it, and what was decided.

    `now` is the clock by which consent may have ended, microseconds since 1970; else this computer's.
    """
    clock = clock_us() if now is None else now
    people = tuple(catalogue.people().values())
    held = _held(case, catalogue)
    return [
        _exhibit(catalogue, item, tab(n), told, people, clock)
        for n, (item, told) in enumerate(held.items())
    ]


def describe(
    case: Case, catalogue: Catalogue, item: Digest, words: Mapping[str, str], *, actor: str
) -> Entry:
    """Put an item in the list, or change what is written about it; the words are private values. Raises Mistaken `unknown-item`."""
    catalogue.item(item)
    told = {name: words[name] for name in WORDS if words.get(name)}
    return record(case, actor, Event(TYPE, (item,), _LISTED, told), "work")


def excerpt(
    case: Case, catalogue: Catalogue, item: Digest, pages: Sequence[int], *, actor: str
) -> Entry:
    """Write which pages of an exhibit are filed; none: all of them. Raises Mistaken `no-exhibit`, `no-such-page`."""
    _require(case, catalogue, item)
    has = pages_of(catalogue, item)
    if pages and has is not None and pages[-1] > has:
        raise Mistaken("no-such-page", f"it has {has} pages", where=f"page {pages[-1]}")
    return record(case, actor, Event(TYPE, (item,), _LISTED, {"excerpt": list(pages)}), "work")


def remove(case: Case, catalogue: Catalogue, item: Digest, *, actor: str) -> Entry:
    """Take an item out of the list; the log keeps that it was in. Raises Mistaken `no-exhibit`."""
    _require(case, catalogue, item)
    return record(case, actor, Event(TYPE, (item,), _UNLISTED), "work")


def order(case: Case, catalogue: Catalogue, items: Sequence[Digest], *, actor: str) -> Entry:
    """Put these exhibits first, in this order; the others follow as they stood. Raises Mistaken `no-exhibit`, `exhibit-twice`."""
    for item in items:
        _require(case, catalogue, item)
    if len(set(items)) != len(items):
        raise Mistaken("exhibit-twice", "an exhibit is named twice")
    body = {"first": [str(item) for item in items]}
    return record(case, actor, Event(ORDER, (), private=body), "work")


def decide(
    case: Case,
    catalogue: Catalogue,
    item: Digest,
    kind: str,
    verdict: str,
    *,
    actor: str,
    because: str = "",
    now: int | None = None,
) -> Entry:
    """Write what a person decided about a concern; it holds for what was found, and lapses when something else is found.

    Raises Mistaken `no-exhibit`, `no-concern`, `verdict`, or `exhibit-refused` for what no decision lifts.
    """
    if verdict not in VERDICTS:
        raise Mistaken("verdict", f"no such decision: {verdict[:40]!r}", next="file or hold")
    one = next((e for e in exhibits(case, catalogue, now) if e.item == item), None)
    if one is None:
        raise _no_exhibit(item)
    concern = next((c for c in one.concerns if c.kind == kind), None)
    if concern is None:
        known = ", ".join(c.kind for c in one.concerns) or "none"
        raise Mistaken("no-concern", f"exhibit {one.tab} has no {kind[:40]!r}", next=f"it has: {known}")  # fmt: skip
    if concern.refused:
        raise Mistaken(
            "exhibit-refused",
            f"exhibit {one.tab} cannot be filed: {concern.what}",
            where=one.name,
            next="take it out: wellfounded exhibit remove; or, where that is right, ask the giver and wellfounded amend",
        )
    told: dict[str, Any] = {"concern": kind, "verdict": verdict, "mark": concern.mark}
    if because:
        told["because"] = because
    return record(case, actor, Event(TYPE, (item,), private=told), "work")


def read_sheet(
    case: Case, catalogue: Catalogue, lines: Sequence[Line], *, actor: str
) -> list[Entry]:
    """Take a sheet over in one commit: only what differs is written. Raises Mistaken `unknown-item`; then nothing is."""
    held = _held(case, catalogue)
    for line in lines:
        catalogue.item(line.item)
    with Batch(case, actor, "work") as batch:
        for line in lines:
            now = held.get(line.item)
            if now is None or any(line.words[n] != now.get(n, "") for n in WORDS):
                batch.add(Event(TYPE, (line.item,), _LISTED, line.words))
        wanted = [line.item for line in lines]
        for item in held:
            if item not in wanted:
                batch.add(Event(TYPE, (item,), _UNLISTED))
        if [item for item in held if item in wanted] != wanted:
            batch.add(Event(ORDER, (), private={"first": [str(item) for item in wanted]}))
        return batch.commit()


def _held(case: Case, catalogue: Catalogue) -> dict[Digest, dict[str, Any]]:
    """Give what the log says of each listed item, in the order of the list."""
    held: dict[Digest, dict[str, Any]] = {}
    for line in catalogue.entries("work", types=(TYPE, ORDER)):
        told = case.reveal("work", case.work.entry(line.index))
        if line.type == ORDER:
            first = [d for d in map(Digest.parse, told.get("first", ())) if d in held]
            held = {d: held[d] for d in dict.fromkeys((*first, *held))}
            continue
        (item,) = line.items
        if line.body.get("listed") is False:
            held.pop(item, None)
        elif line.body.get("listed"):
            held.setdefault(item, {}).update({n: told[n] for n in (*WORDS, "excerpt") if n in told})
        elif "concern" in told and item in held:
            decided = Decided(told["verdict"], told["mark"], line.actor, told.get("because", ""))
            held[item].setdefault("decided", {})[told["concern"]] = decided
    return held


def _exhibit(
    catalogue: Catalogue,
    item: Digest,
    letters: str,
    told: Mapping[str, Any],
    people: tuple[str, ...],
    now: int,
) -> Exhibit:
    detail = catalogue.item(item)
    summary = detail.summary
    gone = detail.withdrawal is not None
    read = Read(
        handling=summary.handling,
        withdrawn=gone,
        state=summary.state,
        facts=() if gone else tuple(catalogue.facts(item)),
        passages=() if gone else tuple(catalogue.passages(item)),
        members=() if gone else tuple(catalogue.members(item)),
        people=people,
        now=now,
    )
    return Exhibit(
        item=item,
        tab=letters,
        name=summary.name or item.hex[:12],
        kind=summary.kind,
        pages=None if gone else pages_of(catalogue, item),
        words={n: told[n] for n in WORDS if told.get(n)},
        excerpt=tuple(told.get("excerpt", ())),
        concerns=tuple(concerns(read)),
        decided=told.get("decided", {}),
    )


def _require(case: Case, catalogue: Catalogue, item: Digest) -> None:
    if item not in _held(case, catalogue):
        raise _no_exhibit(item)


def _no_exhibit(item: Digest) -> Mistaken:
    return Mistaken(
        "no-exhibit",
        "that item is no exhibit",
        where=item.hex[:12],
        next="wellfounded exhibit add ITEM",
    )
