"""One file as it was read: the only thing the page and the plain text are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Fact, Failure, Member, Passage, Picture, Record


@dataclass(frozen=True, slots=True)
class Look:
    """A file's name as received, its size in bytes and digest, its records in order, and the
    derived pictures.

    `failure` is how a reading ended that did not end well. `stages` names what was tried (read,
    exif, ocr). `program` names the program and its version. `held` names the protections under
    which it was read.
    """

    name: str
    size: int
    digest: Digest
    records: tuple[Record, ...]
    blobs: Mapping[Digest, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    stages: tuple[str, ...] = ("read",)
    program: str = "wellfounded"
    held: tuple[str, ...] = ()

    @property
    def facts(self) -> list[Fact]:
        """Every fact, in order."""
        return [r for r in self.records if isinstance(r, Fact)]

    @property
    def passages(self) -> list[Passage]:
        """Every passage, in order."""
        return [r for r in self.records if isinstance(r, Passage)]

    @property
    def members(self) -> list[Member]:
        """Every member found inside, in order."""
        return [r for r in self.records if isinstance(r, Member)]

    @property
    def failures(self) -> list[Failure]:
        """Everything that was not read, the end of the reading included."""
        found = [r for r in self.records if isinstance(r, Failure)]
        return [*found, self.failure] if self.failure is not None else found

    def pictures(self, *roles: str) -> list[Picture]:
        """Give the pictures of these roles whose bytes are at hand."""
        found = (r for r in self.records if isinstance(r, Picture))
        return [p for p in found if p.role in roles and p.blob in self.blobs]

    def value(self, name: str) -> str:
        """Give the first fact of a name as text; empty where there is none."""
        return next((str(f.value) for f in self.facts if f.name == name), "")

    def has(self, *starts: str) -> bool:
        """Tell whether a fact's name begins with one of these."""
        return any(f.name.startswith(starts) for f in self.facts)

    @property
    def kind(self) -> str:
        """The kind of the file as its content shows it."""
        return self.value("kind") or "unknown"


def named(facts: Iterable[Fact], *names: str) -> list[Fact]:
    """Give the facts of these names, in order."""
    return [f for f in facts if f.name in names]
