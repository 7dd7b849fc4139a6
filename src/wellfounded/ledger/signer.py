"""Signing keys: Ed25519 (RFC 8032), kept outside the case, one for each case and computer."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wellfounded.terms.errors import Damaged, Mistaken


class Signer(Protocol):
    """Whoever holds the key of a log."""

    @property
    def public_key(self) -> bytes:
        """The 32-byte Ed25519 public key."""

    def sign(self, message: bytes) -> bytes:
        """Give the 64-byte signature of a message; deterministic."""


@dataclass(frozen=True, slots=True)
class KeySigner:
    """A key held in memory, from its 32-byte seed. Never printed."""

    seed: bytes
    public_key: bytes

    @classmethod
    def from_seed(cls, seed: bytes) -> KeySigner:
        """Take the 32-byte private seed of RFC 8032 section 5.1.5."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(seed, key.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> KeySigner:
        """Make a key from the operating system's randomness."""
        return cls.from_seed(os.urandom(32))

    def sign(self, message: bytes) -> bytes:
        """See Signer."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def __repr__(self) -> str:
        """Show the fingerprint and not the seed."""
        return f"KeySigner({fingerprint(self.public_key)})"


_FIELD = 2**255 - 19
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset((0, 1, _FIELD - 1, _EIGHTH, _FIELD - _EIGHTH))
"""The y coordinates of the curve's points of order 1, 2, 4 and 8."""


def signature_holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether an Ed25519 signature is good, by the strict rules of docs/formats/checkpoint.md.

    The library refuses an S that is not below the group order and an R that is not canonical, but takes points of small order and
    keys that are not canonical: under those, a signature can hold for any message.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not (_is_plain(public_key) and _is_plain(signature[:32])):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_plain(point: bytes) -> bool:
    """Say whether 32 bytes are the canonical form of a point that is not of small order, if they are one at all."""
    y = int.from_bytes(point, "little") & (1 << 255) - 1
    return y < _FIELD and y not in _SMALL_ORDER


def fingerprint(public_key: bytes) -> str:
    """Give what a person reads aloud or prints: SHA-256 of the public key in eight groups of four digits (128 bits)."""
    digits = hashlib.sha256(public_key).hexdigest()[:32]
    return " ".join(digits[n : n + 4] for n in range(0, 32, 4))


class KeyFolder:
    """The folder that holds this person's keys, one file each, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first key is kept."""
        self._folder = folder

    def path(self, public_key: bytes) -> Path:
        """Give where a key's file lies."""
        return self._folder / f"{hashlib.sha256(public_key).hexdigest()[:16]}.key"

    def keep(self, signer: KeySigner) -> Path:
        """Write a key, durable on return; its file is mode 0600. An existing file is left as it is."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.path(signer.public_key)
        if not path.exists():
            write_private(path, self.encode(signer))
        return path

    def encode(self, signer: KeySigner) -> bytes:
        """Give the bytes a key is kept as."""
        return key_text(signer).encode()

    def decode(self, data: bytes) -> KeySigner:
        """Read a kept key; raises Mistaken `key-form`."""
        return read_key(data.decode("ascii", "replace"))

    def find(self, public_key: bytes) -> KeySigner | None:
        """Give the key whose public half this is, or None when it is not on this computer."""
        try:
            data = self.path(public_key).read_bytes()
        except FileNotFoundError:
            return None
        signer = self.decode(data)
        if signer.public_key != public_key:
            raise Damaged("key-file", "a key file holds another key than its name says")
        return signer


def key_text(signer: KeySigner) -> str:
    """Give the text of a key file: one JSON object with the seed, the public key and its fingerprint."""
    record = {
        "format": "wf-key/1",
        "seed": signer.seed.hex(),
        "public": signer.public_key.hex(),
        "fingerprint": fingerprint(signer.public_key),
    }
    return json.dumps(record, indent=1) + "\n"


def read_key(text: str) -> KeySigner:
    """Read a key file; raises Mistaken `key-form` for anything else."""
    try:
        record = json.loads(text)
        signer = KeySigner.from_seed(bytes.fromhex(record["seed"]))
        stated = bytes.fromhex(record["public"])
    except (ValueError, KeyError, TypeError) as exc:
        raise Mistaken("key-form", "not a key file of this program") from exc
    if record.get("format") != "wf-key/1" or stated != signer.public_key:
        raise Mistaken("key-form", "the key file disagrees with itself")
    return signer


def write_private(path: Path, data: bytes | str) -> None:
    """Write a small file only its owner can read: whole or not at all, durable on return."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
