"""What the sandbox is asked to do, what it answers, and where what it reads goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure


@dataclass(frozen=True, slots=True)
class Task:
    """One item to be read by one decoder: a dotted name of a module with `read`, or `module:function`.

    `name` is the name the item came with, a hint for the decoder. `depth` counts the containers around the item.
    """

    decoder: str
    digest: Digest
    size: int
    name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = Limits()
    stage: str = "read"
    depth: int = 0

    def to_json(self) -> dict[str, Any]:
        """Give the request the worker is sent."""
        return {
            "decoder": self.decoder,
            "digest": str(self.digest),
            "size": self.size,
            "name": self.name,
            "stage": self.stage,
            "settings": dict(self.settings),
            "limits": asdict(self.limits),
        }


@dataclass(frozen=True, slots=True)
class Tool:
    """One program run on one item, with no network and no other file than system folders and the item.

    The item is its standard input, and is also read where an argument says `{item}`; `{scratch}` is an empty private folder,
    there only if `scratch` is set and removed afterwards. `interpreters` are other programs it may start (a script's own
    interpreter is found by itself), in its own place: it starts no second process. `readable` are more files or folders it
    may read.
    """

    program: str
    arguments: tuple[str, ...] = ()
    stage: str = "tool"
    interpreters: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    scratch: bool = False
    limits: Limits = Limits()

    def to_json(self) -> dict[str, Any]:
        """Give the request the worker is sent."""
        return asdict(self) | {"environment": dict(self.environment)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one reading ended: its failure if any, the protections that held, and what it cost.

    `peak_bytes` is the largest resident memory of the jailed process, the part it shares with the warm worker included.
    `status` is the exit status of a tool, else 0.
    """

    failure: Failure | None
    held: tuple[str, ...]
    missing: tuple[str, ...]
    wall_ms: int
    cpu_ms: int
    peak_bytes: int
    status: int = 0


class Sink(Protocol):
    """Where what a decoder found goes, in the order found and only after it was examined.

    An exception raised here ends the reading and comes out of `Sandbox.read`.
    """

    def on_record(self, record: dict[str, Any]) -> None:
        """Take one line of the record set, Member and member Failure records included."""

    def on_blob(self, data: bytes) -> None:
        """Take derived bytes; the Picture that names them by digest follows."""

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Take the start of a member: `name`, `relation`, `index` and, where there, `locus` and `facts`."""

    def on_member_data(self, data: bytes) -> None:
        """Take the next bytes of the open member."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Take the end of the open member, with the digest computed on this side; its record follows."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Drop the open member; its Failure record follows. Also called where the reading ends within a member."""
