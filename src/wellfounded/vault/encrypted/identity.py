"""age's X25519 keys: an identity opens what was encrypted to its recipient. Written as age writes them (Bech32, BIP 173)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wellfounded.terms.errors import Damaged, Mistaken, Refused
from wellfounded.vault.encrypted.age import KEY, Stanza, b64, seal, shared_key, unb64, unseal

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_SECRET, _PUBLIC = "age-secret-key-", "age"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@dataclass(frozen=True, slots=True)
class Recipient:
    """The public half of a key: files are encrypted to it."""

    point: bytes

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """Read `age1...`; raises Mistaken `age-recipient`, which names what else age has and this program does not take."""
        try:
            prefix, data = _unbech32(text.strip())
        except ValueError as exc:
            raise _not_taken("that is no public key of age", str(exc)) from exc
        if prefix != _PUBLIC or len(data) != 32:
            what = "only X25519 public keys of age are taken: age1 and 58 letters more"
            raise _not_taken(what)
        return cls(data)

    def __str__(self) -> str:
        """Give `age1...`."""
        return _bech32(_PUBLIC, self.point)

    def wrap(self, key: bytes) -> Stanza:
        """Give the stanza that lets the identity open a file; raises Mistaken for a point of low order."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import (
            X25519PrivateKey,
            X25519PublicKey,
        )

        once = X25519PrivateKey.generate()
        share = once.public_key().public_bytes_raw()
        try:
            shared = once.exchange(X25519PublicKey.from_public_bytes(self.point))
        except ValueError as exc:
            raise _not_taken("that public key is of low order") from exc
        return Stanza("X25519", (b64(share),), seal(shared_key(shared, share, self.point), key))


@dataclass(frozen=True, slots=True)
class Identity:
    """A whole key, from its 32 secret bytes. Never printed."""

    secret: bytes
    recipient: Recipient

    @classmethod
    def of(cls, secret: bytes) -> Identity:
        """Take 32 secret bytes."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        key = X25519PrivateKey.from_private_bytes(secret)
        return cls(secret, Recipient(key.public_key().public_bytes_raw()))

    @classmethod
    def new(cls) -> Identity:
        """Make one from the operating system's randomness."""
        return cls.of(os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> Identity:
        """Read `AGE-SECRET-KEY-1...`; raises Refused `age-identity` for other kinds, which are named."""
        try:
            prefix, data = _unbech32(text.strip().lower() if text.strip().isupper() else "")
        except ValueError as exc:
            raise Refused("age-identity", "that is no secret key of age") from exc
        if prefix != _SECRET or len(data) != 32:
            what = "only X25519 secret keys of age are taken, not hybrid ones or plugins'"
            raise Refused("age-identity", what)
        return cls.of(data)

    def __repr__(self) -> str:
        """Show the public half and nothing else."""
        return f"Identity({self.recipient})"

    def text(self) -> str:
        """Give `AGE-SECRET-KEY-1...`."""
        return _bech32(_SECRET, self.secret).upper()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """See age.Opener."""
        for stanza in stanzas:
            if stanza.kind == "X25519" and (key := self._unwrap(stanza)) is not None:
                return key
        return None

    def _unwrap(self, stanza: Stanza) -> bytes | None:
        from cryptography.hazmat.primitives.asymmetric.x25519 import (
            X25519PrivateKey,
            X25519PublicKey,
        )

        malformed = Damaged("age-header", "the header of an encrypted file is malformed")
        if len(stanza.arguments) != 1 or len(stanza.body) != KEY + 16:
            raise malformed
        share = unb64(stanza.arguments[0])
        if len(share) != 32:
            raise malformed
        try:
            shared = X25519PrivateKey.from_private_bytes(self.secret).exchange(
                X25519PublicKey.from_public_bytes(share)
            )
        except ValueError as exc:  # all zero: a share of low order
            raise malformed from exc
        return unseal(shared_key(shared, share, self.recipient.point), stanza.body)


def read_identities(text: str) -> list[Identity]:
    """Read an identity file as age-keygen writes it: one key a line, and comments; raises Refused `age-identity`."""
    lines = (line.strip() for line in text.splitlines())
    found = [Identity.parse(line) for line in lines if line and not line.startswith("#")]
    if not found:
        raise Refused("age-identity", "that file holds no secret key of age")
    return found


def _checksum(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for n, part in enumerate(_GENERATOR):
            check ^= part if top >> n & 1 else 0
    return check


def _spread(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _bech32(prefix: str, data: bytes) -> str:
    bits = int.from_bytes(data) << (-len(data) * 8 % 5)
    count = -(-len(data) * 8 // 5)
    values = [bits >> 5 * n & 31 for n in reversed(range(count))]
    check = _checksum([*_spread(prefix), *values, *([0] * 6)]) ^ 1
    values += [check >> 5 * n & 31 for n in reversed(range(6))]
    return f"{prefix}1{''.join(_LETTERS[v] for v in values)}"


def _unbech32(text: str) -> tuple[str, bytes]:
    """Give prefix and data; raises ValueError."""
    prefix, one, rest = text.rpartition("1")
    if not one or len(rest) < 6 or text != text.lower():
        raise ValueError("not written as age writes keys")
    values = [_LETTERS.index(c) for c in rest]
    if _checksum([*_spread(prefix), *values]) != 1:
        raise ValueError("its checksum does not hold: a letter is wrong")
    bits, spare = 0, (len(values) - 6) * 5 % 8
    for value in values[:-6]:
        bits = bits << 5 | value
    if bits & (1 << spare) - 1:
        raise ValueError("not written as age writes keys")
    return prefix, (bits >> spare).to_bytes((len(values) - 6) * 5 // 8)


def _not_taken(what: str, why: str = "") -> Mistaken:
    return Mistaken("age-recipient", what, why=why, next="age-keygen makes a pair of keys")
