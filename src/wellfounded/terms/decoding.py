"""What a decoder of untrusted bytes is given, and what it may say: the seam between the sandbox and the decoders.

A decoder is a function `read(source: Source, out: Emitter, settings: Settings) -> None` in a module under `untrusted/`. It
runs in a jailed process that lives for one item: no files, no network, no other process. It must not keep state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import RawName, Record

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost before it becomes a Failure. A limit is always reported with the failure it caused."""

    wall_s: int = 120
    cpu_s: int = 100
    memory_bytes: int = 2 * 1024**3
    output_bytes: int = 4 * 1024**3
    records: int = 2_000_000
    text_chars: int = 50_000_000
    pixels: int = 200_000_000
    pages: int = 5_000
    members: int = 200_000
    member_bytes: int = 64 * 1024**3
    ratio: int = 200
    depth: int = 8


@dataclass(frozen=True, slots=True)
class Source:
    """The item's bytes: a seekable read-only file, its digest and size, and the name it came with (a hint, never trusted)."""

    file: BinaryIO
    digest: Digest
    size: int
    name: str
    limits: Limits


class MemberWriter(Protocol):
    """Where a decoder streams the bytes of one member."""

    def write(self, data: bytes) -> None:
        """Hand over the next bytes; raises OverLimit when the ratio or size limit is passed."""

    def close(self) -> Digest:
        """End the member: it becomes a Member record and an item. Returns its digest."""

    def abandon(self, code: str, what: str) -> None:
        """End the member unread: a Failure record is written in its place and its bytes are dropped."""


class Emitter(Protocol):
    """Where a decoder puts what it found."""

    def record(self, record: Record) -> None:
        """Hand over one record."""

    def blob(self, data: bytes) -> Digest:
        """Hand over derived bytes (a thumbnail, a page) and get the digest a Picture names them by."""

    def member(
        self,
        name: RawName,
        *,
        relation: str = "member",
        locus: Locus | None = None,
        facts: tuple[tuple[str, str], ...] = (),
    ) -> MemberWriter:
        """Begin the next member; only one is open at a time."""


class Unreadable(Exception):
    """Raised by a decoder to end its reading: becomes the item's Failure. What was handed over before stays."""

    def __init__(self, code: str, what: str, *, next: str = "") -> None:
        """Take a Failure code, one sentence and the next step for a person."""
        super().__init__(what)
        self.code = code
        self.what = what
        self.next = next


class OverLimit(Unreadable):
    """Raised when a stated limit was passed; names the limit."""

    def __init__(self, limit: str, value: int) -> None:
        """Take the name and value of the limit."""
        super().__init__("over-limit", f"stopped at the limit {limit} = {value}")
        self.limit = limit
        self.value = value
