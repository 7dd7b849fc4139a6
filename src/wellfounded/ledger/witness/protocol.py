"""The request `add-checkpoint` of C2SP tlog-witness: an old size, a consistency proof and a checkpoint, as lines."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from wellfounded.ledger import note
from wellfounded.terms.errors import Refused

PATH = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
MAX_BYTES = 1 << 14
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is shown. `old` is the size of the checkpoint of this log it cosigned last."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def compose(old: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """Give the body of a request."""
    lines = [f"old {old}", *(b64encode(h).decode() for h in proof)]
    return "\n".join(lines).encode() + b"\n\n" + checkpoint


def parse(body: bytes) -> Request:
    """Read the body of a request; raises Refused `witness-request`, `checkpoint-form`."""
    head, blank, checkpoint = body.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as exc:
        raise _malformed("its head is not ASCII") from exc
    found = _OLD.fullmatch(lines[0])
    if not blank or found is None or len(body) > MAX_BYTES:
        raise _malformed("it does not begin with an old size")
    proof = tuple(note.decode_base64(line) for line in lines[1:])
    if len(proof) > _MOST_HASHES or any(len(h) != 32 for h in proof):
        raise _malformed("its proof is not at most 63 hashes of 32 bytes")
    note.parse(checkpoint)
    return Request(int(found.group(1)), proof, checkpoint)


def _malformed(why: str) -> Refused:
    return Refused("witness-request", "that is no request to a witness", why=why)
