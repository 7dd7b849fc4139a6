"""The keys of a case: its identities, oldest first, and what is derived from them. Held in memory alone, never printed."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wellfounded.terms.errors import Damaged
from wellfounded.vault.encrypted.age import Stanza, derive
from wellfounded.vault.encrypted.identity import Identity, Recipient

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

MOST = 64
"""So many identities fit a person's file: one, and one more each time somebody is removed."""


@dataclass(frozen=True)
class Ring:
    """The identities of a case. New files are encrypted to the newest; any opens what was encrypted to it."""

    identities: tuple[Identity, ...]

    @classmethod
    def new(cls) -> Ring:
        """Begin with one fresh identity."""
        return cls((Identity.new(),))

    @classmethod
    def decode(cls, data: bytes) -> Ring:
        """Read the ring a person's file holds; raises Damaged `access-form`."""
        count = data[0] if data else 0
        if not 0 < count <= MOST or len(data) != 1 + 32 * MOST:
            raise Damaged("access-form", "a person's file does not hold the keys of a case")
        secrets = (data[1 + 32 * n : 33 + 32 * n] for n in range(count))
        return cls(tuple(Identity.of(s) for s in secrets))

    def encode(self) -> bytes:
        """Give the fixed 2,049 bytes a person's file holds: how many, the secrets, zeros."""
        secrets = b"".join(i.secret for i in self.identities)
        return bytes([len(self.identities)]) + secrets.ljust(32 * MOST, b"\0")

    def grown(self) -> Ring:
        """Give this ring with one more identity, for what is new from now on."""
        return Ring((*self.identities, Identity.new()))

    @property
    def recipient(self) -> Recipient:
        """What new files are encrypted to."""
        return self.identities[-1].recipient

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """See age.Opener: the newest identity is tried first."""
        for identity in reversed(self.identities):
            if (key := identity.unwrap(stanzas)) is not None:
                return key
        return None

    @cached_property
    def ciphers(self) -> tuple[AESSIV, ...]:
        """What encrypts names, newest first."""
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        newest = reversed(self.identities)
        return tuple(AESSIV(derive(i.secret, b"", b"wf-names/1", 64)) for i in newest)

    def database_key(self) -> bytes:
        """Give the 32-byte key of the databases under `cache/`."""
        return derive(self.identities[-1].secret, b"", b"wf-database/1")

    def digest(self, what: str, data: bytes) -> str:
        """Give a name for `data` that says nothing without the keys: HMAC-SHA-256 in hex, the same over the life of the case."""
        key = derive(self.identities[0].secret, b"", b"wf-digest/1")
        return hmac.new(key, what.encode() + b"\0" + data, "sha256").hexdigest()

    def __repr__(self) -> str:
        """Show how many, and nothing else."""
        return f"Ring({len(self.identities)})"
