"""Which stamps and earlier checkpoints go into a proof: what binds the item's first entry in time, and what the receiver holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfounded.case.folder import Case
from wellfounded.ledger import note
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused

ENDINGS = {"rfc3161": ".tsr", "opentimestamps": ".ots", "cosignature": ".cosig"}
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier checkpoint of the log, and what somebody outside said about it, if anything: `ending` names the kind of token."""

    checkpoint: bytes
    ending: str = ""
    token: bytes = b""

    @property
    def size(self) -> int:
        """How many entries it covers."""
        return note.parse(self.checkpoint).size


def stamps_for(case: Case, stamped: Sequence[Mapping[str, Any]], first: int) -> Iterator[Earlier]:
    """Give of each kind and authority the earliest stamp that covers entry `first`, and the newest there is.

    The first says since when the item's receipt stands, the second up to when nothing before it was changed. What cannot be read is
    left out: `check` names it.
    """
    chosen: dict[str, Mapping[str, Any]] = {}
    for body in stamped:
        covers = isinstance(body.get("size"), int) and body["size"] > first
        if covers and body.get("kind") in ENDINGS:
            who = f"{body['kind']} {body.get('by')}"
            chosen.setdefault("earliest " + who, body)
            chosen["newest " + who] = body
    for token in dict.fromkeys(str(body.get("token")) for body in chosen.values()):
        body = next(b for b in chosen.values() if str(b.get("token")) == token)
        try:
            checkpoint = _object(case, str(body.get("checkpoint")))
            yield Earlier(checkpoint, ENDINGS[body["kind"]], _object(case, token))
        except (Mistaken, Refused, OSError):
            continue


def earlier_files(stem: str, one: Earlier, consistency: bytes) -> dict[str, bytes]:
    """Give the files of an earlier checkpoint in a proof."""
    files = {f"{stem}.checkpoint": one.checkpoint, f"{stem}.consistency": consistency}
    if one.ending:
        files[stem + one.ending] = one.token
    return files


def _object(case: Case, text: str) -> bytes:
    """Give a small object of the vault, whole and unchanged."""
    digest = Digest.parse(text)
    with case.vault.open(digest) as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES or Digest.of(data) != digest:
        raise Refused("stamp-unread", "an object of a stamp has changed or is too large")
    return data
