"""Cosignatures of witnesses on a checkpoint (C2SP tlog-cosignature, Ed25519 version 1), and keys as text (C2SP signed-note, 'Verifier keys')."""

from __future__ import annotations

import hashlib
import struct
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from wellfounded.ledger import note
from wellfounded.ledger.signer import Signer, signature_holds
from wellfounded.ledger.stamps.verdict import Verdict, contradicted, unknown
from wellfounded.terms.errors import Mistaken, Refused

LOG, WITNESS = 1, 4
_TIME = struct.Struct(">Q")
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name: `type` is 1 for a log's own signatures, 4 for a witness's cosignatures."""

    name: str
    type: int
    public_key: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that name it in a signature line."""
        tagged = self.name.encode() + b"\n" + bytes([self.type]) + self.public_key
        return hashlib.sha256(tagged).digest()[:4]

    def __str__(self) -> str:
        """Give the key as text: name, id in hex, type and key in base64, with a plus between."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.type]) + self.public_key).decode()}"

    @classmethod
    def parse(cls, text: str, type: int) -> VerifierKey:
        """Read a key of one type; raises Mistaken `key-text`."""
        name, plus, rest = text.strip().partition("+")
        stated, _, encoded = rest.partition("+")
        try:
            raw = note.decode_base64(encoded)
        except Refused:
            raw = b""
        if not name or not plus or len(raw) != 33 or raw[0] != type or not name.isprintable():
            kind = "witness" if type == WITNESS else "log"
            raise Mistaken(
                "key-text",
                f"not the key of a {kind}: {text.strip()[:60]!r}",
                next="copy the whole line NAME+DIGITS+BASE64, as its owner gives it",
            )
        key = cls(name, type, raw[1:])
        if key.id.hex() != stated:
            raise Mistaken("key-text", "the key and its digits disagree: it was not copied whole")
        return key


def cosign(checkpoint: bytes, name: str, signer: Signer, seconds: int) -> bytes:
    """Give the signature line of a witness on a checkpoint, made at `seconds` since 1970."""
    key = VerifierKey(name, WITNESS, signer.public_key)
    signature = signer.sign(_message(note.text_of(checkpoint), seconds))
    raw = key.id + _TIME.pack(seconds) + signature
    return f"— {name} {b64encode(raw).decode()}\n".encode()


def judge(lines: bytes, checkpoint: bytes, keys: Sequence[VerifierKey]) -> Verdict:
    """Judge lines of cosignatures as stamps on a checkpoint: the earliest that holds under one of `keys` counts."""
    try:
        found, text = note.signature_lines(lines), note.text_of(checkpoint)
    except Refused as exc:
        return contradicted("stamp-form", f"that is no cosignature: {exc.what}")
    held, wrong = [], ""
    for name, raw in found:
        key = next((k for k in keys if (k.name, k.id) == (name, raw[:4])), None)
        if key is None:
            continue
        seconds = _TIME.unpack(raw[4:12])[0] if len(raw) == 76 else 0
        if 0 < seconds < 1 << 43 and signature_holds(
            key.public_key, raw[12:], _message(text, seconds)
        ):
            held.append((seconds, name))
        else:
            wrong = name
    if wrong:
        what = f"the cosignature of {wrong} does not hold for this checkpoint"
        return contradicted("stamp-signature", what, who=wrong)
    if not held:
        names = ", ".join(dict.fromkeys(name for name, _ in found))
        return unknown(
            "stamp-no-key",
            f"a cosignature in the name of {names}: you hold no key of that witness",
            who=names,
            next="get the key from its owner: wellfounded witness new NAME --key KEY",
        )
    seconds, name = min(held)
    return Verdict("holds", name, seconds * _SECOND, _SECOND)


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
