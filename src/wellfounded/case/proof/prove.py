"""Showing one item's custody and hiding the rest: a proof of it, logged as `shown`, with only the personal fields somebody named."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.proof import custody
from wellfounded.case.proof.proof_stamps import Earlier, earlier_files, stamps_for
from wellfounded.ledger import Entry, merkle, note
from wellfounded.ledger.proof import Proof
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

LIMIT = 1000
"""How many items one proof holds at most."""

PARTS = 4096
"""How many files a proof has at most (docs/formats/proof.md)."""

ENTRIES = (PARTS - 100) // 2
"""How many entries a proof has at most: two files each, and some room."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown: the items, the names of personal fields, entries even where they name more than the item, and from which
    checkpoint of the receiver's the proof shall lead on."""

    items: tuple[Digest, ...]
    reveal: tuple[str, ...] = ()
    whole_entries: bool = False
    since: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof as the files it consists of, by name, and what it shows."""

    files: Mapping[str, bytes]
    custody: custody.Custody


def prove(case: Case, asked: Asked, *, actor: str, to: str = "") -> Proven:
    """Log that items are shown and give the proof; durable on return. `to` says for whom, and stays in the case.

    Raises Mistaken `no-item`, `no-field`, `names-more`, `too-many`, `checkpoint-other`.
    """
    with open_catalogue(case) as catalogue:
        rotations = [line.index for line in catalogue.entries("custody", types=("key-rotated",))]
        stamped = [line.body for line in catalogue.entries("custody", types=("stamped",))]
    if not 0 < len(asked.items) <= LIMIT:
        raise Mistaken("too-many", f"one proof shows 1 to {LIMIT} items", next="make several")
    before = [entry for item in asked.items for entry in entries_before(case, item)]
    _few(len(before) + len(asked.items) + len(rotations))
    _guard(case, asked, before)
    private: dict[str, Any] = {"fields": list(asked.reveal)} if asked.reveal else {}
    if to:
        private["to"] = to
    with Batch(case, actor, tidy=False) as batch:
        for item in asked.items:
            batch.add(Event("shown", (item,), {}, private))
        with batch.committing() as tips:
            entries = _entries(case, tips, rotations)
            files = _files(case, asked, entries, stamped)
    return Proven(files, custody.read(files))


def _guard(case: Case, asked: Asked, entries: Sequence[Entry]) -> None:
    """Refuse to show what was not asked for by name, and fields no entry has."""
    there = sorted({name for entry in entries for name in entry.private})
    for name in asked.reveal:
        if name not in there:
            raise Mistaken(
                "no-field",
                f"no entry about these items has the personal field {name[:40]!r}",
                next=f"one of: {', '.join(there)}" if there else "leave --reveal out",
            )
    more = [(entry, said) for entry in entries if (said := names_more(entry))]
    if more and not asked.whole_entries:
        entry, said = more[0]
        raise Mistaken(
            "names-more",
            f"{said}, and an entry cannot be shown in part",
            where=f"custody log, entry {entry.index} ({entry.type})",
            next="add --whole-entries if the receiver may know that",
        )
    for signed in asked.since:
        _continues(case, signed)


def entries_before(case: Case, item: Digest) -> Iterator[Entry]:
    """Give the entries about an item that are there now, newest first; raises Mistaken `no-item`."""
    head, heads = case.custody.checkpoint(), case.heads("custody")
    if heads.position() == (head.size, head.root):
        at = heads.last([item])[item]
    else:  # a writer that died left them behind; the next one brings them along
        about = (e.index for e in case.custody.entries() if item in dict(e.about))
        at = max(about, default=None)
    if at is None:
        raise Mistaken(
            "no-item",
            "the custody log has no entry about this item",
            where=str(item),
            next="wellfounded status lists what is in",
        )
    while at is not None:
        entry = case.custody.entry(at)
        yield entry
        at = dict(entry.about)[item]


def _few(entries: int) -> None:
    """Refuse what would make a proof that nobody's reader takes."""
    if entries > ENTRIES:
        raise Mistaken(
            "too-many",
            f"a proof has at most {PARTS} files, and these items have {entries} entries",
            next="prove fewer items at once",
        )


def names_more(entry: Entry) -> str:
    """Say what an entry shows beside its one item, or ""."""
    if "parent" in entry.body:
        return "the entry names the archive or mail the item came out of, by its digest"
    if entry.body.get("because"):
        return "the entry gives a reason in somebody's own words"
    if len(entry.about) > 1:
        return "the entry is about other items too"
    if entry.type == "withdrawn" and len(entry.body.get("objects", ())) > 1:
        return "the entry names other things destroyed with the item"
    return ""


def _continues(case: Case, signed: bytes) -> None:
    """Require that the log goes on from a checkpoint that somebody holds."""
    head, kept = case.custody.checkpoint(), note.parse(signed)
    mine = kept.origin == head.origin and 0 < kept.size <= head.size
    if not mine or case.custody.root_at(kept.size) != kept.root:
        raise Mistaken(
            "checkpoint-other",
            "the custody log does not lead on from that checkpoint",
            where=kept.origin,
            next="wellfounded check --checkpoint FILE says more",
        )


def _entries(case: Case, tips: Sequence[Entry], rotations: Iterable[int]) -> dict[int, Entry]:
    """Give every entry of the proof: from each tip down to its item's first, and the rotations of the key."""
    found = {tip.index: tip for tip in tips}
    found |= {index: case.custody.entry(index) for index in rotations}
    for tip in tips:
        item, at = tip.about[0]
        while at is not None:
            entry = found.setdefault(at, case.custody.entry(at))
            at = dict(entry.about)[item]
    return dict(sorted(found.items()))


def _files(
    case: Case, asked: Asked, entries: Mapping[int, Entry], stamped: Sequence[Mapping[str, Any]]
) -> dict[str, bytes]:
    log = case.custody
    signed, key = log.note(), log.public_key()
    head = note.parse(signed)
    reader = log.reader(head.size)
    files = {
        custody.CHECKPOINT: signed,
        custody.KEY: (custody.verifier_key(head.origin, key) + "\n").encode(),
    }
    for index, entry in entries.items():
        hashes = merkle.inclusion_proof(reader.subtree, index, head.size)
        files[f"entries/{index}.json"] = entry.data
        files[f"entries/{index}.tlog-proof"] = Proof(index, tuple(hashes), signed).text()
    if shown := list(_fields(case, asked.reveal, entries.values())):
        files[custody.FIELDS] = canonical.encode(shown)
    first = min((i for i, e in entries.items() if e.about), default=0)
    earlier = [*stamps_for(case, stamped, first), *(Earlier(signed) for signed in asked.since)]
    for number, one in enumerate(earlier, 1):
        hashes = merkle.consistency_proof(reader.subtree, one.size, head.size)
        lines = b"".join(b64encode(h) + b"\n" for h in hashes)
        files |= earlier_files(f"stamps/{number}", one, lines)
    return files


def _fields(
    case: Case, reveal: Sequence[str], entries: Iterable[Entry]
) -> Iterator[dict[str, Any]]:
    """Give the personal values that were named and are still kept."""
    for entry in entries:
        for name in [name for name in reveal if name in entry.private]:
            kept = case.private["custody"].reveal(entry.index).get(entry.private[name])
            if kept is not None and entry.type != "shown" and name != "to":
                yield {
                    "entry": entry.index,
                    "field": name,
                    "salt": kept.salt.hex(),
                    "value": kept.value,
                }


def named(fields: Sequence[str]) -> tuple[str, ...]:
    """Give the names of fields to show, each once; `source` is what `add` calls `giver`."""
    return tuple(dict.fromkeys("giver" if name == "source" else name for name in fields))
