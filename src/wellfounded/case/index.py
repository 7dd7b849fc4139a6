"""Keeping the catalogue at the logs' position: fed with what is new, made again when it is gone, torn or of another history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from wellfounded.case.folder import Case
from wellfounded.catalogue import Applied, Catalogue, Position, Unusable
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged
from wellfounded.vault import LOG_KINDS

_CHUNK = 2000
Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    return None


def open_catalogue(case: Case, progress: Progress = _silent) -> Catalogue:
    """Give the catalogue with everything committed in it. `progress(done, total)` counts entries while it is made again."""
    case.layout.cache.mkdir(mode=0o700, exist_ok=True)
    case.disk.make_folder(case.layout.readings)
    try:
        catalogue = Catalogue.open(case.layout.catalogue, case.database_key)
        if all(_belongs(case, catalogue, kind) for kind in LOG_KINDS):
            refresh(case, catalogue, progress)
            return catalogue
        catalogue.close()
    except Unusable:
        pass
    return rebuild(case, progress)


def rebuild(case: Case, progress: Progress = _silent) -> Catalogue:
    """Make the catalogue again from the logs, the private values and the kept record sets."""
    catalogue = Catalogue.fresh(case.layout.catalogue, case.database_key)
    refresh(case, catalogue, progress)
    return catalogue


def refresh(case: Case, catalogue: Catalogue, progress: Progress = _silent) -> None:
    """Feed the catalogue what the logs hold beyond its position, and the record sets it lacks."""
    for kind in LOG_KINDS:
        log = case.logs[kind]
        head, start = log.checkpoint(), catalogue.position(kind).size
        if start == head.size:
            continue
        entries = log.entries(start, head.size)
        while chunk := list(islice(entries, _CHUNK)):
            end = chunk[-1].index + 1
            root = head.root.hex() if end == head.size else log.root_at(end).hex()
            applied = [Applied(kind, e.index, e.fields, case.reveal(kind, e)) for e in chunk]
            catalogue.apply(applied, [Position(kind, end, root)])
            progress(end, head.size)
    for reading in list(catalogue.unloaded()):
        records = read_records(case, Digest.parse(reading.records)) if reading.records else None
        if records is not None:
            catalogue.put_records(
                reading.item, reading.stage, reading.recipe, reading.index, records
            )


def read_records(case: Case, digest: Digest) -> Iterator[dict[str, Any]] | None:
    """Give a kept record set, or None when it is gone or its bytes have changed (then the item is read again)."""
    path = case.layout.reading(digest)
    try:
        whole = _hash(case, path) == digest.raw
    except FileNotFoundError:
        return None
    except Damaged:  # of an encrypted case
        whole = False
    if whole:
        return _lines(case, digest)
    case.disk.remove(path)
    return None


def _hash(case: Case, path: Path) -> bytes:
    running = hashlib.sha256()
    with case.files.open(path) as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            running.update(block)
    return running.digest()


def _lines(case: Case, digest: Digest) -> Iterator[dict[str, Any]]:
    with case.files.open(case.layout.reading(digest)) as file:
        for line in file:
            yield canonical.decode(line.removesuffix(b"\n"))


def _belongs(case: Case, catalogue: Catalogue, kind: str) -> bool:
    """Say whether the catalogue's position is a state this log has been in."""
    position = catalogue.position(kind)
    head = case.logs[kind].checkpoint()
    if position.size in (0, head.size):
        return position.size == 0 or position.root_hex == head.root.hex()
    return (
        position.size < head.size
        and case.logs[kind].root_at(position.size).hex() == position.root_hex
    )
