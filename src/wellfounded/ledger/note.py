"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint): text that somebody signed, in lines a person can read."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass

from wellfounded.ledger.signer import Signer, signature_holds
from wellfounded.terms.errors import Damaged, Refused

_ED25519 = b"\x01"
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/=]+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
MAX_NOTE_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, how many entries it has, and their Merkle root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Give the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def key_id(name: str, public_key: bytes) -> bytes:
    """Give the four bytes that name an Ed25519 key in a signature line (signed-note, 'Signatures')."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def sign(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """Give the signed note of a checkpoint, under the log's origin as key name."""
    text = checkpoint.text()
    signature = key_id(checkpoint.origin, signer.public_key) + signer.sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {b64encode(signature).decode()}\n".encode()


def parse(note: bytes) -> Checkpoint:
    """Read a note's checkpoint without judging its signatures; raises Refused `checkpoint-form`."""
    lines = _split(note)[0].split("\n")
    if len(lines) < 4 or not lines[0] or _SIZE.fullmatch(lines[1]) is None:
        raise Refused(
            "checkpoint-form", "a checkpoint is an origin, a size and a root, a line each"
        )
    root = decode_base64(lines[2])
    if len(root) != 32:
        raise Refused("checkpoint-form", "the root of a checkpoint has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def names_key(note: bytes, name: str, public_key: bytes) -> bool:
    """Say whether a note has a signature line that names this key; the signature is not judged."""
    wanted = (name, key_id(name, public_key))
    return any((signer, raw[:4]) == wanted for signer, raw in _split(note)[1])


def open_signed(note: bytes, public_key: bytes) -> Checkpoint:
    """Read a note's checkpoint and require the log's own signature by `public_key`.

    Raises Refused `checkpoint-form`, or Damaged `checkpoint-signature`. Other signatures (cosignatures) are ignored here.
    """
    checkpoint = parse(note)
    text, signatures = _split(note)
    wanted = key_id(checkpoint.origin, public_key)
    for name, raw in signatures:
        if name == checkpoint.origin and raw[:4] == wanted:
            if signature_holds(public_key, raw[4:], text.encode()):
                return checkpoint
            raise Damaged("checkpoint-signature", "the signature of a checkpoint does not hold")
    raise Damaged("checkpoint-signature", "the checkpoint is not signed by this log's key")


def text_of(note: bytes) -> str:
    """Give the signed text of a note, with its last newline; raises Refused `checkpoint-form`."""
    return _split(note)[0]


def signatures_of(note: bytes) -> list[tuple[str, bytes]]:
    """Give the name of each signature line of a note, with its id and signature; raises Refused `checkpoint-form`."""
    return _split(note)[1]


def with_signatures(text: str, signatures: Iterable[tuple[str, bytes]]) -> bytes:
    """Give a note of this text and these signature lines."""
    lines = "".join(f"— {name} {b64encode(raw).decode()}\n" for name, raw in signatures)
    return f"{text}\n{lines}".encode()


def signature_lines(lines: bytes) -> list[tuple[str, bytes]]:
    """Read signature lines that stand alone: the name of each, and its id and signature; raises Refused `checkpoint-form`."""
    return _split(b"-\n\n" + lines)[1]


def _split(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Give the signed text with its last newline, and the (name, id and signature) pairs."""
    if len(note) > MAX_NOTE_BYTES:
        raise Refused("checkpoint-form", f"a signed note has at most {MAX_NOTE_BYTES} bytes")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise Refused("checkpoint-form", "a signed note is UTF-8") from exc
    text, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", whole):
        raise Refused("checkpoint-form", "a signed note ends in a blank line and signature lines")
    signatures = []
    for line in tail[:-1].split("\n"):
        found = _SIGNATURE.fullmatch(line)
        if found is None:
            raise Refused("checkpoint-form", "a line among the signatures is none")
        raw = decode_base64(found.group(2))
        if len(raw) < 5:
            raise Refused("checkpoint-form", "a signature line is too short")
        signatures.append((found.group(1), raw))
    return text + "\n", signatures


def decode_base64(text: str) -> bytes:
    """Read base64 in its one canonical form; raises Refused `checkpoint-form`."""
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError) as exc:
        raise Refused("checkpoint-form", "not base64") from exc
    if b64encode(raw).decode() != text:
        raise Refused("checkpoint-form", "not the one base64 form of these bytes")
    return raw
