"""A log in memory that grows, for tests of witnesses."""

from __future__ import annotations

from wellfounded.ledger import Checkpoint, KeySigner, merkle, note, tiles
from wellfounded.ledger.stamps.cosignature import LOG, VerifierKey
from wellfounded.ledger.witness import protocol


class Growing:
    """A log of invented entries, its key, and what it would send to a witness."""

    def __init__(self, origin: str = "wf/00112233aabbccdd", seed: int = 1, salt: str = "") -> None:
        self.origin, self.salt = origin, salt
        self.signer = KeySigner.from_seed(bytes([seed]) * 32)
        self.key = VerifierKey(origin, LOG, self.signer.public_key)

    def _subtree(self, level: int, index: int) -> bytes:
        start = index << level
        leaves = [
            merkle.leaf_hash(f"{self.salt}{n}".encode()) for n in range(start, start + (1 << level))
        ]
        return tiles.rolled_up(leaves)

    def checkpoint(self, size: int) -> bytes:
        """The signed checkpoint at a size."""
        return note.sign(
            Checkpoint(self.origin, size, merkle.root(self._subtree, size)), self.signer
        )

    def proof(self, old: int, size: int) -> list[bytes]:
        """The consistency proof between two sizes."""
        return merkle.consistency_proof(self._subtree, old, size) if 0 < old < size else []

    def request(self, old: int, size: int) -> bytes:
        """The body of a request."""
        return protocol.compose(old, self.proof(old, size), self.checkpoint(size))
