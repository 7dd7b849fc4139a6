"""What the custody log says of a packet: its list of pages before it is bound, its parts after; and packet.proof (docs/formats/packet.md)."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.case.batch import Batch, Event, record
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.proof import custody
from wellfounded.case.proof.prove import ENTRIES, Asked, entries_before, names_more, prove
from wellfounded.catalogue import Catalogue
from wellfounded.packet.manifest import Part
from wellfounded.terms.digest import Digest

PROOF: Final = "packet.proof"
_SALTS: Final = "salts"
_UNIX: Final = 3


@dataclass(frozen=True, slots=True)
class Logged:
    """A manifest that is in the log: the checkpoint to be printed, and the zip of its proof."""

    manifest: Digest
    checkpoint: bytes
    proof: bytes


@dataclass(frozen=True, slots=True)
class Issued:
    """packet.proof and what goes on from it, by name; and the originals whose custody is not in it, since it would name more."""

    files: Mapping[str, bytes]
    left_out: tuple[Digest, ...]


def salts_of(case: Case, catalogue: Catalogue, items: Sequence[Digest]) -> dict[Digest, bytes]:
    """Give a salt for the commitment of each item: the one it was bound with before, else a new one."""
    kept: dict[Digest, bytes] = {}
    for line in catalogue.entries("custody", types=("bound",)) if items else ():
        entry = case.custody.entry(line.index)
        values = case.private["custody"].reveal(entry.index)
        if (one := values.get(entry.private.get(_SALTS, Digest.of(b"")))) is not None:
            kept |= {Digest.parse(i): bytes.fromhex(s) for i, s in dict(one.value).items()}
    return {item: kept.get(item) or secrets.token_bytes(32) for item in items}


def log_manifest(
    case: Case, manifest: bytes, salts: Mapping[Digest, bytes], *, actor: str
) -> Logged:
    """Write into the log that a packet with these pages is about to be bound, and prove it; durable on return.

    The salts of commitments in it are kept as a private value: whoever is to know an original can be given its own. A manifest that was issued before under the same key is not written again: so the same packet comes out the same.
    """
    digest = Digest.of(manifest)
    zipped = _before(case, digest)
    if not zipped:
        private = {_SALTS: {str(item): salt.hex() for item, salt in salts.items()}} if salts else {}
        record(case, actor, Event("bound", (digest,), {"size": len(manifest)}, private))
        zipped = stored(prove(case, Asked((digest,)), actor=actor).files)
    return Logged(digest, _files(zipped)[custody.CHECKPOINT], zipped)


def log_parts(
    case: Case,
    logged: Logged,
    parts: Sequence[Part],
    originals: Sequence[Digest],
    *,
    actor: str,
    whole_entries: bool = False,
) -> Issued:
    """Write the finished parts into the log, and prove them, the manifest and what the originals went through."""
    with Batch(case, actor, tidy=False) as batch:
        kept = batch.take_bytes(logged.proof)
        for part in parts:
            body = {
                "size": part.octets,
                "manifest": str(logged.manifest),
                "proof": str(kept.digest),
                "pinned": {str(kept.digest): kept.size},
            }
            batch.add(Event("issued", (part.digest,), body))
        batch.commit()
    items = [logged.manifest, *dict.fromkeys(part.digest for part in parts)]
    shown, left_out = [], []
    for item in dict.fromkeys(originals):
        entries = list(entries_before(case, item))
        more = any(names_more(entry) for entry in entries)
        if more and not whole_entries:
            left_out.append(item)
        else:
            shown.append((item, len(entries) + 1))
    files = {}
    for number, some in enumerate(_shares(items, shown, 4 * len(items)), 1):
        since = (logged.checkpoint,) if number == 1 else ()
        asked = Asked(tuple(some), whole_entries=whole_entries, since=since)
        name = PROOF if number == 1 else f"{PROOF}{number}"
        files[name] = stored(prove(case, asked, actor=actor).files)
    return Issued(files, tuple(left_out))


def _shares(
    first: Sequence[Digest], rest: Sequence[tuple[Digest, int]], used: int
) -> Iterator[list[Digest]]:
    """Share items out over as many proofs as they need, the first of them with the packet's own."""
    some, size = list(first), used
    for item, entries in rest:
        if some and (size + entries > ENTRIES - 100 or len(some) >= 900):
            yield some
            some, size = [], 0
        some.append(item)
        size += entries
    yield some


def _before(case: Case, manifest: Digest) -> bytes:
    """Give the proof of a manifest that was issued before under the key that signs now; empty if there is none."""
    with open_catalogue(case) as catalogue:
        bodies = [line.body for line in catalogue.entries("custody", types=("issued",))]
    for body in bodies:
        if body.get("manifest") == str(manifest) and "proof" in body:
            with case.vault.open(Digest.parse(str(body["proof"]))) as file:
                zipped = file.read()
            key = custody.verifier_key(case.custody.checkpoint().origin, case.custody.public_key())
            if _files(zipped)[custody.KEY].decode().strip() == key:
                return zipped
    return b""


def stored(files: Mapping[str, bytes]) -> bytes:
    """Give the one zip of some files that packet.proof may be: sorted, not packed, without dates, made by no system of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            member = zipfile.ZipInfo(name)
            member.create_system = _UNIX
            archive.writestr(member, data)
    return out.getvalue()


def _files(zipped: bytes) -> dict[str, bytes]:
    """Give the files of a zip this program wrote."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
