"""A digest: the algorithm and the bytes, printed `sha256:<hex>`, parsed strictly."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from wellfounded.terms.errors import Mistaken

_FORM = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """The identity of some bytes under SHA-256 (FIPS 180-4)."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse anything but 32 bytes."""
        if len(self.raw) != 32:
            raise Mistaken("digest-form", f"a SHA-256 digest has 32 bytes, not {len(self.raw)}")

    @property
    def algorithm(self) -> str:
        """The name of the hash function; one today, spelled out so that a second can come."""
        return "sha256"

    @property
    def hex(self) -> str:
        """The 64 lower-case hexadecimal digits, without the algorithm."""
        return self.raw.hex()

    @classmethod
    def of(cls, data: bytes) -> Digest:
        """Give the digest of `data`."""
        return cls(hashlib.sha256(data).digest())

    @staticmethod
    def is_printed(text: str) -> bool:
        """Say whether `text` is a digest as `parse` reads it."""
        return _FORM.fullmatch(text) is not None

    @classmethod
    def parse(cls, text: str) -> Digest:
        """Read `sha256:` and 64 lower-case digits; anything else raises Mistaken `digest-form`."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise Mistaken(
                "digest-form", f"not a digest: {text[:80]!r}", next="write sha256:<64 hex>"
            )
        return cls(bytes.fromhex(found.group(1)))

    def __hash__(self) -> int:
        """Give the hash of the bytes: sets of a hundred thousand digests ask for it often."""
        return hash(self.raw)

    def __str__(self) -> str:
        """Give `sha256:<hex>`."""
        return f"sha256:{self.raw.hex()}"
