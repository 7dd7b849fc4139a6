"""Small cases and proofs as files in memory, the same bytes for the same seed: what good and bad vectors are made from.

They are put together by the rules of docs/formats/ and not by the program's own writer, so that anything can be made wrong and
then signed correctly.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wellfounded.case.proof.custody import verifier_key
from wellfounded.ledger import merkle, note, tiles
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.proof import Proof
from wellfounded.ledger.signer import KeySigner
from wellfounded.terms import canonical
from wellfounded.vault import Personal

Files = dict[str, bytes]
Fields = dict[str, Any]
CLOCK = 1_700_000_000_000_000
ROTATION = "wf-key-rotation/1\n{log}\n{old}\n{new}\n{index}\n"


def digits(*parts: object) -> bytes:
    """Give 32 bytes that look random and depend on the parts alone."""
    return hashlib.sha256(":".join(map(str, parts)).encode()).digest()


def signer(seed: object) -> KeySigner:
    """Give a key."""
    return KeySigner.from_seed(digits("key", seed))


def digest(data: bytes) -> str:
    """Give the printed digest of some bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def seal(origin: str, data: Sequence[bytes], key: KeySigner, *, root: bytes | None = None) -> Files:
    """Give the files of a log: bundles, tiles and a checkpoint signed by a key."""
    leaves = [merkle.leaf_hash(one) for one in data]
    files = tiles.extended(0, leaves, lambda level, number: [])
    for start in range(0, len(data), tiles.WIDTH):
        chunk = list(data[start : start + tiles.WIDTH])
        name = tiles.tile_name("entries", start // tiles.WIDTH, len(chunk))
        files[name] = tiles.pack(chunk)
    head = Checkpoint(origin, len(data), tree_root(leaves) if root is None else root)
    return {**files, "checkpoint": note.sign(head, key)}


def subtree(leaves: Sequence[bytes]) -> merkle.Subtree:
    """Give the complete subtrees over some leaves."""

    def found(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node_hash(found(level - 1, 2 * index), found(level - 1, 2 * index + 1))

    return found


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Give the root over some leaves."""
    return merkle.root(subtree(leaves), len(leaves))


@dataclass
class SampleLog:
    """A log being put together. `entries` may be changed at will before `files` or `proof`; `last` is where `prev` comes from."""

    kind: str
    seed: object
    key: KeySigner
    clock: int = CLOCK
    case: str = ""
    origin: str = ""
    entries: list[Fields] = field(default_factory=list)
    values: dict[int, dict[str, Personal]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with `opened`."""
        self.case = self.case or digits("case", self.seed).hex()[:32]
        self.origin = self.origin or "wf/" + digits("origin", self.kind, self.seed).hex()[:16]
        body = {"case": self.case, "key": self.key.public_key.hex(), "kind": self.kind}
        self.add("opened", body={**body, "program": "sample"})

    def add(
        self,
        kind: str,
        *items: str,
        body: Mapping[str, Any] | None = None,
        private: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Fields:
        """Append an entry; `private` are values, of which the entry holds commitments."""
        index = len(self.entries)
        self.clock += 1_000_000
        fields: Fields = {
            "format": "wf-entry/1",
            "log": self.origin,
            "index": index,
            "type": kind,
            "actor": "mina",
            "clock": self.clock,
            "salt": digits("salt", self.origin, self.seed, index).hex(),
        }
        if items:
            fields["about"] = [{"item": i, "prev": self.last.get(i)} for i in items]
            self.last.update(dict.fromkeys(items, index))
        if body:
            fields["body"] = dict(body)
        if private:
            kept = {
                n: Personal.of(v, digits("v", self.origin, index, n)) for n, v in private.items()
            }
            self.values[index] = kept
            fields["private"] = {n: str(p.commitment) for n, p in kept.items()}
        self.entries.append(fields | more)
        return self.entries[-1]

    def rotate(self, new: KeySigner) -> None:
        """Append a rotation to another key, which signs from here on."""
        old = self.key
        text = ROTATION.format(
            log=self.origin,
            old=old.public_key.hex(),
            new=new.public_key.hex(),
            index=len(self.entries),
        ).encode()
        body = {"old": old.public_key.hex(), "new": new.public_key.hex()}
        signed = {"by_old": old.sign(text).hex(), "by_new": new.sign(text).hex()}
        self.add("key-rotated", body=body | signed, critical=True)
        self.key = new

    def data(self) -> list[bytes]:
        """Give the bytes of the entries."""
        return [canonical.encode(fields) for fields in self.entries]

    def files(self) -> Files:
        """Give the files of the log, below its folder."""
        return seal(self.origin, self.data(), self.key)

    def segments(self, gone: frozenset[str] = frozenset()) -> Files:
        """Give the personal values, one segment an entry, without those destroyed."""
        found = {}
        for index, kept in self.values.items():
            lines = [p.line() for p in kept.values() if str(p.commitment) not in gone]
            found[f"{index:012d}.jsonl"] = b"".join(lines)
        return found

    def proof(self, indexes: Sequence[int], reveal: Sequence[tuple[int, str]] = ()) -> Files:
        """Give a proof that holds these entries, whatever they are."""
        data = self.data()
        leaves = [merkle.leaf_hash(one) for one in data]
        signed = seal(self.origin, data, self.key)["checkpoint"]
        key = verifier_key(self.origin, self.key.public_key) + "\n"
        files: Files = {"checkpoint": signed, "key": key.encode()}
        for index in indexes:
            path = merkle.inclusion_proof(subtree(leaves), index, len(data))
            files[f"entries/{index}.json"] = data[index]
            files[f"entries/{index}.tlog-proof"] = Proof(index, tuple(path), signed).text()
        shown = [self._shown(index, name) for index, name in reveal]
        if shown:
            files["fields.json"] = canonical.encode(shown)
        return files

    def earlier(self, number: int, size: int, key: KeySigner | None = None) -> Files:
        """Give the files by which a proof leads on from an earlier checkpoint."""
        leaves = [merkle.leaf_hash(one) for one in self.data()]
        path = merkle.consistency_proof(subtree(leaves), size, len(leaves))
        head = Checkpoint(self.origin, size, tree_root(leaves[:size]))
        lines = b"".join(b64encode(one) + b"\n" for one in path)
        stem = f"stamps/{number}"
        signed = note.sign(head, key or self.key)
        return {f"{stem}.checkpoint": signed, f"{stem}.consistency": lines}

    def _shown(self, index: int, name: str) -> Fields:
        kept = self.values[index][name]
        return {"entry": index, "field": name, "salt": kept.salt.hex(), "value": kept.value}


@dataclass
class SampleCase:
    """A case being put together: both logs, the objects of the vault, and what was withdrawn."""

    custody: SampleLog
    work: SampleLog
    vault: dict[str, bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def receive(self, data: bytes, **private: Any) -> str:
        """Receive some bytes."""
        item = digest(data)
        self.vault[item] = data
        body = {"object": item, "size": len(data), "door": "file", "handling": "open"}
        self.custody.add("received", item, body=body, private=private)
        return item

    def withdraw(self, item: str) -> None:
        """Withdraw an item: its bytes and the personal values of its entries go."""
        lost = [
            commitment
            for log in (self.custody, self.work)
            for fields in log.entries
            if any(one["item"] == item for one in fields.get("about", ()))
            for commitment in fields.get("private", {}).values()
        ]
        self.gone.update(lost)
        self.vault.pop(item, None)
        body = {"objects": [item], "private": lost}
        self.custody.add("withdrawn", item, body=body, private={"reason": "consent ended"})

    def report(self, item: str) -> None:
        """Issue a report that rests on a record set of an item."""
        records = canonical.encode({"name": "kind", "type": "fact", "value": "text"}) + b"\n"
        lines = [{"item": item}, {"records": digest(records), "size": len(records)}]
        rests = b"".join(canonical.encode(line) + b"\n" for line in lines)
        self.vault |= {digest(records): records, digest(rests): rests}
        body = {"audience": "court", "items": 1, "rests_on": digest(rests)}
        self.custody.add("reported", body=body | {"pinned": {digest(rests): len(rests)}})

    def files(self) -> Files:
        """Give every file of the case."""
        found: Files = {"format": b"wf-case/1\n", "case.toml": b'title = "Sample"\n'}
        for log in (self.custody, self.work):
            found |= {f"{log.kind}/{name}": data for name, data in log.files().items()}
            segments = log.segments(frozenset(self.gone))
            found |= {f"private/{log.kind}/{name}": data for name, data in segments.items()}
        found |= {f"vault/{d[7:9]}/{d[9:]}": data for d, data in self.vault.items()}
        return found


def sample_case(seed: object, *, key: KeySigner | None = None, clock: int = CLOCK) -> SampleCase:
    """Give a case of a few items with readings, a note, sometimes a withdrawal, a report, a rotation, and entries of the future."""
    key, chance = key or signer(seed), digits("chance", seed)
    made = SampleCase(SampleLog("custody", seed, key, clock), SampleLog("work", seed, key, clock))
    for number in range(1 + chance[0] % 3):
        item = made.receive(digits("bytes", seed, number) * (1 + chance[1] % 3), giver="lark")
        for stage in range(chance[2] % 3):
            body = {"stage": f"stage-{stage}", "outcome": "read", "records": digest(b"")}
            made.custody.add("read", item, body=body)
    if chance[3] % 3 == 0:
        new = signer((seed, "new"))
        made.custody.rotate(new)
        made.work.rotate(new)
    made.work.add("noted", item, private={"note": "ask who painted it"})
    if chance[4] % 3 == 0:
        made.custody.add("from-the-future", item, body={"unheard": [1, {"of": None}]}, extra={})
    if chance[5] % 2 == 0:
        made.report(item)
    if chance[6] % 3 == 0:
        made.withdraw(made.receive(b"of another client", name="left"))
    return made


def sample_proof(seed: object, *, key: KeySigner | None = None, clock: int = CLOCK) -> SampleLog:
    """Give a log that ends in the showing of one item or two, for proofs."""
    made, chance = sample_case(seed, key=key, clock=clock), digits("proof", seed)
    items = list(made.custody.last)
    for item in items[: 1 + chance[0] % 2]:
        made.custody.add("shown", item)
    return made.custody


def chain_of(log: SampleLog) -> list[int]:
    """Give the indices a proof of the items shown at the end of a log must hold."""
    found: set[int] = {n for n, e in enumerate(log.entries) if e["type"] == "key-rotated"}
    shown: set[str] = set()
    for fields in reversed(log.entries):
        item = fields["about"][0]["item"] if fields["type"] == "shown" else ""
        if not item or item in shown:
            break
        shown.add(item)
    for index, fields in enumerate(log.entries):
        if any(one["item"] in shown for one in fields.get("about", ())):
            found.add(index)
    return sorted(found)
