"""What a file of rules holds (`rules/*.toml`): every value as its source states it, and how that source is known.

Nothing here counts. A value no source states is None or empty, and is shown as "not known".
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Direction = Literal["before", "after"]
Kind = Literal["deadline", "earliest", "target"]
Positive = Annotated[int, Meta(ge=1)]


class _Data(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a file of rules; a field nobody knows is refused."""


class Trigger(_Data, frozen=True, kw_only=True):
    """A day that sets a rule going: its name in a matter, and what it is."""

    id: str
    text: str


class NeededFact(_Data, frozen=True, kw_only=True):
    """A fact a matter must state to be complete; one of `or_` serves as well."""

    id: str
    text: str
    or_: tuple[str, ...] = field(default=(), name="or")


class DateOrder(_Data, frozen=True, kw_only=True):
    """Two triggers of which the first comes no later than the second."""

    first: str
    then: str


class Counting(_Data, frozen=True, kw_only=True):
    """How the forum counts, in words, with the authority."""

    id: str
    text: str
    authority: str
    source: str
    checked: date


class Version(_Data, frozen=True, kw_only=True):
    """A rule as it read from one day to another. A window stands where only a span is known for the day.

    `days` and `years` are both empty where the forum sets the date itself.
    """

    authority: str
    source: str
    from_: date | None = field(default=None, name="from")
    from_window: tuple[date, date] | None = None
    to: date | None = None
    to_window: tuple[date, date] | None = None
    days: Positive | None = None
    years: Positive | None = None
    note: str = ""


class State(_Data, frozen=True, kw_only=True):
    """What became of a change of a rule on a day."""

    status: Literal["proposed", "published", "in-force", "stayed", "vacated"]
    on: date
    authority: str


class Overlay(_Data, frozen=True, kw_only=True):
    """A change of a rule that is proposed, published, in force, stayed or vacated: which of these, by its states in order.

    `applies_from` is the first trigger day it would govern; `unless` says which triggers it leaves alone.
    """

    id: str
    text: str
    source: str
    state: tuple[State, ...]
    applies_from: date | None = None
    days: Positive | None = None
    years: Positive | None = None
    unless: str = ""
    unknown: str = ""


class Rule(_Data, frozen=True, kw_only=True):
    """One rule. An empty `roll` or `outage` means that no source on file says what happens then.

    `detained`: the rule is for detained parties only (`yes`), for others only (`no`), or for all (`any`).
    `set_by` names who sets the date where nothing may be counted.
    """

    id: str
    key: str
    text: str
    trigger: str
    direction: Direction
    checked: date
    version: tuple[Version, ...]
    kind: Kind = "deadline"
    roll: Literal["", "next-business-day"] = ""
    outage: Literal["", "extends"] = ""
    detained: Literal["yes", "no", "any"] = "any"
    set_by: str = ""
    trigger_note: str = ""
    exceptions: tuple[str, ...] = ()
    overlay: tuple[Overlay, ...] = ()


class Duty(_Data, frozen=True, kw_only=True):
    """A duty without a date."""

    id: str
    text: str
    authority: str
    source: str
    checked: date


class Element(_Data, frozen=True, kw_only=True):
    """Something that has to be shown: by which standard, on whose authority, and the kinds of evidence that usually show it.

    `per_country`: to be shown for each country of removal by itself.
    """

    id: str
    text: str
    standard: str
    authority: str
    source: str
    checked: date
    evidence: tuple[str, ...] = ()
    per_country: bool = False


class EvidenceLaw(_Data, frozen=True, kw_only=True):
    """A rule about what counts as evidence before the forum."""

    id: str
    text: str
    authority: str
    source: str
    checked: date


class Needed(_Data, frozen=True, kw_only=True):
    """Something a paper must state: what, and patterns of which one must stand there (regular expressions, case ignored).

    `place`: where on the page. `mark`: a picture, ink or a field for a signature serves as well as words.
    """

    name: str
    match: tuple[str, ...]
    place: Literal["", "top-right"] = ""
    mark: bool = False


class Stage(_Data, frozen=True, kw_only=True):
    """A paper in the order of a filing, known by its headings; `last`: where it stands last counts, else where it stands first.

    `is`: the stage is the exhibits with their tabs, or the table of contents, and needs no headings.
    """

    name: str
    headings: tuple[str, ...] = ()
    last: bool = False
    is_: Literal["", "exhibits", "contents"] = field(default="", name="is")


class Filing(_Data, frozen=True, kw_only=True):
    """Something a filing must be or hold. `check`: a machine can decide it (`auto`), or flag it for a person (`assist`).

    `test` names what the program holds a finished file against; empty: nothing, a person looks. The fields after it say by
    which values, each as its source states it; a value no source states stays empty, and is not tested.
    """

    id: str
    text: str
    authority: str
    check: Literal["auto", "assist"]
    source: str
    checked: date
    test: str = ""
    todo: str = ""
    size: tuple[Positive, Positive] | None = None
    most_bytes: Positive | None = None
    places: tuple[Literal["bottom-center", "bottom-right"], ...] = ()
    part_name: str = ""
    paper: str = ""
    headings: tuple[str, ...] = ()
    required: bool = False
    unless: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    when_foreign: bool = False
    needs: tuple[Needed, ...] = ()
    stage: tuple[Stage, ...] = ()


class Binding(_Data, frozen=True, kw_only=True):
    """How a filing is bound. `max_bytes` is the largest part, 0 where none is on file; `part_name` holds `{name}` and `{part}`.

    `detained` and `not_detained` are what the first page says of custody; empty where the forum asks for nothing.
    """

    paper: Literal["us-letter", "a4"] = "us-letter"
    max_bytes: Annotated[int, Meta(ge=0)] = 0
    part_name: str = "{name}_Part{part}"
    detained: str = ""
    not_detained: str = ""
    rests_on: tuple[str, ...] = ()


class Holiday(_Data, frozen=True, kw_only=True):
    """A day kept every year: on a `fixed` month and day, or the `nth` (month, weekday from 1 Monday, which; -1 the last)."""

    name: str
    fixed: tuple[int, int] | None = None
    nth: tuple[int, int, int] | None = None
    observed: Literal["", "nearest"] = ""
    from_year: int = 0


class Closure(_Data, frozen=True, kw_only=True):
    """A single day a forum was or is closed. Unless it `counts`, no date is moved by it, and it is said beside the date."""

    on: date
    text: str
    authority: str
    source: str
    counts: bool


class CalendarData(_Data, frozen=True, kw_only=True):
    """The days on which no business is done: weekend (1 Monday to 7 Sunday), holidays, closures."""

    id: str
    weekend: tuple[int, ...]
    authority: str
    source: str
    checked: date
    holiday: tuple[Holiday, ...] = ()
    closure: tuple[Closure, ...] = ()


class Calendars(_Data, frozen=True, kw_only=True):
    """A file of calendars."""

    schema: Literal[1]
    calendar: tuple[CalendarData, ...]


class AnyPdf(_Data, frozen=True, kw_only=True):
    """What this program asks of any PDF that is handed to a reader: its own cautions, no rule of a forum."""

    schema: Literal[1]
    filing: tuple[Filing, ...]


class Forum(_Data, frozen=True, kw_only=True):
    """A forum and its rules. `amber_after_days`: a rule not compared with its source for longer carries the amber mark."""

    schema: Literal[1]
    id: str
    name: str
    calendar: str
    language: str
    amber_after_days: Positive
    trigger: tuple[Trigger, ...] = ()
    fact: tuple[NeededFact, ...] = ()
    order: tuple[DateOrder, ...] = ()
    counting: tuple[Counting, ...] = ()
    rule: tuple[Rule, ...] = ()
    duty: tuple[Duty, ...] = ()
    element: tuple[Element, ...] = ()
    evidence_law: tuple[EvidenceLaw, ...] = ()
    filing: tuple[Filing, ...] = ()
    binding: Binding = Binding()


def known_how(source: str) -> str:
    """Give how a rule's source is known, as people read it: the flag of the data, never softened."""
    if source.startswith("seen") and "memory" not in source:
        return "read at the source"
    if source == "own":
        return "no rule of a forum is known for it"
    if "seen" in source:
        return f"unverified in part: {source}"
    return "unverified: not read at the source"


def quotable(source: str) -> bool:
    """Say whether a rule may be quoted on a page that is filed: only what was read at its source, whole."""
    return source.startswith("seen") and "memory" not in source
