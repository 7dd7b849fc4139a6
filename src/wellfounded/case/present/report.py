"""Issuing a report: written to a folder, what it points into put in the vault, and its issue an entry of the custody log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.present.view import Filled, fill
from wellfounded.case.preserve import pinned
from wellfounded.case.proof import handout
from wellfounded.catalogue import Catalogue
from wellfounded.disk import read as read_file
from wellfounded.ledger import clock_us
from wellfounded.report.model import Audience, Previous
from wellfounded.report.write import Written, write_report
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken

AUDIENCES: tuple[Audience, ...] = ("team", "court", "public")


def report(
    case: Case,
    folder: str | Path,
    *,
    audience: str = "team",
    actor: str,
    clock: int | None = None,
    unspoken: Callable[[int], None] = lambda count: None,
) -> Written:
    """Write a report for an audience into a new folder, and log that it was made.

    Record sets it points into become objects of the vault. `unspoken` hears how many open items there are for
    which nobody recorded any consent: an edition for court shows them, one for the public does not. Raises Mistaken `audience` or `folder-not-empty`.
    """
    known: dict[str, Audience] = {a: a for a in AUDIENCES}
    if audience not in known:
        raise Mistaken(
            "audience", f"no such audience: {audience}", next="one of team, court, public"
        )
    handout.refuse_plain_inside(case, Path(folder), "a report")
    made = clock_us() if clock is None else clock
    with open_catalogue(case) as catalogue:
        previous = _previous(case, catalogue, audience)
        filled = fill(case, catalogue, known[audience], made, previous)
        written = write_report(filled.view, Path(folder).absolute())
    _issue(case, filled, written, audience, actor)
    unspoken(len(filled.unspoken))
    return written


def _issue(case: Case, filled: Filled, written: Written, audience: str, actor: str) -> None:
    """Pin the record sets and write the entry, in one commit."""
    with Batch(case, actor) as batch:
        kept = []
        for digest in filled.records:
            try:
                data = read_file(case.files, case.layout.reading(digest))
            except (FileNotFoundError, Damaged):
                continue
            if Digest.of(data) == digest:
                kept.append((digest, batch.take_bytes(data).size))
        rests_on = batch.take_bytes(pinned.encode(filled.items, kept))
        body = {
            "audience": audience,
            "items": written.items,
            "manifest": str(written.manifest),
            "rests_on": str(rests_on.digest),
            "pinned": {str(rests_on.digest): rests_on.size},
        }
        batch.add(Event("reported", (), body))
        batch.commit()


def _previous(case: Case, catalogue: Catalogue, audience: str) -> Previous | None:
    """Give the last report made for the same audience."""
    latest = None
    for line in catalogue.entries("custody", types=("reported",)):
        if line.body.get("audience") == audience:
            latest = line
    if latest is None:
        return None
    try:
        with case.vault.open(Digest.parse(latest.body["rests_on"])) as file:
            held = pinned.items(file.read())
    except Mistaken:
        held = set()
    return Previous(latest.index, latest.clock, int(latest.body["items"]), held.__contains__)
