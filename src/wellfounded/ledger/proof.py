"""An offline proof that an entry is in a log (C2SP tlog-proof), and how it is checked."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from wellfounded.ledger import merkle, note
from wellfounded.terms.errors import Refused

_HEAD = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)
_HASH = re.compile(r"[A-Za-z0-9+/]{43}=", re.ASCII)


@dataclass(frozen=True, slots=True)
class Proof:
    """The index of an entry, the hashes from its leaf's sibling up, and the signed checkpoint they lead to."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    def text(self) -> bytes:
        """Give the `.tlog-proof` file."""
        lines = [_HEAD, f"index {self.index}", *(b64encode(h).decode() for h in self.hashes)]
        return "\n".join(lines).encode() + b"\n\n" + self.checkpoint

    def check(self, entry: bytes, public_key: bytes) -> note.Checkpoint:
        """Check signature and inclusion of `entry`; raises Damaged, or gives the checkpoint it is in."""
        checkpoint = note.open_signed(self.checkpoint, public_key)
        leaf = merkle.leaf_hash(entry)
        merkle.verify_inclusion(self.index, checkpoint.size, leaf, self.hashes, checkpoint.root)
        return checkpoint


def parse(data: bytes) -> Proof:
    """Read a `.tlog-proof` file; raises Refused `proof-form`. Extra data is skipped, it is never trusted."""
    head, blank, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as exc:
        raise Refused("proof-form", "the head of a proof is ASCII") from exc
    if not blank or lines[0] != _HEAD:
        raise Refused("proof-form", f"a proof begins with {_HEAD}")
    rest = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
    found = _INDEX.fullmatch(rest[0]) if rest else None
    if found is None or not all(_HASH.fullmatch(line) for line in rest[1:]) or len(rest) > 65:
        raise Refused("proof-form", "a proof has an index line and then one hash a line")
    note.parse(checkpoint)
    try:
        hashes = tuple(note.decode_base64(line) for line in rest[1:])
    except Refused as exc:
        raise Refused("proof-form", "a hash of a proof is not in its one base64 form") from exc
    return Proof(int(found.group(1)), hashes, checkpoint)
