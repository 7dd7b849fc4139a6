"""One entry of a log: its exact bytes, and what they say (docs/formats/entry.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wellfounded.ledger.merkle import leaf_hash
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused, WellfoundedError

FORMAT = "wf-entry/1"
MAX_BYTES = 16_384
KNOWN_TYPES = frozenset(
    (
        *("element", "exhibit", "exhibit-order"),
        *("opened", "received", "not-received", "read", "handling", "amended", "unlocked"),
        *("withdrawn", "weaker-jail", "key-rotated", "reported", "actor"),
        *("linked", "noted", "stamped", "joined", "matter", "shown", "decided"),
        *("exported", "access", "bound", "issued", "captured", "annotator"),
    )
)
_ORIGIN = re.compile(r"wf/[0-9a-f]{16}", re.ASCII)
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}", re.ASCII)
_TYPE = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
_SALT = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a place in a log. `private` maps a field name to its commitment (never to a value)."""

    type: str
    about: tuple[Digest, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Digest] = field(default_factory=dict)
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A written entry: the bytes that were hashed, and their parsed fields. Unknown fields are in `fields` too."""

    data: bytes
    fields: Mapping[str, Any]

    @property
    def index(self) -> int:
        """Position in its log, from 0."""
        return int(self.fields["index"])

    @property
    def type(self) -> str:
        """What happened."""
        return str(self.fields["type"])

    @property
    def actor(self) -> str:
        """The handle it was done under."""
        return str(self.fields["actor"])

    @property
    def clock(self) -> int:
        """The computer's clock, in microseconds since 1970 UTC: the writer's word."""
        return int(self.fields["clock"])

    @property
    def body(self) -> Mapping[str, Any]:
        """The fields of the type."""
        body: Mapping[str, Any] = self.fields.get("body", {})
        return body

    @property
    def about(self) -> tuple[tuple[Digest, int | None], ...]:
        """The items it is about, each with the index of the entry before this one about that item."""
        return tuple((Digest.parse(a["item"]), a["prev"]) for a in self.fields.get("about", ()))

    @property
    def private(self) -> dict[str, Digest]:
        """The commitments to its personal fields, by name."""
        return {k: Digest.parse(v) for k, v in self.fields.get("private", {}).items()}

    @property
    def unheeded(self) -> bool:
        """Say whether it is marked critical and of a type this version does not know."""
        return bool(self.fields.get("critical")) and self.type not in KNOWN_TYPES

    @property
    def leaf(self) -> bytes:
        """Its leaf hash."""
        return leaf_hash(self.data)


def compose(
    draft: Draft,
    *,
    log: str,
    index: int,
    actor: str,
    clock: int,
    previous: Mapping[Digest, int | None],
) -> Entry:
    """Give the entry a draft becomes at its place, under a fresh salt; raises Mistaken for a bad handle or size."""
    check_handle(actor)
    fields: dict[str, Any] = {
        "format": FORMAT,
        "log": log,
        "index": index,
        "type": draft.type,
        "actor": actor,
        "clock": clock,
        "salt": os.urandom(32).hex(),
    }
    if draft.about:
        fields["about"] = [{"item": str(d), "prev": previous[d]} for d in draft.about]
    if draft.body:
        fields["body"] = dict(draft.body)
    if draft.private:
        fields["private"] = {name: str(c) for name, c in draft.private.items()}
    if draft.critical:
        fields["critical"] = True
    data = canonical.encode(fields)
    if len(data) > MAX_BYTES:
        raise Mistaken(
            "entry-size", f"an entry has at most {MAX_BYTES} bytes, this one {len(data)}"
        )
    return Entry(data, fields)


def read(data: bytes, log: str, index: int) -> Entry:
    """Read and check stored bytes; raises Refused with the code docs/formats/entry.md gives."""
    if len(data) > MAX_BYTES:
        raise Refused("entry-size", f"an entry has at most {MAX_BYTES} bytes")
    fields = canonical.decode(data)
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise Refused("entry-format", f"not a {FORMAT} entry")
    try:
        _check(fields)
    except (KeyError, TypeError, AttributeError, WellfoundedError) as exc:
        raise Refused(
            "entry-field", "a field is missing or has the wrong form", why=str(exc)
        ) from exc
    if fields["log"] != log or fields["index"] != index:
        raise Refused("entry-place", f"this entry is not entry {index} of {log}")
    if any(p is not None and p >= index for p in (a["prev"] for a in fields.get("about", ()))):
        raise Refused("entry-prev", "an entry names a later one as its predecessor")
    return Entry(data, fields)


def check_handle(handle: str) -> None:
    """Refuse what is not a handle; raises Mistaken `handle-form`."""
    if _HANDLE.fullmatch(handle) is None:
        raise Mistaken(
            "handle-form",
            f"not a handle: {handle[:40]!r}",
            next="use 1 to 32 of a-z 0-9 . _ - and keep real names in the private list",
        )


def _check(fields: dict[str, Any]) -> None:
    """Raise TypeError, KeyError or Mistaken unless every known field has its form."""
    ok = (
        _ORIGIN.fullmatch(fields["log"])
        and _TYPE.fullmatch(fields["type"])
        and _SALT.fullmatch(fields["salt"])
        and _HANDLE.fullmatch(fields["actor"])
        and _counts(fields["index"])
        and type(fields["clock"]) is int
        and type(fields.get("critical", True)) is bool
        and type(fields.get("body", {})) is dict
        and type(fields.get("private", {})) is dict
        and type(fields.get("about", [])) is list
    )
    if not ok:
        raise TypeError("log, type, salt, actor, index, clock, critical, body, private or about")
    if not all(map(Digest.is_printed, fields.get("private", {}).values())):
        raise TypeError("private")
    about = fields.get("about", [])
    items = {a["item"] for a in about}
    if (
        len(items) != len(about)
        or not all(map(Digest.is_printed, items))
        or not all(a["prev"] is None or _counts(a["prev"]) for a in about)
    ):
        raise TypeError("about")


def _counts(value: object) -> bool:
    return type(value) is int and value >= 0
