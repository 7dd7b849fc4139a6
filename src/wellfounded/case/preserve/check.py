"""Checking a case: every digest and both logs recomputed, and said apart what agrees, what does not, and what could not be checked.

A quick check reads the logs and personal values whole and of the objects only that they are there with their stated size; it says
which share of the bytes it read. Only a full check reads every byte.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

from wellfounded.case.folder import Case
from wellfounded.case.preserve import pinned
from wellfounded.case.preserve.check_joined import check_joined
from wellfounded.case.preserve.check_log import Named, check_log
from wellfounded.case.preserve.checked import Checked, Finding, summary
from wellfounded.case.proof.outside import Judge
from wellfounded.case.proof.shown import Shown, shown
from wellfounded.case.proof.trust import Trust
from wellfounded.disk import OneFolder
from wellfounded.ledger import note
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused
from wellfounded.vault import LOG_KINDS
from wellfounded.vault.encrypted import Access

__all__ = ["Checked", "Finding", "check", "check_object", "summary"]

_AHEAD = 8
_THREADS = 2
_GROUP = 64
_GROUP_BYTES = 1 << 20
_In = TypeVar("_In")
_Out = TypeVar("_Out")
Progress = Callable[[int, int], None]


def check(
    case: Case,
    *,
    full: bool = False,
    checkpoints: Iterable[Path] = (),
    trust: Trust | None = None,
    progress: Progress = lambda done, total: None,
) -> Checked:
    """Check a case; nothing is written. `checkpoints` are what shows signed checkpoints kept elsewhere (`case.shown`);
    `trust` is what stamps are judged by, else what the person's home holds.

    `progress(done, total)` counts object bytes. Damage is a finding, not an exception.
    """
    result, named = Checked(full), Named()
    kept = shown(checkpoints, result)
    stamped = False
    with Judge(Trust.of(case.home) if trust is None else trust) as judge:
        for kind in LOG_KINDS:
            held = check_log(case, kind, result, named, kept, judge=judge)
            stamped = stamped or (held and kind == "custody")
        check_joined(case, named, kept, judge, result)
    _reported(case, named)
    _unplaced(case, named, kept, result)
    _objects(case, named, result, progress)
    _strays(case, named, result)
    _access(case, result)
    _say_unknown(result, stamped)
    return result


def _reported(case: Case, named: Named) -> None:
    """Expect the record sets that issued reports rest on; a list that cannot be read is found as an object."""
    for digest in named.lists:
        try:
            with case.vault.open(digest) as file:
                data = file.read()
            if Digest.of(data) == digest:
                named.objects.update(pinned.records(data))
        except (OSError, Damaged, Mistaken, Refused):
            continue


def _unplaced(case: Case, named: Named, kept: list[Shown], result: Checked) -> None:
    """Say of kept checkpoints that belong to none of the logs that they say nothing here."""
    origins = {one.origin for one in named.joined}
    for kind in LOG_KINDS:
        try:
            origins.add(case.logs[kind].checkpoint().origin)
        except (Damaged, Refused):
            continue
    for one in kept:
        if note.parse(one.note).origin not in origins:
            what = "a kept checkpoint is of another log"
            result.note("unknown", "checkpoint-other", what, one.name)


def _objects(case: Case, named: Named, result: Checked, progress: Progress) -> None:
    wanted = [d for d in named.objects if d not in named.withdrawn]
    result.objects = len(wanted)
    result.bytes = sum(named.objects[d] for d in wanted)

    def some(digests: list[Digest]) -> list[tuple[int, Finding | None]]:
        sizes = (named.objects[d] for d in digests)
        return [
            (s, check_object(case, d, s, full=result.full))
            for d, s in zip(digests, sizes, strict=True)
        ]

    with ThreadPoolExecutor(_THREADS) as pool:
        for group in _answered(pool, some, _groups(wanted, named.objects)):
            for size, finding in group:
                if finding is not None:
                    result.findings.append(finding)
                if result.full and (finding is None or finding.code == "object"):
                    result.objects_read += 1
                    result.bytes_read += size
            if result.full:
                progress(result.bytes_read, result.bytes)
    _destroyed(case, named, result)


def _groups(digests: Iterable[Digest], sizes: Mapping[Digest, int]) -> Iterator[list[Digest]]:
    """Give objects to check in one go: a large one by itself, small ones together, so that handing them over costs little."""
    group: list[Digest] = []
    held = 0
    for digest in digests:
        group.append(digest)
        held += sizes[digest]
        if held >= _GROUP_BYTES or len(group) == _GROUP:
            yield group
            group, held = [], 0
    if group:
        yield group


def _answered(
    pool: ThreadPoolExecutor, ask: Callable[[_In], _Out], asked: Iterator[_In]
) -> Iterator[_Out]:
    """Give the answers in order, a few asked ahead: memory does not grow with their number."""
    waiting = deque(pool.submit(ask, one) for one in islice(asked, _AHEAD))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(pool.submit(ask, one) for one in islice(asked, 1))


def _destroyed(case: Case, named: Named, result: Checked) -> None:
    for digest, told in sorted(named.withdrawn.items()):
        verdict = "withdrawn" if case.vault.stat(digest) is None else "damaged"
        what = (
            f"its bytes were destroyed on order, {told}"
            if verdict == "withdrawn"
            else f"withdrawn {told}, but its bytes are still here: run wellfounded withdraw again"
        )
        result.note(verdict, "withdrawn", what, str(digest))


def check_object(case: Case, digest: Digest, size: int, *, full: bool) -> Finding | None:
    """Check one object: that it is there with its size, and if `full` that its bytes hash to its name. None is good."""
    try:
        if full and case.vault.check(digest) == size:
            return None
        wrong = None
    except Damaged as exc:
        wrong = Finding("damaged", exc.code, exc.what, str(digest))
    except OSError as exc:
        wrong = Finding("damaged", "object-unreadable", str(exc.strerror), str(digest))
    except Mistaken:
        wrong = None
    return _place(case, digest, size) or wrong


def _place(case: Case, digest: Digest, size: int) -> Finding | None:
    """Say whether an object is there with its size."""
    try:
        found = case.vault.stat(digest)
    except Damaged as exc:
        return Finding("damaged", exc.code, exc.what, str(digest))
    if found is None:
        return Finding("damaged", "object-missing", "a preserved object is missing", str(digest))
    if found.size != size:
        what = f"a preserved object has {found.size} bytes instead of {size}"
        return Finding("damaged", "object-size", what, str(digest))
    return None


def _strays(case: Case, named: Named, result: Checked) -> None:
    for path in case.vault.strangers():
        result.note("stray", "stranger", "a file in the vault that is no object", path.name)
    for digest in case.vault.digests():
        if digest not in named.objects and digest not in named.withdrawn:
            what = "an object no entry names, left by a command that was cut off"
            result.note("stray", "unnamed", what, str(digest))
    for kind in LOG_KINDS:
        private = case.private[kind]
        try:
            count = len(case.logs[kind].leftovers())
            size = case.logs[kind].checkpoint().size
        except (Damaged, Refused):
            continue
        count += sum(not private.counts(path, size) for path in private.paths())
        if count:
            what = f"{count} files beyond the checkpoint, left by a command that was cut off"
            result.note("stray", "leftover", what, f"{kind} log")


def _access(case: Case, result: Checked) -> None:
    """Say which files of people of an encrypted case are missing or torn."""
    if case.ring is not None:
        for name in Access(case.root, OneFolder(case.root)).damaged():
            what = "a person's file is missing or torn: they may not be able to open this case"
            result.note("damaged", "access-missing", what, name)


def _say_unknown(result: Checked, stamped: bool) -> None:
    """Say what no check of this case alone can know."""
    if not result.full and result.bytes:
        what = f"read 0 of {result.bytes} bytes of preserved objects, only that they are there with their size"
        result.note("unknown", "not-read", what)
    if stamped:
        return
    result.note(
        "unknown",
        "no-outside-proof",
        "no outside stamp or witness that holds by what you have: the times are this computer's word, and whoever holds the key could have "
        "written all of it anew, unless a checkpoint kept elsewhere says otherwise",
    )
