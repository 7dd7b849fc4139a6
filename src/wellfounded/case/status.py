"""How a case stands: what is in, what was read and what not and why, what needs a person, what is not protected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import NOT_ENCRYPTED
from wellfounded.case.opening import unkept
from wellfounded.case.proof.outside import Judged, kept_stamps
from wellfounded.case.protect.access import is_kept_open, people
from wellfounded.case.understand.plan import READ
from wellfounded.case.understand.settled import Settled
from wellfounded.catalogue import Catalogue, Counts
from wellfounded.disk.selftest import examine_place
from wellfounded.ledger import fingerprint
from wellfounded.terms.digest import Digest

FEW_MARKS = "unread-marks"
_NEEDS = {
    "needs-password": "a password: wellfounded unlock ITEM",
    "needs-extra": "an extra that is not installed",
    "unsupported-language": "somebody who reads the language",
    "changed-while-read": "to be received again: the file changed while it was read",
    "no-text": "reading by eye or by OCR: pages without text",
    "damaged": "another copy from its giver: the bytes are damaged",
    "unsupported": "a copy in a form that has a reader here",
    "over-limit": "a look by other means: it passes a limit",
    "too-large": "a look by other means: it passes a limit",
    "partial": "reading by eye: the machine left lines out",
    FEW_MARKS: "a glance: pictures with a few marks that may be writing",
}


@dataclass(frozen=True, slots=True)
class NotRead:
    """One item that was not read, or not whole, and why."""

    item: Digest
    number: int
    name: str
    stage: str
    code: str
    what: str
    next: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something only a person can do: what, for how many items."""

    code: str
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Status:
    """A case at a glance. `people` can open an encrypted one, by handle. `pending` counts items some stage has not looked at yet, by stage."""

    title: str
    root: str
    fingerprint: str
    key_here: bool
    encrypted: bool
    people: tuple[str, ...]
    entries: dict[str, int]
    counts: Counts
    pending: dict[str, int]
    needs: tuple[Need, ...]
    not_read: tuple[NotRead, ...]
    unprotected: tuple[str, ...]
    outside: tuple[Judged, ...]
    """The stamps the custody log keeps, by what this person holds and without a second opinion."""


def status(case: Case, limit: int = 20) -> Status:
    """Give how the case stands; `limit` bounds the list of what was not read."""
    with open_catalogue(case) as catalogue:
        counts = catalogue.counts()
        public = case.public_key
        outside = kept_stamps(case, catalogue, "custody", second_opinion=False)
        return Status(
            title=case.title,
            root=str(case.root),
            fingerprint=fingerprint(public),
            key_here=case.home.keys.path(public).exists(),
            encrypted=case.is_encrypted,
            people=tuple(p.handle for p in people(case)) if case.is_encrypted else (),
            entries={kind: log.checkpoint().size for kind, log in case.logs.items()},
            counts=counts,
            pending=_pending(catalogue),
            needs=tuple(needs(counts, catalogue)),
            not_read=tuple(_not_read(catalogue, limit)),
            unprotected=tuple(unprotected(case, catalogue, outside)),
            outside=tuple(outside),
        )


def needs(counts: Counts, catalogue: Catalogue) -> Iterator[Need]:
    """Give what only a person can do."""
    settled = Settled(catalogue)
    weightiest_first = sorted(counts.needs_person.items(), key=lambda kind: kind[0] == FEW_MARKS)
    for code, count in weightiest_first:
        left = count - settled.count(code)
        if left > 0:
            yield Need(code, _NEEDS.get(code, code.replace("-", " ")), left)


def unprotected(case: Case, catalogue: Catalogue, outside: Sequence[Judged]) -> Iterator[str]:
    """Give what is not protected, as sentences; `outside` are the stamps the custody log keeps."""
    if case.is_encrypted:
        yield from _while_open(case)
    else:
        yield NOT_ENCRYPTED
    for finding in examine_place(case.root):
        yield f"The case lies {finding.what}"
    if not case.home.keys.path(case.public_key).exists():
        yield "The signing key is not on this computer: nothing can be added here"
    for line in catalogue.entries("custody", types=("weaker-jail",)):
        missing = ", ".join(line.body.get("missing", ()))
        yield f"Files were read in a weaker jail (entry {line.index}, {line.actor}): without {missing}"
    held = [one.stamp.size for one in outside if one.verdict.standing == "holds"]
    if not held:
        yield "No outside stamp or witness: the times in the logs are this computer's word"
    elif rest := case.custody.checkpoint().size - max(held):
        yield f"The times of the last {rest} custody entries, and any between two stamps, are this computer's word"


def _while_open(case: Case) -> Iterator[str]:
    """Give what an encrypted case does not keep from others now, or at all."""
    if is_kept_open(case):
        yield "The case is kept open: every program this user runs here can read it until wellfounded lock"
    yield from unkept()
    if (case.root / "aliases.txt").exists():
        yield "aliases.txt lies unencrypted in the case's folder"
    yield "Locked, it still shows its size, how many files it has and when they changed"


def _pending(catalogue: Catalogue) -> dict[str, int]:
    count = sum(1 for _ in catalogue.pending(READ.name, str(READ.recipe_digest()), READ.kinds))
    return {READ.name: count} if count else {}


def _not_read(catalogue: Catalogue, limit: int) -> Iterator[NotRead]:
    settled = Settled(catalogue)
    whole = (f for f in catalogue.failures() if f.failure.code != FEW_MARKS)
    marks = (f for f in catalogue.failures() if f.failure.code == FEW_MARKS)
    open_ones = (f for f in chain(whole, marks) if not settled(f.item, f.failure))
    for found in islice(open_ones, limit):
        failure = found.failure
        what = (
            failure.what
            if failure.locus is None
            else f"{failure.what} ({failure.locus.describe()})"
        )
        yield NotRead(
            found.item, found.number, found.name, failure.stage, failure.code, what, failure.next
        )
