"""An Emitter that keeps everything in memory, and a way to run one decoder on some bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wellfounded.terms import canonical
from wellfounded.terms.decoding import Emitter, Limits, Settings, Source, Unreadable
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import (
    Fact,
    Failure,
    Member,
    Passage,
    Picture,
    RawName,
    Record,
    from_json,
)


@dataclass
class Collected:
    """What a decoder handed over, in order; the records have been through canonical JSON."""

    records: list[Record] = field(default_factory=list)
    blobs: dict[Digest, bytes] = field(default_factory=dict)
    members: list[tuple[Member, bytes]] = field(default_factory=list)

    def record(self, record: Record) -> None:
        """Keep one record, refusing what the wire would refuse."""
        line = canonical.encode(record.to_json())
        again = from_json(canonical.decode(line))
        if again is None or canonical.encode(again.to_json()) != line:
            raise AssertionError(f"the record does not survive its format: {record}")
        self.records.append(record)

    def blob(self, data: bytes) -> Digest:
        """Keep one blob."""
        digest = Digest.of(data)
        self.blobs[digest] = data
        return digest

    def member(
        self,
        name: RawName,
        *,
        relation: str = "member",
        locus: Locus | None = None,
        facts: tuple[tuple[str, str], ...] = (),
    ) -> Writing:
        """Begin the next member."""
        return Writing(self, name, relation, locus, facts)

    @property
    def facts(self) -> dict[str, str | int]:
        """Every fact by name; the last of a name wins."""
        return {r.name: r.value for r in self.records if isinstance(r, Fact)}

    def named(self, name: str) -> list[Fact]:
        """Every fact of one name, in order."""
        return [r for r in self.records if isinstance(r, Fact) and r.name == name]

    @property
    def passages(self) -> list[Passage]:
        """Every passage, in order."""
        return [r for r in self.records if isinstance(r, Passage)]

    @property
    def text(self) -> str:
        """The text of every passage, one a line."""
        return "\n".join(p.text for p in self.passages)

    def pictures(self, role: str = "") -> list[Picture]:
        """Every picture, or those of one role."""
        found = [r for r in self.records if isinstance(r, Picture)]
        return [p for p in found if role in ("", p.role)]

    @property
    def failures(self) -> list[Failure]:
        """Every failure, in order."""
        return [r for r in self.records if isinstance(r, Failure)]

    @property
    def codes(self) -> list[str]:
        """The code of every failure, in order."""
        return [f.code for f in self.failures]


@dataclass
class Writing:
    """One member being streamed out."""

    into: Collected
    name: RawName
    relation: str
    locus: Locus | None
    facts: tuple[tuple[str, str], ...]
    data: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self.data += data

    def close(self) -> Digest:
        """End the member and keep it."""
        data = bytes(self.data)
        digest = Digest.of(data)
        member = Member(
            self.name,
            digest,
            len(data),
            len(self.into.members),
            self.relation,
            self.locus,
            self.facts,
        )
        self.into.members.append((member, data))
        self.into.record(member)
        return digest

    def abandon(self, code: str, what: str) -> None:
        """End the member unread: a failure stands in its place."""
        self.into.record(Failure("member", code, what, locus=self.locus))


Decoder = Callable[[Source, Emitter, Settings], None]


def run(
    decoder: Decoder,
    data: bytes,
    name: str = "item",
    *,
    settings: Settings | None = None,
    limits: Limits | None = None,
    **more: Any,
) -> Collected:
    """Read `data` with a decoder as the worker would: what it raises becomes the item's failure."""
    out = Collected()
    source = Source(io.BytesIO(data), Digest.of(data), len(data), name, limits or Limits(**more))
    try:
        decoder(source, out, settings or {})
    except Unreadable as stop:
        out.record(Failure("read", stop.code, stop.what, next=stop.next))
    return out
