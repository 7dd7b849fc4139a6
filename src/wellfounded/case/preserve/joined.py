"""A log received from another computer: kept as bytes (its entries and its checkpoint), read and checked as the log it is, under its own origin."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from wellfounded.case.folder import Case
from wellfounded.case.preserve.check_stamps import Facts
from wellfounded.case.preserve.key import rotation_holds
from wellfounded.case.proof.outside import Line, Stamp, object_of
from wellfounded.catalogue import Catalogue
from wellfounded.ledger import Entry, note
from wellfounded.ledger import entry as entries
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, WellfoundedError

_LENGTH = struct.Struct(">H")


@dataclass(frozen=True, slots=True)
class JoinedLog:
    """What a `joined` entry says: the log's origin and size, and the objects that hold its checkpoint and its entries."""

    index: int
    origin: str
    size: int
    checkpoint: Digest
    entries: Digest
    by: str
    clock: int

    @classmethod
    def of(cls, index: int, body: Mapping[str, Any], by: str, clock: int) -> JoinedLog:
        """Read the body of a `joined` entry; raises KeyError, TypeError, ValueError or Mistaken when it has not the form."""
        size = body["size"]
        if not isinstance(size, int) or size <= 0:
            raise ValueError("size")
        checkpoint, packed = (Digest.parse(str(body[k])) for k in ("checkpoint", "entries"))
        return cls(index, str(body["log"]), size, checkpoint, packed, by, clock)


@dataclass(slots=True)
class Read:
    """What one pass over a log leaves: its facts, what it received and still has, and where each item's entries stand."""

    facts: Facts = field(default_factory=Facts)
    received: dict[Digest, int] = field(default_factory=dict)
    """Objects received from outside and not withdrawn there, with their sizes."""

    pinned: dict[Digest, int] = field(default_factory=dict)
    """Tokens and checkpoints of its stamps, with their sizes."""

    _last: dict[Digest, int] = field(default_factory=dict)

    def take(self, one: Entry) -> None:
        """Take the next entry; raises Damaged where it cannot follow, KeyError, TypeError or ValueError where it has not its form."""
        for item, prev in one.about:
            if self._last.get(item) != prev:
                raise Damaged(
                    "entry-prev",
                    "an entry does not name its item's previous entry",
                    where=f"entry {one.index}",
                )
            self._last[item] = one.index
        self.facts.leaves.append(one.leaf)
        self.facts.clocks.append(one.clock)
        body = one.body
        if (one.type == "opened") != (one.index == 0):
            raise Damaged("opened", "a log begins with an entry of type opened and has no other")
        if one.type == "opened":
            self.facts.keys.append(bytes.fromhex(body["key"]))
        elif one.type == "key-rotated":
            if not rotation_holds(one, self.facts.keys[-1]):
                raise Damaged("key-rotation", "a key rotation is not signed by both keys")
            self.facts.keys.append(bytes.fromhex(body["new"]))
        elif one.type == "received" and "parent" not in body:
            self.received[Digest.parse(body["object"])] = int(body["size"])
        elif one.type == "withdrawn":
            for digest in body["objects"]:
                self.received.pop(Digest.parse(digest), None)
        elif one.type == "stamped":
            self.facts.stamps.append(Stamp.of(one.index, body))
            self.pinned |= {Digest.parse(d): int(n) for d, n in body["pinned"].items()}

    def require(self, signed: bytes) -> note.Checkpoint:
        """Give the checkpoint the entries lead to; raises Damaged `root`, `checkpoint-signature`, Refused `checkpoint-form`."""
        head = note.parse(signed)
        if not self.facts.keys or head.size != len(self.facts.leaves):
            raise Damaged("root", "the log has another number of entries than its checkpoint")
        if self.facts.root(head.size) != head.root:
            raise Damaged("root", "the entries do not lead to the root that was signed")
        return note.open_signed(signed, self.facts.keys[-1])


def read_all(found: Iterable[Entry]) -> Read:
    """Read a log whole; raises Damaged, also for an entry whose fields have not their form."""
    read = Read()
    for one in found:
        try:
            read.take(one)
        except (KeyError, TypeError, ValueError, AttributeError, Mistaken) as exc:
            what = "a field of an entry is missing or has the wrong form"
            raise Damaged("entry-field", what, where=f"entry {one.index}") from exc
    return read


def packed(one: Entry) -> bytes:
    """Give an entry as it stands in the object of a joined log: after its length in two bytes, as in a bundle."""
    return _LENGTH.pack(len(one.data)) + one.data


def unpacked(file: BinaryIO, origin: str) -> Iterator[Entry]:
    """Give the entries of the object of a joined log; raises Damaged `bundle`, or as `ledger.entry.read`."""
    index = 0
    while head := file.read(2):
        data = file.read(_LENGTH.unpack(head)[0]) if len(head) == 2 else b""
        if len(head) != 2 or len(data) != _LENGTH.unpack(head)[0]:
            raise Damaged("bundle", "the entries of a joined log break off")
        yield entries.read(data, origin, index)
        index += 1


def joined_logs(found: Iterable[Line]) -> list[JoinedLog]:
    """Give the joined logs among entries, in the order they were received; one of another form is left to `check`."""
    logs = []
    for one in found:
        if one.type == "joined":
            try:
                logs.append(JoinedLog.of(one.index, one.body, one.actor, one.clock))
            except (KeyError, TypeError, ValueError, Mistaken):
                continue
    return logs


def newest(logs: Iterable[JoinedLog]) -> dict[str, JoinedLog]:
    """Give the newest state received of each log, by origin."""
    return {one.origin: one for one in logs}


def about(case: Case, catalogue: Catalogue, item: Digest) -> Iterator[tuple[str, Entry]]:
    """Give what joined logs say about an item, by origin, in their own order; a log that cannot be read is passed over."""
    lines = catalogue.entries("custody", types=("joined",))
    for origin, one in newest(joined_logs(lines)).items():
        try:
            with case.vault.open(one.entries) as file:
                for entry in unpacked(file, origin):
                    if any(d == item for d, _ in entry.about):
                        yield origin, entry
        except WellfoundedError:
            continue


def checkpoint_of(case: Case, one: JoinedLog) -> bytes:
    """Give the checkpoint of a joined log; raises Mistaken `no-object`, Refused."""
    return object_of(case, one.checkpoint)
