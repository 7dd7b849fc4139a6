"""What a person writes about an item: links, corrections of a receipt, changes of handling, notes. Nothing is edited; later entries hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wellfounded.case.batch import Batch, Event, record
from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue, Receipt
from wellfounded.intake.receipt import Receipt as Stated
from wellfounded.ledger import Entry, check_handle
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

LINKS = ("translation-of", "transcript-of", "part-of", "certificate-of")
_TERMS = ("handling", "consent", "consent_until", "minor", "graphic")


def link(
    case: Case, item: Digest, kind: str, other: Digest, *, actor: str, undo: bool = False
) -> Entry:
    """Write in the work log that `item` is the `kind` of `other`, or that this no longer holds.

    Raises Mistaken `link-kind` or `link-self`.
    """
    if kind not in LINKS:
        raise Mistaken("link-kind", f"no such link: {kind}", next="one of " + ", ".join(LINKS))
    if item == other:
        raise Mistaken("link-self", "an item is no translation, transcript or part of itself")
    body: dict[str, Any] = {"kind": kind, "from": str(item), "to": str(other)}
    if undo:
        body["undone"] = True
    return record(case, actor, Event("linked", (item, other), body), "work")


def note(case: Case, item: Digest, text: str, *, actor: str) -> Entry:
    """Write a note about an item; its text is a personal value of the work log."""
    return record(case, actor, Event("noted", (item,), private={"note": text}), "work")


def actor(case: Case, handle: str, person: str, *, actor: str) -> Entry:
    """Write down who stands behind a handle; the name is a personal value of the custody log. Raises Mistaken `handle-form`."""
    check_handle(handle)
    return record(case, actor, Event("actor", (), {"handle": handle}, {"person": person}))


def amend(
    case: Case,
    catalogue: Catalogue,
    receipt: int,
    stated: Stated,
    names: tuple[str, ...],
    *,
    actor: str,
    because: str,
) -> list[Entry]:
    """Correct what was stated at receipt `@N`: the new values hold, the old ones stay in the log.

    `names` are the fields given. Changes of handling become an entry of their own. Raises Mistaken `no-receipt`, `nothing-amended`.
    """
    found: Receipt | None = catalogue.receipt(receipt)
    if found is None:
        raise Mistaken("no-receipt", f"there is no receipt @{receipt}", next="wellfounded status")
    if not names:
        raise Mistaken(
            "nothing-amended", "no field was given", next="for example --published 2024-03-01"
        )
    private, terms = stated.private(), stated.terms.to_json()
    fields = {"giver" if n == "source" else n for n in names} - set(_TERMS)
    changed = {
        n: terms.get(n, False if n in ("minor", "graphic") else None) for n in names if n in _TERMS
    }
    with Batch(case, actor) as batch:
        if fields:
            body = {"receipt": found.index, "because": because, "names": sorted(fields)}
            values: Mapping[str, Any] = {n: private[n] for n in fields}
            batch.add(Event("amended", (found.item,), body, values))
        if changed:
            batch.add(Event("handling", (found.item,), {**changed, "because": because}))
        return batch.commit()
