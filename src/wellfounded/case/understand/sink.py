"""Where one reading's findings go while it runs: records to a file in the cache, pictures beside it, members into the batch."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure
from wellfounded.vault import Receiving

_CONTENT = ("passage", "picture", "print", "member")
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class RecordSet:
    """A finished record set: its digest, how many records and failures it has, and whether it has any content."""

    digest: Digest
    count: int
    failures: int
    content: bool
    kind: str
    codes: tuple[str, ...]

    def outcome(self, failure: Failure | None) -> str:
        """Give read, partial or failed."""
        if failure is not None and not self.content:
            return "failed"
        return "partial" if self.failures else "read"


class Collecting:
    """One reading being collected; see sandbox.Sink. Used by one thread at a time."""

    def __init__(
        self, case: Case, batch: Batch, mutex: threading.Lock, inherited: Mapping[str, Any]
    ) -> None:
        """Take where things go, and the terms of the item, which its members come under."""
        self._case, self._batch, self._mutex = case, batch, mutex
        self._inherited = dict(inherited)
        self._path = case.layout.readings / f"{secrets.token_hex(8)}.new"
        self._file = case.disk.create(self._path)
        self._lines = bytearray()
        self._running = hashlib.sha256()
        self._count = self._failures = 0
        self._content, self._kind = False, ""
        self._codes: dict[str, None] = {}
        self._open: Receiving | None = None
        self.events: list[Event] = []
        self.member_bytes = 0

    def on_record(self, record: dict[str, Any]) -> None:
        """Take one record."""
        line = canonical.encode(record) + b"\n"
        self._running.update(line)
        self._lines += line
        if len(self._lines) >= _BLOCK:
            self._flush()
        self._count += 1
        kind = record["type"]
        self._content |= kind in _CONTENT
        if kind == "failure":
            self._failures += 1
            self._codes[record["code"]] = None
        elif kind == "fact" and record["name"] == "kind":
            self._kind = str(record["value"])
        elif kind == "member":
            self._receive(record)

    def on_blob(self, data: bytes) -> None:
        """Keep derived bytes in the cache under their digest."""
        self._keep(Digest.of(data), data)

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Begin the object of a member."""
        with self._mutex:
            self._open = self._batch.receive()

    def on_member_data(self, data: bytes) -> None:
        """Take bytes of the member."""
        if self._open is not None:
            self._open.write(data)
            self.member_bytes += len(data)

    def on_member_end(self, digest: Digest, size: int) -> None:
        """End the object of a member."""
        if self._open is not None:
            with self._mutex:
                self._open.close()
            self._open = None

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Drop the object of a member."""
        if self._open is not None:
            with self._mutex:
                self._open.abandon()
            self._open = None

    def close(self, failure: Failure | None) -> RecordSet:
        """End the record set, with the failure that ended the reading as its last record."""
        if failure is not None:
            self.on_record(failure.to_json())
        self._flush()
        self._file.close()
        digest = Digest(self._running.digest())
        target = self._case.layout.reading(digest)
        self._case.disk.make_folder(target.parent)
        self._case.disk.rename(self._path, target)
        codes = tuple(self._codes)
        return RecordSet(digest, self._count, self._failures, self._content, self._kind, codes)

    def discard(self) -> None:
        """Drop everything."""
        self.on_member_abandoned({})
        self._file.close()
        self._case.disk.remove(self._path)

    def _receive(self, record: dict[str, Any]) -> None:
        """Note the receipt of a member; it is written in the same commit as the reading it came from."""
        body: dict[str, Any] = {
            "object": record["item"],
            "size": record["size"],
            "door": record["relation"],
            "parent": {"item": self._inherited["item"], "index": record["index"]},
            **{k: v for k, v in self._inherited.items() if k != "item"},
        }
        private = {"name": record["name"]}
        self.events.append(Event("received", (Digest.parse(record["item"]),), body, private))

    def _flush(self) -> None:
        self._file.write(bytes(self._lines))
        self._lines = bytearray()

    def _keep(self, digest: Digest, data: bytes) -> None:
        disk, path = self._case.disk, self._case.layout.reading(digest)
        if self._case.files.exists(path):
            return
        temporary = self._case.layout.readings / f"{secrets.token_hex(8)}.new"
        file = disk.create(temporary)
        file.write(data)
        file.close()
        disk.make_folder(path.parent)
        disk.rename(temporary, path)
