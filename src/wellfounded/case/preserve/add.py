"""Receiving evidence: every file under the named paths becomes an object and a receipt, or is named as not received.

What the program says was received is on the disk by then. A run that was stopped is taken up where it stopped when the same command
is given again; a run that ended is not: the same bytes given again are one object and one more receipt.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import FileIO
from pathlib import Path
from typing import Any

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.disk import read as read_file
from wellfounded.disk.folder import full
from wellfounded.intake.claimed import Claims, Compared, Tally, claims_of, require_claims
from wellfounded.intake.open import reading
from wellfounded.intake.receipt import Receipt
from wellfounded.intake.sheet import match, read_sheet
from wellfounded.intake.walk import NotTaken, Offered, offered
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Refused, Unavailable
from wellfounded.terms.record import RawName

BATCH_FILES = 512
BATCH_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """One file that is now kept: its receipt's place in the custody log, its digest, and what the person should know."""

    entry: int
    digest: Digest
    name: RawName
    size: int
    already: bool
    changed: bool
    differs: tuple[Compared, ...] = ()
    """What the archive's own list states otherwise than the bytes are."""


@dataclass(slots=True)
class Added:
    """The sum of one `add`. `again` counts files whose bytes the case held before; `resumed` those an interrupted run had received;
    `differing` those of which an archive's own list states something else, `resumed` ones too."""

    received: int = 0
    bytes: int = 0
    again: int = 0
    resumed: int = 0
    changed: int = 0
    differing: int = 0
    not_received: list[NotTaken] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


Tell = Callable[[Received | NotTaken], None]
Only = Callable[[Offered | NotTaken], bool]


def add(
    case: Case,
    paths: Sequence[str | bytes | Path],
    *,
    actor: str,
    receipt: Receipt | None = None,
    sheet: str | Path | None = None,
    manifest: str | Path | None = None,
    only: Only | None = None,
    tell: Tell = lambda _: None,
) -> Added:
    """Receive every file under `paths`; each is durable when `tell` hears of it.

    `manifest` is a sheet that also states the archive's own IDs and digests (`intake.claimed`). `only` says which are meant.
    Raises Mistaken for a path or sheet that is not as it should be, before anything is received; Unavailable when the disk fails.
    """
    stated = receipt or Receipt()
    offers, sums = _offers(case, paths, stated, sheet, manifest)
    if only is not None:
        offers = ((offer, one) for offer, one in offers if only(offer))
    run = _Run.take(case, paths, actor, stated, sheet or manifest)
    try:
        with Batch(case, actor) as batch:
            claimed = manifest is not None
            _Adding(case, batch, run, sums, tell, claimed=claimed).go(offers)
        case.disk.remove(run.path)
    except OSError as exc:
        raise full(exc, case.root) from exc
    return sums


def preview(
    case: Case,
    paths: Sequence[str | bytes | Path],
    sheet: str | Path | None = None,
    manifest: str | Path | None = None,
) -> Iterator[Offered | NotTaken]:
    """Give what `add` would be offered, without reading or receiving anything."""
    return (offer for offer, _ in _offers(case, paths, Receipt(), sheet, manifest)[0])


def _offers(
    case: Case,
    paths: Sequence[str | bytes | Path],
    stated: Receipt,
    sheet: str | Path | None,
    manifest: str | Path | None,
) -> tuple[Iterator[tuple[Offered | NotTaken, Receipt]], Added]:
    walk = offered(paths, case=case.root)
    sums = Added()
    listed = sheet or manifest
    if listed is None:
        return ((offer, stated) for offer in walk), sums
    table = read_sheet(listed, stated)
    if manifest is not None:
        require_claims(table)
    matched = match(table, walk)
    sums.unmatched = [f"row {row.number}: names a file that is not there" for row in matched.absent]
    if matched.unnamed:
        what = (
            "1 file has no row and takes"
            if matched.unnamed == 1
            else f"{matched.unnamed} files have no row and take"
        )
        sums.unmatched.append(f"{what} what the command states")
    again = offered(paths, case=case.root)
    return (
        (o, matched.receipt(o, stated) if isinstance(o, Offered) else stated) for o in again
    ), sums


@dataclass(frozen=True, slots=True)
class _Run:
    """One `add`, so that a stopped one is recognised: the same request under the same actor.

    Its file is there from the beginning to the end: the same command given after that is a new run.
    """

    path: Path
    batch: str
    start: int
    resumed: bool

    @classmethod
    def take(
        cls,
        case: Case,
        paths: Sequence[str | bytes | Path],
        actor: str,
        stated: Receipt,
        sheet: str | Path | None,
    ) -> _Run:
        where = [os.path.abspath(os.fsencode(p)).hex() for p in paths]
        request = json.dumps([where, actor, repr(stated), str(sheet)])
        key = case.name_for(request.encode())
        path = case.layout.incoming / f"{key}.run"
        try:
            batch, start = read_file(case.files, path).decode("ascii").split()
            return cls(path, batch, int(start), True)
        except (FileNotFoundError, ValueError, Damaged):
            run = cls(path, secrets.token_hex(8), case.custody.checkpoint().size, False)
        try:
            case.disk.remove(path)
            file = case.disk.create(path)
            file.write(f"{run.batch} {run.start}\n".encode())
            file.close()
        except OSError as exc:
            raise full(exc, case.root) from exc
        return run


class _Adding:
    """The work of one run."""

    def __init__(
        self, case: Case, batch: Batch, run: _Run, sums: Added, tell: Tell, *, claimed: bool
    ) -> None:
        self._case, self._batch, self._run, self._sums, self._tell = case, batch, run, sums, tell
        self._claimed = claimed
        self._waiting: list[Received | NotTaken] = []
        self._bytes = 0
        self._had = self._received_before() if run.resumed else {}

    def go(self, offers: Iterator[tuple[Offered | NotTaken, Receipt]]) -> None:
        for offer, receipt in offers:
            if isinstance(offer, NotTaken):
                self._refuse(offer)
            else:
                self._take(offer, receipt)
            if len(self._batch) >= BATCH_FILES or self._bytes >= BATCH_BYTES:
                self._commit()
        self._commit()

    def _take(self, offer: Offered, receipt: Receipt) -> None:
        claims = claims_of(receipt.row) if self._claimed else Claims()
        try:
            with reading(offer.path) as original, Tally(original.fd, claims) as file:
                if self._is_held(offer, file):
                    self._sums.resumed += 1
                    return
                stored = self._batch.take(file)
                compared = claims.compared(file, stored.size)
                changed = original.changed()
                modified = original.modified_ns
        except (Refused, Unavailable) as exc:
            self._refuse(NotTaken(offer.name, offer.path, exc.code, exc.what))
            return
        body: dict[str, Any] = {
            "object": str(stored.digest),
            "size": stored.size,
            "door": offer.door,
            "batch": self._run.batch,
            **receipt.terms.to_json(),
        }
        if changed:
            body["changed_while_read"] = True
        if offer.sparse:
            body["sparse"] = True
        private = {
            "name": offer.name.to_json(),
            "path": RawName.of_path(os.path.abspath(offer.path)).to_json(),
            "modified": modified // 1000,
            **receipt.private(),
            **claims.private(compared),
        }
        self._batch.add(Event("received", (stored.digest,), body, private))
        self._bytes += stored.size
        differs = tuple(one for one in compared if not one.agrees)
        self._waiting.append(
            Received(-1, stored.digest, offer.name, stored.size, False, changed, differs)
        )

    def _refuse(self, thing: NotTaken) -> None:
        if self._take_off(thing.path, None):
            self._sums.resumed += 1
            return
        body = {"door": "path", "code": thing.code, "what": thing.what, "batch": self._run.batch}
        private = {
            "name": thing.name.to_json(),
            "path": RawName.of_path(os.path.abspath(thing.path)).to_json(),
        }
        if thing.target:
            private["target"] = RawName.of_path(thing.target).to_json()
        self._batch.add(Event("not-received", (), body, private))
        self._waiting.append(thing)

    def _commit(self) -> None:
        entries = self._batch.commit()
        for entry, waiting in zip(entries, self._waiting, strict=True):
            self._count(entry, waiting)
        self._waiting, self._bytes = [], 0

    def _count(self, entry: Entry, waiting: Received | NotTaken) -> None:
        sums = self._sums
        if isinstance(waiting, NotTaken):
            sums.not_received.append(waiting)
            self._tell(waiting)
            return
        already = entry.about[0][1] is not None
        sums.received += 1
        sums.bytes += waiting.size
        sums.again += already
        sums.changed += waiting.changed
        sums.differing += bool(waiting.differs)
        self._tell(replace(waiting, entry=entry.index, already=already))

    def _received_before(self) -> dict[bytes, list[Digest | None]]:
        """Give by path the digests the interrupted run had received (None: not received), from the log itself."""
        had: dict[bytes, list[Digest | None]] = {}
        for entry in self._case.custody.entries(self._run.start):
            if entry.body.get("batch") != self._run.batch:
                continue
            values = self._case.reveal("custody", entry)
            path = values.get("path")
            if path is not None:
                digest = entry.about[0][0] if entry.about else None
                stated = (Compared(*one) for one in values.get("claimed", ()))
                self._sums.differing += any(not one.agrees for one in stated)
                had.setdefault(bytes.fromhex(path["bytes_hex"]), []).append(digest)
        return had

    def _is_held(self, offer: Offered, file: FileIO) -> bool:
        """Say whether the interrupted run had received this file with the bytes it has now."""
        if os.path.abspath(offer.path) not in self._had:
            return False
        try:
            digest = Digest(hashlib.file_digest(file, "sha256").digest())
            file.seek(0)
        except OSError:
            return False
        return self._take_off(offer.path, digest)

    def _take_off(self, path: bytes, digest: Digest | None) -> bool:
        """Take one receipt off what the interrupted run had received; say whether it was there."""
        had = self._had.get(os.path.abspath(path), [])
        if digest not in had:
            return False
        had.remove(digest)
        return True
