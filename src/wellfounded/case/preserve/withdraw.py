"""Withdrawing an item: the one thing that destroys. A person orders it with a reason; digest, receipt and reason stay in the log.

Destroyed are the bytes, the personal values, every reading and picture made from them, what came out of the item and nowhere
else, and every report under the case (it can be made again). Not reached: mirrors, backups, what was handed out, and what the
disk itself keeps of deleted files. The command says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue, read_records
from wellfounded.catalogue import Catalogue
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.vault import LOG_KINDS

NOT_REACHED = (
    "mirrors, backups and copies of this case",
    "what was handed out before",
    "what the disk itself keeps of deleted files",
)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was destroyed: the items, how many personal values, and whether reports under the case went too."""

    items: tuple[Digest, ...]
    personal: int
    reports: bool


def withdraw(
    case: Case, item: Digest, *, reason: str, actor: str, containers: bool = False
) -> Withdrawn:
    """Destroy an item on a person's order, durable on return; a run that was cut off is finished by running it again.

    Raises Mistaken `inside-container` when the same bytes stand inside another item, unless `containers` withdraws that too.
    """
    if not reason.strip():
        raise Mistaken("no-reason", "a withdrawal needs a reason", next='--reason "consent ended"')
    with open_catalogue(case) as catalogue:
        items = _affected(catalogue, item, containers)
        fresh = [d for d in items if catalogue.item(d).withdrawal is None]
        readings = _only_theirs(case, set(items))
        doomed = {kind: _personal(case, kind, set(items)) for kind in LOG_KINDS}
        if fresh:
            pinned = [d for d in readings if case.vault.stat(d) is not None]
            _order(case, fresh, pinned, set().union(*doomed.values()), reason, actor)
            doomed["custody"] -= _reasons(case, set(fresh))
    count = sum(_destroy_values(case, kind, doomed[kind]) for kind in LOG_KINDS)
    reports = _destroy_files(case, items, readings)
    with open_catalogue(case):
        pass
    return Withdrawn(tuple(items), count, reports)


def _affected(catalogue: Catalogue, item: Digest, containers: bool) -> list[Digest]:
    """Give the item and what must go with it: containers that hold the same bytes, and members that came from nowhere else."""
    held_in = [d for d in _above(catalogue, item) if catalogue.item(d).withdrawal is None]
    if held_in and not containers:
        names = ", ".join(d.hex[:12] for d in held_in)
        raise Mistaken(
            "inside-container",
            "the same bytes stand inside another item, and would stay there",
            where=names,
            next="withdraw that item too, with --with-containers",
        )
    items = dict.fromkeys([item, *held_in])
    while True:
        more = [d for d in _below(catalogue, list(items)) if d not in items]
        more = [d for d in more if _only_from(catalogue, d, set(items))]
        if not more:
            return list(items)
        items.update(dict.fromkeys(more))


def _above(catalogue: Catalogue, item: Digest) -> list[Digest]:
    found: dict[Digest, None] = {}
    level = [item]
    while level:
        level = [d for one in level for d in catalogue.containers(one) if d not in found]
        found.update(dict.fromkeys(level))
    return list(found)


def _below(catalogue: Catalogue, items: list[Digest]) -> Iterator[Digest]:
    for one in items:
        yield from catalogue.descendants(one)


def _only_from(catalogue: Catalogue, item: Digest, items: set[Digest]) -> bool:
    """Say whether every receipt of an item came out of items that go."""
    return all(r.parent in items for r in catalogue.item(item).receipts)


def _personal(case: Case, kind: str, items: set[Digest]) -> set[Digest]:
    """Give the commitments of every personal value in entries about the items."""
    found: set[Digest] = set()
    for entry in case.logs[kind].entries():
        if entry.private and any(d in items for d, _ in entry.about):
            keep = {"reason"} if entry.type == "withdrawn" else set()
            found |= {c for name, c in entry.private.items() if name not in keep}
    return found


def _reasons(case: Case, items: set[Digest]) -> set[Digest]:
    return {
        entry.private["reason"]
        for entry in case.custody.entries()
        if entry.type == "withdrawn" and any(d in items for d, _ in entry.about)
    }


def _only_theirs(case: Case, items: set[Digest]) -> list[Digest]:
    """Give the record sets of readings of the items that are not also those of another item."""
    theirs: dict[Digest, None] = {}
    others: set[Digest] = set()
    for entry in case.custody.entries():
        if entry.type == "read":
            digest = Digest.parse(entry.body["records"])
            if entry.about[0][0] in items:
                theirs[digest] = None
            else:
                others.add(digest)
    return [d for d in theirs if d not in others]


def _order(
    case: Case,
    items: list[Digest],
    pinned: list[Digest],
    doomed: set[Digest],
    reason: str,
    actor: str,
) -> None:
    """Write the withdrawal, one entry an item or more; what is destroyed is shared out among them to fit."""
    rest = sorted(doomed)
    with Batch(case, actor) as batch:
        for n, item in enumerate(items):
            share, also = rest[n :: len(items)], pinned[n :: len(items)]
            for start in range(0, max(1, len(share), len(also)), 50):
                part = [str(c) for c in share[start : start + 50]]
                objects = [str(item), *(str(d) for d in also[start : start + 50])]
                body = {"objects": objects, "private": part}
                batch.add(Event("withdrawn", (item,), body, {"reason": reason}))
        batch.commit()


def _destroy_values(case: Case, kind: str, commitments: set[Digest]) -> int:
    with case.lock():
        return case.private[kind].forget(commitments) if commitments else 0


def _destroy_files(case: Case, items: list[Digest], readings: list[Digest]) -> bool:
    """Remove objects, record sets and pictures of the items, and everything under `out/`."""
    for digest in readings:
        _destroy_pictures(case, digest)
        case.disk.remove(case.layout.object(digest))
        case.disk.remove(case.layout.reading(digest))
    for item in items:
        case.disk.remove(case.layout.object(item))
    for left in [p for p in case.files.walk(case.layout.readings) if p.suffix == ".new"]:
        case.disk.remove(left)
    made_here = list(case.layout.out.iterdir()) if case.layout.out.is_dir() else []
    for made in made_here:
        if made.is_dir() and not made.is_symlink():
            shutil.rmtree(made)
        else:
            made.unlink()
    case.disk.barrier()
    return bool(made_here)


def _destroy_pictures(case: Case, digest: Digest) -> None:
    for record in read_records(case, digest) or ():
        if record["type"] in ("picture", "print"):
            case.disk.remove(case.layout.reading(Digest.parse(record["blob"])))
