"""Reading a proof: the custody of one item or more, out of a log whose other entries stay withheld (docs/formats/proof.md)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wellfounded.case.preserve.key import rotation_holds
from wellfounded.case.proof.outside import Judge
from wellfounded.case.proof.proof_stamps import ENDINGS
from wellfounded.case.proof.trust import Trust
from wellfounded.ledger import Checkpoint, Entry, merkle, note, proof
from wellfounded.ledger import entry as entries
from wellfounded.ledger.note import decode_base64
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused
from wellfounded.vault import Personal

CHECKPOINT, KEY, FIELDS = "checkpoint", "key", "fields.json"
_ENTRY = re.compile(r"entries/(0|[1-9][0-9]{0,15})\.json", re.ASCII)
_STAMP = re.compile(r"stamps/([1-9][0-9]{0,5})\.checkpoint", re.ASCII)
_ED25519 = b"\x01"
_MAX_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Shown:
    """One personal value that is shown: the entry it belongs to, the field's name, the value."""

    entry: int
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Custody:
    """What a proof shows. `chains` gives for each item the indices of its entries, newest first; `keys` lead to the one that signed."""

    head: Checkpoint
    keys: tuple[bytes, ...]
    entries: Mapping[int, Entry]
    chains: Mapping[Digest, tuple[int, ...]]
    fields: tuple[Shown, ...]


def read(files: Mapping[str, bytes]) -> Custody:
    """Read and check the files of a proof, by name; raises Damaged or Refused with the code docs/formats/proof.md gives.

    That the log's key is the one somebody trusts is not judged here, nor what stamps say.
    """
    if any(len(data) > _MAX_PART for data in files.values()):
        raise Refused("proof-form", "a file of a proof has at most 1 MiB")
    signed = files.get(CHECKPOINT, b"")
    key = _key(files, note.parse(signed).origin)
    head = note.open_signed(signed, key)
    found = {int(m[1]): _entry(files, head, m) for n in files if (m := _ENTRY.fullmatch(n))}
    chains = _chains(found, head.size)
    keys = _keys(found, chains, key)
    _stamps(files, head, keys)
    return Custody(head, keys, found, chains, tuple(_fields(files, found)))


def verifier_key(name: str, key: bytes) -> str:
    """Give a log's key as the text that C2SP signed-note calls a vkey."""
    tagged = b64encode(_ED25519 + key).decode()
    return f"{name}+{note.key_id(name, key).hex()}+{tagged}"


def _key(files: Mapping[str, bytes], origin: str) -> bytes:
    """Give the key of the log, as the proof itself states it."""
    text = files.get(KEY, b"").decode("ascii", "replace").strip()
    encoded = text.split("+", 2)[-1]
    try:
        raw = decode_base64(encoded)
    except Refused as exc:
        raise Refused("proof-form", "the key of the proof is no verifier key") from exc
    if verifier_key(origin, raw[1:]) != text:
        raise Refused("proof-form", "the key of the proof is not one of this log")
    return raw[1:]


def _entry(files: Mapping[str, bytes], head: Checkpoint, name: re.Match[str]) -> Entry:
    index, data = int(name[1]), files[name[0]]
    one = entries.read(data, head.origin, index)
    found = proof.parse(files.get(f"entries/{index}.tlog-proof", b""))
    if found.index != index or found.checkpoint != files[CHECKPOINT]:
        raise Refused("proof-form", "an inclusion proof of another entry or to another checkpoint")
    merkle.verify_inclusion(index, head.size, one.leaf, found.hashes, head.root)
    return one


def _chains(found: Mapping[int, Entry], size: int) -> dict[Digest, tuple[int, ...]]:
    """Give each item's entries: from the `shown` at the end of the log down to its first."""
    tips: dict[Digest, int] = {}
    index = size - 1
    while (tip := found.get(index)) is not None and tip.type == "shown" and len(tip.about) == 1:
        item = tip.about[0][0]
        if item in tips:
            break
        tips[item], index = index, index - 1
    if not tips:
        raise Damaged("proof-tip", "the log does not end in the showing of these items")
    chains = {item: tuple(_chain(found, item, tip)) for item, tip in tips.items()}
    others = found.keys() - {index for chain in chains.values() for index in chain}
    if any(found[index].type != "key-rotated" for index in others):
        raise Damaged("proof-chain", "an entry stands here that no item leads to")
    return chains


def _chain(found: Mapping[int, Entry], item: Digest, tip: int) -> Iterator[int]:
    index: int | None = tip
    while index is not None:
        about = dict(found[index].about) if index in found else {}
        if item not in about:
            raise Damaged("proof-chain", f"entry {index} of an item is missing")
        yield index
        index = about[item]


def _keys(
    found: Mapping[int, Entry], chains: Mapping[Digest, tuple[int, ...]], key: bytes
) -> tuple[bytes, ...]:
    """Give the keys that were rotated to the one that signed, oldest first, and that one."""
    keys = [key]
    for index in sorted(found, reverse=True):
        one = found[index]
        if one.type != "key-rotated":
            continue
        try:
            old, new = bytes.fromhex(one.body["old"]), bytes.fromhex(one.body["new"])
        except (KeyError, TypeError, ValueError) as exc:
            raise Refused("entry-field", "a rotation without its keys") from exc
        if new != keys[0] or not rotation_holds(one, old):
            raise Damaged("key-rotation", "a key rotation is not signed by both keys")
        keys.insert(0, old)
    return tuple(keys)


def _stamps(files: Mapping[str, bytes], head: Checkpoint, keys: tuple[bytes, ...]) -> None:
    """Check that each earlier checkpoint is signed by the log and leads on to this one."""
    for name in files:
        if (found := _STAMP.fullmatch(name)) is None:
            continue
        earlier = note.parse(files[name])
        lines = files.get(f"stamps/{found[1]}.consistency", b"").splitlines()
        hashes = [_hash(line) for line in lines]
        if earlier.size == 0:
            raise Damaged("consistency", "an empty tree says nothing about a later one")
        merkle.verify_consistency(earlier.size, head.size, earlier.root, head.root, hashes)
        if not any(_is_signed(files[name], key) for key in keys):
            raise Damaged("checkpoint-signature", "an earlier checkpoint is not signed by the log")
        for kind, ending in ENDINGS.items():
            if token := files.get(f"stamps/{found[1]}{ending}"):
                _about(kind, token, files[name])


def _about(kind: str, token: bytes, checkpoint: bytes) -> None:
    """Require that a token is about a checkpoint; whether it holds is for whoever has roots and keys."""
    with Judge(Trust(), second_opinion=False) as judge:
        said = judge.judge(kind, token, checkpoint)
    if said.standing == "contradicted":
        raise Damaged(said.code, said.what)


def _is_signed(signed: bytes, key: bytes) -> bool:
    try:
        note.open_signed(signed, key)
    except Damaged:
        return False
    return True


def _hash(line: bytes) -> bytes:
    try:
        raw = decode_base64(line.decode("ascii"))
    except (Refused, UnicodeDecodeError) as exc:
        raise Refused("proof-form", "a line of a consistency proof is no hash") from exc
    if len(raw) != 32:
        raise Refused("proof-form", "a hash of a consistency proof has 32 bytes")
    return raw


def _fields(files: Mapping[str, bytes], found: Mapping[int, Entry]) -> Iterator[Shown]:
    """Give the personal values shown, each recomputed."""
    for one in canonical.decode(files.get(FIELDS, b"[]")):
        try:
            index, name = one["entry"], one["field"]
            value = Personal.of(one["value"], bytes.fromhex(one["salt"]))
            stated = found[index].private.get(name) if index in found else None
        except (KeyError, TypeError, ValueError, AttributeError, Mistaken) as exc:
            raise Refused("entry-field", "a value shown lacks a field") from exc
        if len(value.salt) != 32 or value.commitment != stated:
            raise Damaged("proof-field", "a value is shown that its entry does not commit to")
        yield Shown(index, name, value.value)
