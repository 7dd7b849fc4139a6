"""Looking at single files without a case: each is read in the jail as `build` would read it, and nothing is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wellfounded.case.init import PROGRAM
from wellfounded.case.understand.plan import READ, Stage, stages
from wellfounded.intake.open import reading
from wellfounded.look import Look
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms import record
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused, Unavailable
from wellfounded.terms.record import Failure, RawName, Record

_LIMITS = Limits(wall_s=6, cpu_s=6, records=20_000, text_chars=2_000_000, output_bytes=1 << 30)
_TOOL_LIMITS = replace(_LIMITS, wall_s=2, cpu_s=2)
_MOST_BLOBS = 64 << 20
_CHUNK = 1 << 20


def look(files: Sequence[str | Path], *, weaker: bool = False) -> Iterator[Look]:
    """Give what each file says and does not say; the reading of a file takes at most ten seconds.

    OCR and speech are left to `build`. Raises Mistaken for a file that is not there, Unavailable `jail-weaker`.
    """
    chosen = [s for s in stages() if s is READ or s.name == "exif"]
    decoders = [d for s in chosen for d in s.decoders]
    with Sandbox(decoders, _LIMITS, weaker=weaker) as box:
        for file in files:
            yield _one(box, chosen, Path(file))


def _one(box: Sandbox, chosen: Sequence[Stage], path: Path) -> Look:
    name = RawName.of_path(os.fsencode(path.name)).shown
    try:
        with reading(os.fsencode(path)) as original:
            digest, size = digest_of(original.fd)
            kept, failure = Kept(), None
            tried = []
            for stage in chosen:
                if stage.kinds and kept.kind not in stage.kinds:
                    continue
                tried.append(stage.name)
                os.lseek(original.fd, 0, os.SEEK_SET)
                limits = _LIMITS if stage is READ else _TOOL_LIMITS
                task = Task(
                    stage.decoders[0], digest, size, name=name, limits=limits, stage=stage.name
                )
                outcome = stage.run(box, task, original.fd, kept, {})
                failure = failure or outcome.failure
    except (Refused, Unavailable) as exc:
        return _unread(name, exc)
    return Look(
        name,
        size,
        digest,
        tuple(kept.records),
        kept.blobs,
        failure,
        tuple(tried),
        PROGRAM,
        box.held,
    )


def _unread(name: str, exc: Refused | Unavailable) -> Look:
    failure = Failure("read", exc.code, exc.what, next=exc.next)
    return Look(name, 0, Digest.of(b""), (), {}, failure, (), PROGRAM)


def digest_of(fd: int) -> tuple[Digest, int]:
    """Give the digest and size of an open file, read from where it stands to its end."""
    running, size = hashlib.sha256(), 0
    while data := os.read(fd, _CHUNK):
        running.update(data)
        size += len(data)
    return Digest(running.digest()), size


class Kept:
    """Collects the records of one file in memory, and its pictures up to a limit. Members are named and dropped."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records: list[Record] = []
        self.blobs: dict[Digest, bytes] = {}
        self.kind = ""
        self._bytes = 0

    def on_record(self, found: dict[str, Any]) -> None:
        """Keep a record of a type this version knows."""
        one = record.from_json(found)
        if one is None:
            return
        self.records.append(one)
        if isinstance(one, record.Fact) and one.name == "kind":
            self.kind = str(one.value)

    def on_blob(self, data: bytes) -> None:
        """Keep a picture while there is room."""
        self._bytes += len(data)
        if self._bytes <= _MOST_BLOBS:
            self.blobs[Digest.of(data)] = data

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Do nothing."""

    def on_member_data(self, data: bytes) -> None:
        """Drop the bytes."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Do nothing."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Do nothing."""
