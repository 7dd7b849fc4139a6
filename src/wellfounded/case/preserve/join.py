"""Joining the case of a second laptop: its items and its custody log are received, as evidence that another computer kept.

The other log stays what it is: its own origin, key, checkpoint and stamps, kept as bytes. It is no continuation of ours and no fork of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.preserve.add import BATCH_BYTES, BATCH_FILES
from wellfounded.case.preserve.joined import JoinedLog, Read, joined_logs, newest, packed, read_all
from wellfounded.ledger import Entry, note
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused

_CARRIED = ("handling", "consent", "consent_until", "minor", "graphic")
_FOLLOWED = "changed in the joined log"
_NEW = ("size", "changed_while_read", "sparse")


@dataclass(slots=True)
class Joined:
    """What a join did: the log and its size, receipts taken over, those already here, and items withdrawn there but not here."""

    origin: str
    size: int
    entry: int
    received: int = 0
    already: int = 0
    withdrawn_there: list[Digest] = field(default_factory=list)


@dataclass(slots=True)
class _Receipt:
    """A receipt of the other case as it stands now: later corrections and changes of handling are in it."""

    index: int
    item: Digest
    body: dict[str, Any]
    private: dict[str, Any] = field(default_factory=dict)
    decided_here: set[str] = field(default_factory=set)
    """Fields of handling a person of this case has changed: what the other case says later does not move them."""


Tell = Callable[[Digest, int], None]


def join(
    case: Case, folder: str | Path, *, actor: str, tell: Tell = lambda item, size: None
) -> Joined:
    """Receive the items and the custody log of the case in `folder`; durable on return, and taken up where it stopped when run again.

    `tell` hears each item and its size. The other case is only read; its work log stays there. Raises Mistaken `own-case`,
    Refused `forked` or `rolled-back` when what was joined before is no part of it, Damaged when its log does not agree with itself.
    """
    with Case(Path(folder).absolute(), home=case.home) as other:
        signed = other.custody.note()
        head = note.parse(signed)
        _require_other(case, head.origin)
        read = read_all(other.custody.entries(0, head.size))
        read.require(signed)
        before = newest(joined_logs(case.custody.entries())).get(head.origin)
        _require_grown(case, before, read, head.size)
        return _Join(case, other, actor, tell).go(signed, head, read, before)


class _Join:
    """One join."""

    def __init__(self, case: Case, other: Case, actor: str, tell: Tell) -> None:
        self._case, self._other, self._actor, self._tell = case, other, actor, tell

    def go(
        self, signed: bytes, head: note.Checkpoint, read: Read, before: JoinedLog | None
    ) -> Joined:
        done = Joined(head.origin, head.size, -1)
        had = dict(_taken(self._case, head.origin))
        with Batch(self._case, self._actor) as batch:
            size = 0
            for receipt in self._receipts(head.size):
                if receipt.item not in read.received:
                    continue
                if receipt.index in had:
                    done.already += 1
                    self._handling(batch, receipt, had[receipt.index])
                    continue
                size += self._receive(batch, receipt, head.origin)
                done.received += 1
                if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
                    batch.commit()
                    size = 0
            gone = [d for d in had.values() if d.item not in read.received]
            done.withdrawn_there = sorted({d.item for d in gone if self._case.vault.stat(d.item)})
            if before is not None and before.size == head.size and not len(batch):
                done.entry = before.index
                return done
            self._log(batch, signed, head, read)
            done.entry = batch.commit()[-1].index
        self._case.home.remember(signed, head)
        return done

    def _receive(self, batch: Batch, receipt: _Receipt, origin: str) -> int:
        stored = self._copy(batch, receipt.item)
        body = {
            "object": str(receipt.item),
            "door": "joined",
            "joined": {"log": origin, "index": receipt.index},
            **{k: receipt.body[k] for k in (*_NEW, *_CARRIED) if k in receipt.body},
        }
        batch.add(Event("received", (receipt.item,), body, receipt.private))
        self._tell(receipt.item, stored)
        return stored

    def _copy(self, batch: Batch, digest: Digest) -> int:
        """Copy an object of the other case, which must hash to its name."""
        with self._other.vault.open(digest) as file:
            stored = batch.take(file)
        if stored.digest != digest:
            raise Damaged(
                "object",
                "the bytes of an object of the other case have changed since they were received",
                where=str(digest),
                next="restore it there, and join again; nothing that was received before is lost",
            )
        return stored.size

    def _handling(self, batch: Batch, receipt: _Receipt, ours: _Receipt) -> None:
        """Follow a change of handling made there since; one made here holds."""
        changed = {
            k: receipt.body.get(k)
            for k in _CARRIED
            if receipt.body.get(k) != ours.body.get(k) and k not in ours.decided_here
        }
        if changed:
            because = f"{_FOLLOWED} {self._other.custody.checkpoint().origin}"
            batch.add(Event("handling", (receipt.item,), {**changed, "because": because}))

    def _log(self, batch: Batch, signed: bytes, head: note.Checkpoint, read: Read) -> None:
        """Keep the log itself: its entries in one object, its checkpoint, and what its stamps consist of."""
        receiving = batch.receive()
        for one in self._other.custody.entries(0, head.size):
            receiving.write(packed(one))
        whole, checkpoint = receiving.close(), batch.take_bytes(signed)
        for digest in read.pinned:
            self._copy(batch, digest)
        body = {
            "log": head.origin,
            "size": head.size,
            "checkpoint": str(checkpoint.digest),
            "entries": str(whole.digest),
            "pinned": {
                str(checkpoint.digest): checkpoint.size,
                str(whole.digest): whole.size,
            },
        }
        batch.add(Event("joined", (), body))

    def _receipts(self, size: int) -> Iterator[_Receipt]:
        """Give the other case's receipts from outside, as they stand."""
        found: dict[int, _Receipt] = {}
        for entry in self._other.custody.entries(0, size):
            if entry.type == "received" and "parent" not in entry.body:
                item = Digest.parse(entry.body["object"])
                private = self._other.reveal("custody", entry)
                found[entry.index] = _Receipt(entry.index, item, dict(entry.body), private)
            elif entry.type == "amended" and entry.body["receipt"] in found:
                found[entry.body["receipt"]].private |= self._other.reveal("custody", entry)
            elif entry.type == "handling":
                _rehandle(entry, found.values())
        yield from found.values()


def _rehandle(entry: Entry, receipts: Iterable[_Receipt]) -> None:
    items = {d for d, _ in entry.about}
    changed: Mapping[str, Any] = {k: v for k, v in entry.body.items() if k in _CARRIED}
    for receipt in receipts:
        if receipt.item in items:
            receipt.body |= changed


def _taken(case: Case, origin: str) -> Iterator[tuple[int, _Receipt]]:
    """Give our receipts that came by joining this log, by their index there, with their handling as it stands here."""
    found: dict[int, _Receipt] = {}
    for entry in case.custody.entries():
        joined = entry.body.get("joined")
        if entry.type == "received" and joined and joined["log"] == origin:
            item = Digest.parse(entry.body["object"])
            found[joined["index"]] = _Receipt(entry.index, item, dict(entry.body))
        elif entry.type == "handling":
            _rehandle(entry, found.values())
            if not str(entry.body.get("because", "")).startswith(_FOLLOWED):
                items = {d for d, _ in entry.about}
                for receipt in (r for r in found.values() if r.item in items):
                    receipt.decided_here |= {k for k in entry.body if k in _CARRIED}
    yield from found.items()


def _require_other(case: Case, origin: str) -> None:
    if origin == case.custody.checkpoint().origin:
        raise Mistaken(
            "own-case",
            "that folder is a copy of this case, not another one",
            where=origin,
            next="to compare the two: wellfounded check --checkpoint DIR",
        )


def _require_grown(case: Case, before: JoinedLog | None, read: Read, size: int) -> None:
    """Refuse a log that is not what was joined before, grown."""
    if before is None:
        return
    if size < before.size:
        raise Refused(
            "rolled-back",
            f"this log was joined with {before.size} entries, and there it has {size} now",
            where=before.origin,
            next="an older copy of that case is in use: find the newer one",
        )
    with case.vault.open(before.checkpoint) as file:
        kept = note.parse(file.read())
    if read.facts.root(before.size) != kept.root:
        raise Refused(
            "forked",
            "this log holds other entries than when it was joined",
            where=before.origin,
            next="somewhere it was continued differently: wellfounded check there, against this case's checkpoint of it",
        )
