"""What the catalogue answers with: typed values, each made of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wellfounded.catalogue.handling import Handling
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import Failure, RawName


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction of a receipt: which fields it superseded, by whom, why, and what stood there before."""

    index: int
    actor: str
    clock: int
    because: str
    names: tuple[str, ...]
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt as it holds today, `@number` for people, entry `index` of the custody log.

    `clock` is the computer's, microseconds since 1970. Private values are None or empty where they were not given, not
    revealed or destroyed; `private` holds all of them as written, `body` the entry's fields as written.
    """

    number: int
    index: int
    item: Digest
    actor: str
    clock: int
    door: str
    batch: str
    size: int
    parent: Digest | None
    parent_index: int | None
    giver: str
    note: str
    name: RawName | None
    path: str
    modified: int | None
    received: Moment | None
    published: Moment | None
    changed_while_read: bool
    body: Mapping[str, Any]
    private: Mapping[str, Any]
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an item by a stage: entry `index` of the custody log. `loaded` says that its records are here."""

    index: int
    item: Digest
    stage: str
    recipe: str
    outcome: str
    records: str
    clock: int
    current: bool
    loaded: bool
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an item was withdrawn: entry, by whom, when by the computer's clock, and why."""

    index: int
    actor: str
    clock: int
    reason: str


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One item in a list. `number` is its first receipt's, `name` what that receipt calls it (as shown), or empty.

    `state` is read, partial, failed, unread or withdrawn, by the stage `read`. `kind` and `mime` are empty until read.
    """

    id: int
    digest: Digest
    size: int
    number: int
    name: str
    receipts: int
    kind: str
    mime: str
    state: str
    handling: Handling


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact of an item, with the stage that read it."""

    item: Digest
    stage: str
    reading: int
    name: str
    value: str | int
    locus: Locus | None
    when: Moment | None
    where: Place | None


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of an item. `id` names it within this catalogue only; decisions cite the record set and the locus."""

    id: int
    item: Digest
    stage: str
    reading: int
    seq: int
    text: str
    locus: Locus
    source: str
    language: str
    confidence: int | None
    speaker: str
    heading: str
    when: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A derived picture of an item: `blob` names its bytes in the cache."""

    item: Digest
    stage: str
    role: str
    blob: Digest
    width: int
    height: int
    mime: str
    locus: Locus


@dataclass(frozen=True, slots=True)
class FoundMember:
    """Bytes that came out of an item. `name` is None if the member was withdrawn."""

    container: Digest
    item: Digest
    index: int
    size: int
    relation: str
    name: RawName | None
    locus: Locus | None
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FoundFailure:
    """Something of an item that could not be read, by which stage and reading."""

    item: Digest
    number: int
    name: str
    reading: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class NotReceived:
    """Something offered that could not be taken in."""

    index: int
    door: str
    code: str
    what: str
    batch: str
    actor: str
    clock: int
    name: RawName | None
    path: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link somebody made between two items: `source` is the `kind` (translation-of, ...) of `target`."""

    index: int
    kind: str
    source: Digest
    target: Digest
    actor: str
    clock: int
    undone: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note somebody made about an item, or about the case; empty text if it was withheld or destroyed."""

    index: int
    item: Digest | None
    actor: str
    clock: int
    text: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of a log as the catalogue knows it; `body` is empty for receipts and readings, which have their own."""

    log: str
    index: int
    type: str
    actor: str
    clock: int
    items: tuple[Digest, ...]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dated:
    """A time that stands in an item: `label` names the fact, passage source or receipt field that has it.

    The instants it can be are `start` to `finish`, half-open, microseconds since 1970. `stated_by` is the actor who entered it
    for a time a person gave; empty for a machine reading. `text` is the value or the words beside it.
    """

    item: Digest
    number: int
    name: str
    label: str
    moment: Moment
    start: int
    finish: int
    stated_by: str
    locus: Locus
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A place that stands in an item, with the time beside it if the fact has one."""

    item: Digest
    number: int
    name: str
    label: str
    place: Place
    when: Moment | None
    locus: Locus


@dataclass(frozen=True, slots=True)
class Pending:
    """An item a stage has not read by a recipe yet, or not since its password was given."""

    digest: Digest
    size: int
    name: str
    kind: str
    receipt: int


@dataclass(frozen=True, slots=True)
class FoundPrint:
    """The print of an item: its form and pass, and the blobs of its parts in order. `known` says it was compared with all others."""

    item: Digest
    number: int
    name: str
    kind: str
    form: str
    pass_: str
    blobs: tuple[Digest, ...]
    known: bool

    @property
    def stamp(self) -> str:
        """What stands for these blobs: another print of the item has another one."""
        return Digest.of(b"".join(b.raw for b in self.blobs)).hex


@dataclass(frozen=True, slots=True)
class FoundText:
    """An item that has a text: its first receipt, and what stands for the readings the text is made from. `known` says that it was
    compared with all others as it stands."""

    item: Digest
    number: int
    stamp: str
    known: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: `kind` is category, join, split or contradiction; `said` the category, or the verdict."""

    index: int
    kind: str
    a: Digest
    b: Digest | None
    actor: str
    clock: int
    said: str
    because: str
    dissent: str


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """One item with everything known about it but its passages, facts and pictures, which are read in pages."""

    summary: ItemSummary
    withdrawal: Withdrawal | None
    receipts: tuple[Receipt, ...]
    readings: tuple[Reading, ...]
    failures: tuple[FoundFailure, ...]
    containers: tuple[Digest, ...]
    links: tuple[Link, ...]
    notes: tuple[Note, ...]
    languages: tuple[str, ...] = ()
    members: int = 0
    passages: int = 0
    pictures: int = 0
    entries: tuple[EntryLine, ...] = field(default_factory=tuple)
