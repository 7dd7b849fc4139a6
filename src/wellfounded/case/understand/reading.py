"""One stage of a build over the items it applies to: each through the sandbox, each reading an entry.

A reading counts with its entry, and members are received in the same commit as the reading they came from.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from wellfounded.case.batch import Batch, Event, record
from wellfounded.case.folder import Case
from wellfounded.case.index import refresh
from wellfounded.case.understand import resting
from wellfounded.case.understand.plan import Stage
from wellfounded.case.understand.sink import Collecting, RecordSet
from wellfounded.case.understand.unread_pages import UnreadPages
from wellfounded.case.verify.compare import Compared
from wellfounded.catalogue import Catalogue, Pending
from wellfounded.sandbox import Outcome, Sandbox, Task
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Unavailable
from wellfounded.terms.record import Failure

THREADS = 2
_PASSWORD = "needs-password"
_COMMIT_READINGS = 200
_COMMIT_SECONDS = 2.0
_COMMIT_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Read:
    """One reading that is now in the log: the item, the stage, how it ended, and the codes of its failures."""

    item: Digest
    name: str
    stage: str
    outcome: str
    kind: str
    codes: tuple[str, ...]
    members: int


@dataclass(slots=True)
class Built:
    """The sum of one `build`. `held` and `missing` are the protections of the jail, when anything was read."""

    read: int = 0
    partial: int = 0
    failed: int = 0
    members: int = 0
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    codes: dict[str, int] = field(default_factory=dict)
    damaged: list[Damaged | Unavailable] = field(default_factory=list)
    compared: Compared = field(default_factory=Compared)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: readings done and known to be waiting."""

    stage: str
    done: int
    waiting: int


Tell = Callable[[Read | Progress], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """One item for one stage."""

    digest: Digest
    size: int
    name: str
    settings: Mapping[str, Any]
    inherited: Mapping[str, Any]
    depth: int
    known_records: str = ""


@dataclass(frozen=True, slots=True)
class _Done:
    """One finished reading, not yet in the log."""

    job: _Job
    records: RecordSet
    outcome: str
    events: list[Event]
    bytes: int

    @property
    def unlocked(self) -> bool:
        """Whether a password was given and opened the item: said before the reading, which then holds."""
        return "password" in self.job.settings and _PASSWORD not in self.records.codes


class StageWork:
    """The work of one stage of one build."""

    def __init__(
        self,
        case: Case,
        catalogue: Catalogue,
        stage: Stage,
        actor: str,
        weaker: bool,
        sums: Built,
        tell: Tell,
    ) -> None:
        self._case, self._catalogue, self._stage, self._actor = case, catalogue, stage, actor
        self._weaker, self._sums, self._tell = weaker, sums, tell
        self._recipe = str(stage.recipe_digest())
        self._mutex = threading.Lock()
        self._done = 0

    def go(self) -> None:
        """Read until nothing is pending; members found on the way are read in the next round."""
        seen: set[Digest] = set()
        while True:
            jobs = [j for j in self._jobs() if j.digest not in seen]
            if not jobs:
                return
            seen.update(j.digest for j in jobs)
            if self._stage.missing():
                self._note_missing(jobs)
            else:
                self.run(jobs)

    def run(self, jobs: list[_Job]) -> None:
        """Read some items, several at a time, and commit what they gave in groups."""
        with (
            Sandbox(self._stage.decoders, self._stage.limits, weaker=self._weaker) as box,
            Batch(self._case, self._actor) as batch,
            ThreadPoolExecutor(THREADS) as pool,
        ):
            self._note_jail(box)
            self._gather(box, batch, pool, iter(jobs), len(jobs))

    def job(self, pending: Pending, settings: Mapping[str, Any]) -> _Job:
        """Give the job for one pending item."""
        handling = self._catalogue.summary(pending.digest).handling
        inherited: dict[str, Any] = {"item": str(pending.digest), "handling": handling.handling}
        if handling.consent:
            inherited["consent"] = handling.consent
        if handling.consent_until is not None:
            inherited["consent_until"] = handling.consent_until.to_json()
        if handling.minor:
            inherited["minor"] = True
        if handling.graphic:
            inherited["graphic"] = True
        return _Job(
            pending.digest,
            pending.size,
            pending.name,
            settings,
            inherited,
            self._depth(pending.digest),
        )

    def _jobs(self) -> Iterator[_Job]:
        pages = self._pages_for_ocr()
        for pending in resting.pending(self._catalogue, self._stage, self._recipe):
            if pages is None:
                yield self.job(pending, resting.told(self._catalogue, self._stage, pending.digest))
            elif pending.digest in pages:
                yield self.job(pending, {"pages": pages[pending.digest]})
        for reading in self._catalogue.unloaded():
            if reading.stage == self._stage.name and reading.recipe == self._recipe:
                summary = self._catalogue.summary(reading.item)
                again = Pending(reading.item, summary.size, summary.name, summary.kind, 0)
                yield self.job(again, resting.told(self._catalogue, self._stage, reading.item))

    def _pages_for_ocr(self) -> UnreadPages | None:
        """Give what an OCR stage looks at: pictures and pages without text, or what the engine could not read."""
        if self._stage.name == "ocr":
            return UnreadPages(self._catalogue, "no-text", pictures=True)
        if self._stage.name == "ocr-named":
            return UnreadPages(
                self._catalogue, "unsupported-language", "unread-marks", pictures=False
            )
        return None

    def _depth(self, item: Digest) -> int:
        depth, level = 0, [item]
        while level and depth <= self._stage.limits.depth:
            level = [parent for one in level[:4] for parent in self._catalogue.containers(one)]
            depth += bool(level)
        return depth

    def _gather(
        self, box: Sandbox, batch: Batch, pool: ThreadPoolExecutor, jobs: Iterator[_Job], total: int
    ) -> None:
        running: set[Future[_Done]] = set()
        waiting: list[_Done] = []
        began = time.monotonic()
        while True:
            while len(running) < THREADS + 1 and (job := next(jobs, None)) is not None:
                running.add(pool.submit(self._read, box, batch, job))
            if not running:
                break
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            waiting.extend(self._whole(finished))
            self._done += len(finished)
            self._tell(Progress(self._stage.name, self._done, total - self._done))
            if _due(waiting, time.monotonic() - began):
                self._commit(batch, waiting, box)
                waiting, began = [], time.monotonic()
        self._commit(batch, waiting, box)

    def _whole(self, finished: Iterable[Future[_Done]]) -> Iterator[_Done]:
        """Give the readings of whole objects; one that changed, is gone or finds no memory is kept for the end and stays pending."""
        for future in finished:
            try:
                yield future.result()
            except Damaged as exc:
                self._sums.damaged.append(exc)
            except Unavailable as exc:
                if exc.code != "memory":
                    raise
                self._sums.damaged.append(exc)

    def _read(self, box: Sandbox, batch: Batch, job: _Job) -> _Done:
        """Read one item; runs in a thread of the pool."""
        sink = Collecting(self._case, batch, self._mutex, job.inherited)
        try:
            outcome = self._ask(box, job, sink)
            records = sink.close(outcome)
        except BaseException:
            sink.discard()
            raise
        return _Done(job, records, records.outcome(outcome), sink.events, sink.member_bytes)

    def _ask(self, box: Sandbox, job: _Job, sink: Collecting) -> Failure | None:
        stage = self._stage
        settings = {**{n: list(v) for n, v in stage.settings}, **job.settings}
        task = Task(
            stage.decoders[0],
            job.digest,
            job.size,
            name=job.name,
            settings=settings,
            limits=stage.limits,
            stage=stage.name,
            depth=job.depth,
        )
        try:
            with resting.opened(self._case, stage, job.digest, settings) as file:
                outcome: Outcome = stage.run(box, task, file, sink, settings)
        except Mistaken as exc:
            if exc.code != "no-object":
                raise
            raise Damaged(
                "object-missing",
                "a preserved object is not in the vault",
                where=str(job.digest),
                next="restore it from a mirror, then run wellfounded check",
            ) from exc
        return outcome.failure

    def _commit(self, batch: Batch, waiting: list[_Done], box: Sandbox) -> None:
        """Write the readings and the members they gave in one commit, then tell."""
        if not waiting:
            return
        with self._mutex:
            for done in waiting:
                for event in done.events:
                    batch.add(event)
                if done.unlocked:
                    batch.add(Event("unlocked", (done.job.digest,), {"how": "password"}))
                batch.add(self._event(done, box))
            batch.commit()
        refresh(self._case, self._catalogue)
        for done in waiting:
            self._count(done)

    def _event(self, done: _Done, box: Sandbox) -> Event:
        body = {
            "stage": self._stage.name,
            "recipe": self._recipe,
            "decoder": self._stage.decoders[0],
            "tool": self._stage.shown,
            "outcome": done.outcome,
            "records": str(done.records.digest),
            "count": done.records.count,
            "failures": done.records.failures,
            "jail": list(box.held),
            "jail_missing": list(box.missing),
        }
        return Event("read", (done.job.digest,), body | resting.kept(done.job.settings))

    def _count(self, done: _Done) -> None:
        sums, records = self._sums, done.records
        sums.read += done.outcome == "read"
        sums.partial += done.outcome == "partial"
        sums.failed += done.outcome == "failed"
        sums.members += len(done.events)
        for code in records.codes:
            sums.codes[code] = sums.codes.get(code, 0) + 1
        name, codes = done.job.name, records.codes
        members = len(done.events)
        self._tell(
            Read(
                done.job.digest, name, self._stage.name, done.outcome, records.kind, codes, members
            )
        )

    def _note_missing(self, jobs: Iterable[_Job]) -> None:
        """Write that these items need an extra; its recipe names what is absent, so they are read once it is there."""
        stage = self._stage
        what = f"needs [{stage.extra}]"
        step = f"install wellfounded[{stage.extra}], then wellfounded build"
        failure = Failure(stage.name, "needs-extra", what, next=step)
        with Batch(self._case, self._actor) as batch:
            for job in jobs:
                sink = Collecting(self._case, batch, self._mutex, job.inherited)
                records = sink.close(failure)
                body = {
                    "stage": stage.name,
                    "recipe": self._recipe,
                    "decoder": stage.decoders[0],
                    "tool": stage.shown,
                    "outcome": "failed",
                    "records": str(records.digest),
                    "count": records.count,
                    "failures": records.failures,
                }
                batch.add(Event("read", (job.digest,), body))
                self._count(_Done(job, records, "failed", [], 0))
            batch.commit()
        refresh(self._case, self._catalogue)

    def _note_jail(self, box: Sandbox) -> None:
        """Say and write once a build that the jail was weaker than it should be."""
        first = not self._sums.held
        self._sums.held, self._sums.missing = box.held, box.missing
        if first and self._weaker and box.missing:
            body = {"held": list(box.held), "missing": list(box.missing)}
            record(self._case, self._actor, Event("weaker-jail", (), body))


def _due(waiting: list[_Done], seconds: float) -> bool:
    size = sum(done.bytes for done in waiting)
    return bool(waiting) and (
        len(waiting) >= _COMMIT_READINGS or size >= _COMMIT_BYTES or seconds >= _COMMIT_SECONDS
    )
