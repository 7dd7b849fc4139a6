"""The view model of a report: everything the pages may say, and nothing else.

`case` fills it from the logs, the vault and the catalogue; `audience.for_audience` takes out what
an audience may not see; `write.write_report` turns what is left into pages. Counts, the timeline,
the map, the list of what was not read and what is new since the last report are worked out here
from the items, after the filter: a number can then never count what is left out.

Clocks are microseconds since 1970-01-01T00:00Z, as in a log entry: the writer's computer's word.
Everything iterable is walked once, in the order given, so memory stays flat however many items
there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wellfounded.claims.clash.contradiction import Contradiction
from wellfounded.claims.view import ClaimView
from wellfounded.law.element import Foreign, Row
from wellfounded.report.kin import Kin
from wellfounded.report.words_beside import Quoted
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure, Passage, Picture, RawName
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import Deadline

Audience = Literal["team", "court", "public"]
Handling = Literal["open", "private", "privileged"]
Consent = Literal["none", "team", "court", "public"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who may see an item: what holds now, after every `handling` entry.

    If several receipts of the same bytes differ, the strictest. `consent` is None when nobody
    recorded any. `parents` are the items it came out of (archive, mail); `alone` is true if at
    least one receipt has no parent.
    """

    handling: Handling = "open"
    consent: Consent | None = None
    consent_until: Moment | None = None
    minor: bool = False
    graphic: bool = False
    withdrawn: bool = False
    parents: tuple[Digest, ...] = ()
    alone: bool = True


@dataclass(frozen=True, slots=True)
class StatedMoment:
    """A time a person typed: the time, under which handle, and the clock of the entry."""

    moment: Moment
    by: str
    entered: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time the bytes came in. From `giver` down personal: shown to the team only.

    `number` is the index of the custody entry (`@N`). `modified` is the file's own time,
    microseconds since 1970. `note` may hold several notes, one after the other; `row` is the line
    of the sheet that described the item, as written.
    """

    number: int
    door: str
    clock: int
    actor: str
    parent: Digest | None = None
    changed_while_read: bool = False
    giver: str = ""
    note: str = ""
    name: RawName | None = None
    path: str = ""
    modified: int | None = None
    received: StatedMoment | None = None
    published: StatedMoment | None = None
    row: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an item: the stage, the tool, what the jail held, and what it found.

    `entry` is the index of its `read` entry in the custody log, `clock` that entry's clock;
    `outcome` is read, partial or failed. `passages` may be a generator. `held` and `missing` are
    the protections that held and that did not.
    """

    stage: str
    tool: str
    outcome: str
    entry: int
    clock: int
    recipe: Digest | None = None
    records: Digest | None = None
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    passages: Iterable[Passage] = ()
    pictures: tuple[Picture, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A relation a person stated between this item and another, from the work log.

    `kind` is translation-of, transcript-of or part-of. `outward` is true if this item is the one
    that is the translation.
    """

    kind: str
    other: Digest
    outward: bool
    by: str
    clock: int


@dataclass(frozen=True, slots=True)
class Part:
    """An item that came out of this one.

    Its relation (member, attachment, embedded, picture), name there, size in bytes, and what the container says of it.
    """

    item: Digest
    relation: str
    name: RawName | None
    size: int
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about an item, for the team."""

    text: str
    by: str
    clock: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the custody log. `body` holds the fields of the entry as short texts, nothing
    private.

    `leaf` is the leaf hash, 32 bytes. `about` are the items it concerns.
    """

    index: int
    clock: int
    actor: str
    type: str
    leaf: bytes
    about: tuple[Digest, ...] = ()
    body: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemView:
    """One preserved item with all that may be said about it.

    `kind` and `mime` are what its content says (`extract`), empty while unread. `log` are the
    custody entries about it. `statements` and `deadlines` are a machine's reading, for the team only.
    """

    digest: Digest
    size: int
    kind: str
    mime: str
    standing: Standing
    receipts: tuple[Receipt, ...]
    readings: tuple[Reading, ...] = ()
    links: tuple[Link, ...] = ()
    parts: Iterable[Part] = ()
    notes: tuple[Note, ...] = ()
    log: tuple[LogLine, ...] = ()
    statements: Iterable[Statement] = ()
    deadlines: Iterable[Deadline] = ()

    @property
    def short(self) -> str:
        """The first twelve digits of the digest, as the pages show it."""
        return self.digest.hex[:12]


@dataclass(frozen=True, slots=True)
class NotReceived:
    """Something offered that could not be taken in (a device.

    An unreadable file), from a `not-received` entry.
    """

    number: int
    clock: int
    door: str
    code: str
    what: str = ""
    name: RawName | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something only a person can do: what, about which item, how, and the item's received name. Team only."""

    what: str
    item: Digest | None = None
    next: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class OutsideProof:
    """Evidence from outside this computer that the custody log stood as it is.

    By whom, since when, up to which entry.
    """

    by: str
    what: str
    since: Moment
    size: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The signed checkpoint of the custody log that this report shows (C2SP tlog-checkpoint), as
    text.

    `fingerprint` is the printed fingerprint of the key that signed it.
    """

    text: str
    origin: str
    size: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Previous:
    """The last report made for the same audience.

    Its log entry, its clock, and which items it held.
    """

    entry: int
    clock: int
    count: int
    held: Callable[[Digest], bool]


@dataclass(frozen=True, slots=True)
class Date:
    """One date of the matter, in words: the day, what is due, and what it rests on."""

    due: str
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """One exhibit of the matter: its tab, title, and what still speaks against filing it."""

    tab: str
    title: str
    item: Digest
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssuedPart:
    """A finished part of a packet as the log has it: when by the computer's clock, by whom, its digest and size in bytes."""

    when: str
    by: str
    digest: Digest
    octets: int


@dataclass(frozen=True, slots=True)
class Law:
    """The matter's dates and elements as of a day: work product, for the team only."""

    forum: str
    as_of: date
    not_advice: str
    dates: tuple[Date, ...]
    amber: str
    contradictions: tuple[str, ...]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    foreign: tuple[Foreign, ...]
    exhibits: tuple[Filed, ...] = ()
    packets: tuple[IssuedPart, ...] = ()


def _no_picture(digest: Digest) -> bytes | None:
    return None


def _by_digest(digest: Digest) -> str:
    return f"item {digest.hex[:12]}"


def _no_words(digest: Digest) -> Quoted | None:
    return None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report. Only `items`, `not_received` and `log` may be long; each is walked once.

    `made` is the clock the pages state. `standing` gives the Standing of any item of the case, or
    None if there is none such: it decides whether a link may be shown. `picture` gives the bytes of
    a derived picture (JPEG or PNG), or None; `quoted` the text of an item as texts are compared, or None. `needs`, `protections_missing` and
    `not_received[].name/what` are for the team only, and so is `law`.
    """

    title: str
    audience: Audience
    made: int
    program: str
    checkpoint: Checkpoint
    standing: Callable[[Digest], Standing | None]
    items: Iterable[ItemView]
    log: Iterable[LogLine]
    picture: Callable[[Digest], bytes | None] = _no_picture
    quoted: Callable[[Digest], Quoted | None] = _no_words
    not_received: Iterable[NotReceived] = ()
    needs: tuple[Need, ...] = ()
    outside: tuple[OutsideProof, ...] = ()
    unchecked_stamps: int = 0
    """Stamps the log keeps that whoever makes the report could not check, for want of a root or key."""

    protections_missing: tuple[str, ...] = ()
    previous: Previous | None = None
    kin: tuple[Kin, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    """What is claimed and what bears on it; counted without what the audience may not see by whoever fills it."""

    label: Callable[[Digest], str] = _by_digest
    """What an item is called where its received name is not shown."""

    law: Law | None = None
