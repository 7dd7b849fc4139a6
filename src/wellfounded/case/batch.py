"""One batch of a case: objects, personal values and entries that become part of it together, or not at all.

objects written, barrier          (no lock: several processes do this at once)
lock
  sweep what a dead process left
  objects named, personal values written, tiles and bundles written, barrier
  checkpoint renamed, barrier     (this is the commit)
unlock, tell the person
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, BinaryIO

from wellfounded.case.folder import Case
from wellfounded.disk.folder import full
from wellfounded.ledger import Draft, Entry, Writer, clear_leftovers
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.vault import LOG_KINDS, Incoming, Personal, Receiving, Stored, sweep


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be written in a log. `private` holds personal values in the clear; the entry will hold commitments."""

    type: str
    about: tuple[Digest, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    critical: bool = False


class Batch:
    """Collects objects and events for one log and commits them, once or several times. For one thread."""

    def __init__(self, case: Case, actor: str, kind: str = "custody", *, tidy: bool = True) -> None:
        """Begin, and clear away what dead processes left; raises Unavailable when the key is missing or the disk refuses.

        `tidy` also looks for files of the log beyond its checkpoint, which costs as much as the log is long; they harm nothing.
        """
        self._case, self._actor, self._kind = case, actor, kind
        self._signer = case.signer(kind)
        self._events: list[Event] = []
        try:
            with case.lock():
                for log in LOG_KINDS:
                    case.guard_rollback(log)
                _clear(case, kind, leftovers=tidy)
                self._incoming = Incoming(case.layout, case.disk, case.files)
        except OSError as exc:
            raise full(exc, case.root) from exc

    def __len__(self) -> int:
        """Give the number of events that wait for the commit."""
        return len(self._events)

    def take(self, file: BinaryIO) -> Stored:
        """Copy a file's bytes into the batch; raises Unavailable `unreadable` for the file, OSError for the case's disk."""
        return self._incoming.take(file)

    def take_bytes(self, data: bytes) -> Stored:
        """Put bytes into the batch."""
        return self._incoming.take_bytes(data)

    def receive(self) -> Receiving:
        """Begin an object that comes in pieces."""
        return self._incoming.receive()

    def add(self, event: Event) -> None:
        """Put an event into the batch."""
        self._events.append(event)

    def commit(self) -> list[Entry]:
        """Make the batch part of the case, durable on return. Gives the new entries.

        Raises Unavailable `disk`, Damaged `rolled-back`: then nothing of the batch counts.
        """
        with self.committing() as entries:
            return entries

    @contextmanager
    def committing(self) -> Iterator[list[Entry]]:
        """Commit as `commit` does, and give the new entries while nobody else can write: they are the log's last."""
        if not self._events:
            yield []
            return
        try:
            self._incoming.flush()
            with self._case.lock():
                entries = self._write()
                self._events = []
                log = self._case.logs[self._kind]
                self._case.home.remember(log.note(), log.checkpoint())
                yield entries
        except OSError as exc:
            raise full(exc, self._case.root) from exc

    def _write(self) -> list[Entry]:
        case = self._case
        if not case.layout.vault.is_dir():
            raise Mistaken("no-case", "the case's folder is gone", where=str(case.root))
        case.guard_rollback(self._kind)
        log = case.logs[self._kind]
        _clear(case, self._kind, leftovers=False)
        writer = Writer(log, case.disk, case.heads(self._kind), self._signer)
        personal: list[Personal] = []
        entries = [writer.add(self._draft(e, personal), self._actor) for e in self._events]
        self._incoming.publish(entries[0].index, entries[0].leaf)
        case.private[self._kind].write(entries[0].index, personal)
        writer.commit()
        self._incoming.settle()
        return entries

    def _draft(self, event: Event, personal: list[Personal]) -> Draft:
        values = {name: Personal.of(value) for name, value in event.private.items()}
        personal.extend(values.values())
        commitments = {name: value.commitment for name, value in values.items()}
        return Draft(event.type, event.about, event.body, commitments, event.critical)

    def __enter__(self) -> Batch:
        """Give the batch."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop what was not committed."""
        try:
            with self._case.lock():  # nobody may sweep a folder that is being closed
                self._incoming.__exit__(kind, error, trace)
        except OSError:
            if kind is None:
                raise


def _clear(case: Case, kind: str, *, leftovers: bool = True) -> None:
    """Clear away what dead processes left in the vault, the log and its private folder; under the case's lock.

    A power cut can leave files of the log beyond its checkpoint and no trace of the batch: `leftovers` looks for them in any case.
    """
    log = case.logs[kind]
    if sweep(case.layout, case.disk, case.committed, case.files) or leftovers:
        clear_leftovers(log, case.disk)
    case.private[kind].clear_beyond(log.checkpoint().size)


def record(case: Case, actor: str, event: Event, kind: str = "custody") -> Entry:
    """Write one event in a log, durable on return."""
    with Batch(case, actor, kind) as batch:
        batch.add(event)
        return batch.commit()[0]
