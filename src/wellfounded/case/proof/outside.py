"""What stands outside a case for one of its logs: the stamps the log keeps, judged, and what follows for the times in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from wellfounded.case.folder import Case
from wellfounded.case.proof.openssl import OpenSSL
from wellfounded.case.proof.trust import Trust
from wellfounded.catalogue import Catalogue
from wellfounded.ledger import note
from wellfounded.ledger.stamps import cosignature, opentimestamps, rfc3161
from wellfounded.ledger.stamps.verdict import Verdict, contradicted, unknown
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused
from wellfounded.terms.moment import utc

KINDS = {
    "rfc3161": "time stamp (RFC 3161)",
    "opentimestamps": "OpenTimestamps",
    "cosignature": "cosignature of a witness",
}
DRIFT_US = 120_000_000
"""What an honest computer clock may be off from a stamp."""

_MAX_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp as its entry has it: `index` is the entry's, `size` that of the tree it is about."""

    index: int
    kind: str
    checkpoint: Digest
    token: Digest
    by: str
    size: int

    @classmethod
    def of(cls, index: int, body: Mapping[str, Any]) -> Stamp:
        """Read the body of a `stamped` entry; raises KeyError, TypeError, ValueError or Mistaken when it has not the form."""
        size = body["size"]
        if not isinstance(size, int) or not 0 < size <= index:
            raise ValueError("size")
        return cls(
            index,
            str(body["kind"]),
            Digest.parse(str(body["checkpoint"])),
            Digest.parse(str(body["token"])),
            str(body["by"]),
            size,
        )


@dataclass(frozen=True, slots=True)
class Tree:
    """The log stamps must be about: its origin, the root it has at a size, and the keys it names (none: signatures are not judged)."""

    origin: str
    root_at: Callable[[int], bytes]
    keys: tuple[bytes, ...] = ()

    def disowns(self, checkpoint: bytes, size: int) -> Verdict | None:
        """Say what keeps a checkpoint from being one of this log at that size, or None."""
        try:
            head = note.parse(checkpoint)
        except Refused as exc:
            return contradicted(exc.code, f"what was stamped is no checkpoint: {exc.what}")
        if (head.origin, head.size) != (self.origin, size):
            what = f"what was stamped is a checkpoint of {head.size} entries of {head.origin}"
            return contradicted("stamp-other-log", what)
        if head.root != self.root_at(size):
            what = f"the first {size} entries are not those that were stamped"
            return contradicted("forked", what)
        if self.keys and not any(_signed(checkpoint, key) for key in self.keys):
            what = "the checkpoint that was stamped is not signed by a key of this log"
            return contradicted("checkpoint-signature", what)
        return None


@dataclass(frozen=True, slots=True)
class Judged:
    """A stamp with its verdict."""

    stamp: Stamp
    verdict: Verdict

    @property
    def who(self) -> str:
        """Whom to name: what the person called it, and the signer's own words where they differ."""
        said = self.verdict.who
        return self.stamp.by if not said or said == self.stamp.by else f"{self.stamp.by} ({said})"


class Judge:
    """Judges stamps by what a person holds; a context, since the second opinion runs in a jail."""

    def __init__(self, trust: Trust, *, second_opinion: bool = True) -> None:
        """Take what is held, and whether the program openssl is asked too: that takes half a second."""
        self._trust, self._openssl = trust, OpenSSL() if second_opinion else None
        self._now = time.time_ns() // 1000

    def judge(
        self, kind: str, token: bytes, checkpoint: bytes, nonce: int | None = None
    ) -> Verdict:
        """Judge the bytes of a stamp on the bytes of a checkpoint."""
        if kind == "rfc3161":
            return self._rfc3161(token, checkpoint, nonce)
        if kind == "opentimestamps":
            try:
                return opentimestamps.judge(token, checkpoint, self._trust.headers)
            except Mistaken as exc:
                return unknown(exc.code, f"{exc.what}: {exc.why}", next=exc.next)
        if kind == "cosignature":
            return cosignature.judge(token, checkpoint, self._trust.witnesses)
        return unknown("stamp-kind", f"a stamp of a kind this version does not know: {kind[:40]}")

    def cosigned(self, checkpoint: bytes) -> Verdict | None:
        """Judge the cosignatures a checkpoint carries itself; None where none is by a witness whose key is held."""
        names = {(k.name, k.id) for k in self._trust.witnesses}
        ours = [(n, raw) for n, raw in note.signatures_of(checkpoint) if (n, raw[:4]) in names]
        if not ours:
            return None
        lines = note.with_signatures("", ours)[1:]
        return cosignature.judge(lines, checkpoint, self._trust.witnesses)

    def kept(self, read: Callable[[Digest], bytes], stamp: Stamp, tree: Tree) -> Judged:
        """Judge a stamp that is kept: `read` gives its objects, `tree` is the log it must be about."""
        try:
            token, checkpoint = read(stamp.token), read(stamp.checkpoint)
        except Damaged as exc:
            return Judged(stamp, contradicted(exc.code, exc.what))
        except (Mistaken, Refused, OSError) as exc:
            what = f"its bytes cannot be read: {exc}"
            return Judged(stamp, unknown("stamp-unread", what))
        wrong = tree.disowns(checkpoint, stamp.size)
        return Judged(stamp, wrong or self.judge(stamp.kind, token, checkpoint))

    def __enter__(self) -> Judge:
        """Give the judge."""
        return self

    def __exit__(self, *error: object) -> None:
        """End the jail."""
        if self._openssl is not None:
            self._openssl.close()

    def _rfc3161(self, token: bytes, checkpoint: bytes, nonce: int | None) -> Verdict:
        roots = self._trust.roots
        verdict = rfc3161.judge(token, checkpoint, roots, now=self._now, nonce=nonce)
        asked = verdict.code in ("", "stamp-signature")
        if self._openssl is None or verdict.time is None or not asked:
            return verdict
        opinion = self._openssl.asks(token, checkpoint, roots, verdict.time)
        if opinion == "none":
            note = "the program openssl was not there for a second opinion"
            return replace(verdict, notes=(*verdict.notes, note)) if not verdict.code else verdict
        if (opinion == "agrees") == (verdict.standing == "holds"):
            return verdict
        what = "the library and the program openssl do not agree whether this stamp holds"
        return unknown("stamp-disputed", what, who=verdict.who, time=verdict.time)


class Line(Protocol):
    """An entry as the log or the catalogue gives it."""

    @property
    def index(self) -> int:
        """Its place in the log."""

    @property
    def type(self) -> str:
        """What happened."""

    @property
    def actor(self) -> str:
        """Under whose handle."""

    @property
    def clock(self) -> int:
        """When, by the computer's clock."""

    @property
    def body(self) -> Mapping[str, Any]:
        """The fields of the type."""


def stamps_of(lines: Iterable[Line]) -> Iterator[Stamp]:
    """Give the stamps among entries; one of another form is passed over here and named by `check`."""
    for line in lines:
        if line.type == "stamped":
            try:
                yield Stamp.of(line.index, line.body)
            except (KeyError, TypeError, ValueError, Mistaken):
                continue


def kept_stamps(
    case: Case, catalogue: Catalogue, kind: str, *, second_opinion: bool = True
) -> list[Judged]:
    """Give the stamps a log of the case keeps, judged by what the person's home holds, in log order."""
    found = list(stamps_of(catalogue.entries(kind, types=("stamped",))))
    if not found:
        return []
    log = case.logs[kind]
    tree = Tree(log.checkpoint().origin, log.root_at)
    with Judge(Trust.of(case.home), second_opinion=second_opinion) as judge:
        return [judge.kept(partial(object_of, case), s, tree) for s in found]


def _signed(checkpoint: bytes, key: bytes) -> bool:
    try:
        note.open_signed(checkpoint, key)
    except Damaged:
        return False
    return True


def clocks_outside(clocks: Sequence[int], judged: Iterable[Judged]) -> Iterator[tuple[int, str]]:
    """Give entries whose clock contradicts a stamp that holds, each once, with what contradicts it (docs/formats/stamp.md).

    `clocks` are those of all entries of the log, by index, in microseconds. Of all stamps the tightest on each side counts.
    """
    held = [one for one in judged if one.verdict.standing == "holds" and one.verdict.time]
    late, early = _latest(len(clocks), held), _earliest(len(clocks), held)
    for index, clock in enumerate(clocks):
        after, before = late[index], early[index]
        if after is not None and clock > _time(after) + _slack(after):
            yield index, _contradiction(clock, after, late=True)
        elif before is not None and clock < _time(before) - _slack(before):
            yield index, _contradiction(clock, before, late=False)


def _latest(count: int, held: Iterable[Judged]) -> list[Judged | None]:
    """Give for each entry the stamp that says earliest by when it existed: of those whose tree holds it."""
    waiting = sorted(held, key=lambda one: one.stamp.size)
    found: list[Judged | None] = [None] * count
    best: Judged | None = None
    for index in range(count - 1, -1, -1):
        while waiting and waiting[-1].stamp.size > index:
            one = waiting.pop()
            if best is None or _time(one) + _slack(one) < _time(best) + _slack(best):
                best = one
        found[index] = best
    return found


def _earliest(count: int, held: Iterable[Judged]) -> list[Judged | None]:
    """Give for each entry the stamp that says latest after when it was written: of those kept before it."""
    waiting = sorted(held, key=lambda one: -one.stamp.index)
    found: list[Judged | None] = [None] * count
    best: Judged | None = None
    for index in range(count):
        while waiting and waiting[-1].stamp.index <= index:
            one = waiting.pop()
            if best is None or _time(one) - _slack(one) > _time(best) - _slack(best):
                best = one
        found[index] = best
    return found


def _time(one: Judged) -> int:
    return one.verdict.time or 0


def _slack(one: Judged) -> int:
    return one.verdict.within + DRIFT_US


def _contradiction(clock: int, one: Judged, *, late: bool) -> str:
    mine, theirs = shown_time(clock), shown_time(one.verdict.time or 0)
    if late:
        return f"its clock says {mine}, but {one.who} stamped it at {theirs}: it existed before its own time"
    return f"its clock says {mine}, but it follows the stamp of {one.who} at {theirs}: it was written later than it says"


def shown_time(time: int) -> str:
    """Give an instant (microseconds since 1970) in UTC, to the second."""
    return utc(time // 1_000_000 * 1_000_000).local.replace("T", " ") + " UTC"


def object_of(case: Case, digest: Digest) -> bytes:
    """Give a small object whole; raises Mistaken `no-object`, Refused when it is too large, Damaged when it has changed."""
    with case.vault.open(digest) as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise Refused("stamp-form", f"a stamp has at most {_MAX_BYTES} bytes")
    if Digest.of(data) != digest:
        what = "the bytes of a preserved object have changed since they were received"
        raise Damaged("object", what, where=str(digest))
    return data
