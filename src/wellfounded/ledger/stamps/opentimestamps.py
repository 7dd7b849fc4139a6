"""OpenTimestamps proofs (detached `.ots` files, version 1), read by the published format and checked against block headers a reader has.

A proof is a tree of operations on a digest; each of its ends is an attestation: a Bitcoin block whose Merkle root the bytes are, or a
calendar's promise of one. Forged, not yet confirmed, and not checkable here are three answers.
Format: opentimestamps.org, python-opentimestamps `core/{serialize,timestamp,op,notary}.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wellfounded.ledger.stamps.headers import Headers
from wellfounded.ledger.stamps.verdict import Verdict, contradicted, unknown
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

MAGIC = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294")
MAX_BYTES = 1 << 18
WITHIN_S = 7200
"""How far a miner may set a block's clock from the network's (Bitcoin Core: MAX_FUTURE_BLOCK_TIME, 2 h)."""

_BITCOIN = bytes.fromhex("0588960d73d71901")
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_MAX_DEPTH, _MAX_MESSAGE, _MAX_PAYLOAD, _MAX_ENDS = 256, 4096, 8192, 1000
_SHA256 = 0x08
_ATTESTATION, _FORK = 0x00, 0xFF
_UNARY: dict[int, Callable[[bytes], bytes]] = {
    0x02: lambda m: hashlib.sha1(m).digest(),
    _SHA256: lambda m: hashlib.sha256(m).digest(),
    0xF2: lambda m: m[::-1],
    0xF3: lambda m: m.hex().encode(),
}
_BINARY: dict[int, Callable[[bytes, bytes], bytes]] = {
    0xF0: lambda m, argument: m + argument,
    0xF1: lambda m, argument: argument + m,
}
_NOT_COMPUTED = {0x03: "RIPEMD-160", 0x67: "Keccak-256"}


@dataclass(frozen=True, slots=True)
class Attestation:
    """One end of a proof: the block's height and the Merkle root it must have, or the calendar that promised one, or what cannot be followed."""

    height: int | None = None
    root: bytes = b""
    calendar: str = ""
    other: str = ""


def read(proof: bytes) -> tuple[bytes, list[Attestation]]:
    """Give the SHA-256 digest a proof is about, and its attestations; raises Refused `stamp-form`, `stamp-digest`."""
    if len(proof) > MAX_BYTES or not proof.startswith(MAGIC):
        raise Refused("stamp-form", "that is no OpenTimestamps proof")
    bytes_ = _Bytes(proof, len(MAGIC))
    if bytes_.number() != 1:
        raise Refused("stamp-form", "an OpenTimestamps proof of another version than 1")
    if bytes_.take(1)[0] != _SHA256:
        raise Refused("stamp-digest", "the proof is not about a SHA-256 digest")
    digest = bytes_.take(32)
    found: list[Attestation] = []
    for one in _ends(bytes_, digest, 0):
        found.append(one)
        if len(found) > _MAX_ENDS:
            raise Refused("stamp-form", f"the proof has more than {_MAX_ENDS} ends")
    if not bytes_.ended:
        raise Refused("stamp-form", "bytes follow the proof")
    return digest, found


def judge(proof: bytes, message: bytes, headers: Headers | None) -> Verdict:
    """Judge a proof as a stamp on `message`: the earliest block whose header the reader has, and whose Merkle root it is, counts."""
    try:
        digest, found = read(proof)
    except Refused as exc:
        return contradicted(exc.code, exc.what)
    if digest != Digest.of(message).raw:
        what = "the proof is about other bytes than this checkpoint"
        step = "name the checkpoint file it was made for"
        return contradicted("stamp-other-checkpoint", what, next=step)
    held: list[tuple[int, int]] = []
    missing = []
    for one in found:
        if one.height is None:
            continue
        header = None if headers is None else headers.at(one.height)
        if header is None:
            missing.append(one.height)
        elif header.root != one.root:
            what = f"block {one.height} has another Merkle root than the proof leads to"
            return contradicted("stamp-block", what, who=f"Bitcoin block {one.height}")
        else:
            held.append((header.time, one.height))
    if held:
        time, height = min(held)
        note = "the block's own clock, which may be up to two hours off"
        who = f"Bitcoin block {height}"
        return Verdict("holds", who, time * 1_000_000, WITHIN_S * 1_000_000, notes=(note,))
    return _not_held(found, missing)


def _not_held(found: list[Attestation], missing: list[int]) -> Verdict:
    if missing:
        blocks = ", ".join(str(h) for h in sorted(set(missing)))
        return unknown(
            "stamp-no-headers",
            f"the proof leads to Bitcoin block {blocks}, whose header you do not have",
            who=f"Bitcoin block {min(missing)}",
            next="give a file of block headers: wellfounded check --headers FILE",
        )
    calendars = sorted({a.calendar for a in found if a.calendar})
    if calendars:
        return unknown(
            "stamp-pending",
            "a calendar has promised a block and the proof names none yet",
            who=", ".join(calendars),
            next="complete the file with an OpenTimestamps client (ots upgrade), and keep it again",
        )
    others = sorted({a.other for a in found if a.other})
    what = "the proof ends in nothing that can be checked here: " + ", ".join(others)
    return unknown("stamp-unknown-end", what)


def _ends(data: _Bytes, message: bytes | None, depth: int) -> Iterator[Attestation]:
    """Walk the tree from `message`; None is one that an operation we do not compute would give."""
    if depth > _MAX_DEPTH:
        raise Refused("stamp-form", f"the proof is deeper than {_MAX_DEPTH} operations")
    tag = data.take(1)[0]
    while tag == _FORK:
        yield from _branch(data, data.take(1)[0], message, depth)
        tag = data.take(1)[0]
    yield from _branch(data, tag, message, depth)


def _branch(data: _Bytes, tag: int, message: bytes | None, depth: int) -> Iterator[Attestation]:
    if tag == _ATTESTATION:
        yield _attestation(data, message)
        return
    result = message
    if tag in _BINARY:
        argument = data.varbytes(_MAX_MESSAGE)
        result = None if message is None else _BINARY[tag](message, argument)
    elif tag in _UNARY:
        result = None if message is None else _UNARY[tag](message)
    elif tag in _NOT_COMPUTED:
        result = None
    else:
        raise Refused("stamp-form", f"an operation this format does not have: {tag:#04x}")
    if result is not None and not 0 < len(result) <= _MAX_MESSAGE:
        raise Refused("stamp-form", "an operation gives more than a proof may")
    yield from _ends(data, result, depth + 1)


def _attestation(data: _Bytes, message: bytes | None) -> Attestation:
    tag, payload = data.take(8), _Bytes(data.varbytes(_MAX_PAYLOAD))
    if tag == _PENDING:
        uri = payload.varbytes(1000).decode("ascii", "replace")
        return Attestation(calendar=uri)
    if tag == _BITCOIN:
        height = payload.number()
        if message is None or len(message) != 32:
            return Attestation(other=f"block {height}, by a digest not computed here")
        return Attestation(height=height, root=message)
    return Attestation(other=f"an attestation of kind {tag.hex()}")


class _Bytes:
    """A cursor over bytes that ends in Refused, never in an index error."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data, self._at = data, at

    @property
    def ended(self) -> bool:
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        if len(found) != count:
            raise Refused("stamp-form", "the proof breaks off")
        self._at += count
        return found

    def number(self) -> int:
        """Read a number in groups of seven bits, the lowest first."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
            if shift > 35:
                raise Refused("stamp-form", "a number in the proof is too large")

    def varbytes(self, most: int) -> bytes:
        count = self.number()
        if count > most:
            raise Refused("stamp-form", "a part of the proof is longer than it may be")
        return self.take(count)
