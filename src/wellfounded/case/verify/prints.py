"""Prints of files outside any case: each is decoded in the jail as `build` would, and only the arrays are kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from wellfounded.case.understand.look import digest_of
from wellfounded.case.understand.plan import absent
from wellfounded.copies.copy import Pass
from wellfounded.copies.engine import Engine, Taken
from wellfounded.copies.engines import ENGINES
from wellfounded.copies.print import unpack
from wellfounded.intake.open import reading
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused, Unavailable
from wellfounded.terms.record import Failure, RawName

_KIND = "wellfounded.copies.untrusted.kind"


@dataclass(frozen=True, slots=True)
class Blobs:
    """One print as it came out of the jail: its kind, form and pass, and the bytes of its parts."""

    kind: str
    form: str
    pass_: str
    parts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """The prints of one file, and what of it was not read."""

    name: str
    item: Digest
    size: int
    kind: str
    prints: tuple[Blobs, ...]
    failures: tuple[Failure, ...]


class Printer:
    """A jail in which prints are taken. Raises Unavailable `jail-weaker` where this computer cannot hold hostile files."""

    def __init__(self, *, weaker: bool = False, pass_: Pass = "dense") -> None:
        """Start it; with pass `first`, engines that know one look at key frames only."""
        self._pass = pass_
        there = [e.recipe.decoder for e in ENGINES if not absent(e.recipe.libraries)]
        decoders = [_KIND, *dict.fromkeys(there)]
        self._box = Sandbox(decoders, weaker=weaker)

    def of(self, path: Path) -> Printed:
        """Give the prints of one file; what cannot be opened or decoded is a failure in it."""
        name = RawName.of_path(os.fsencode(path.name)).shown
        try:
            with reading(os.fsencode(path)) as original:
                return self._read(name, original.fd)
        except (Refused, Unavailable) as exc:
            failure = Failure("print", exc.code, exc.what, next=exc.next)
            return Printed(name, Digest.of(b""), 0, "", (), (failure,))

    def close(self) -> None:
        """End it."""
        self._box.close()

    def __enter__(self) -> Printer:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.close()

    def _read(self, name: str, fd: int) -> Printed:
        item, size = digest_of(fd)
        task = Task(_KIND, item, size, name=name, stage="kind")
        found = _Kept()
        self._ask(task, fd, found)
        kind = found.kind
        for recipe in (e.recipe for e in ENGINES):
            stage = f"print-{recipe.kind}"
            if kind in recipe.items and absent(recipe.libraries):
                step = f"install wellfounded[{recipe.extra}]"
                found.failures.append(
                    Failure(stage, "needs-extra", f"needs [{recipe.extra}]", next=step)
                )
            elif kind in recipe.items:
                pass_ = self._pass if self._pass in recipe.passes else recipe.passes[-1]
                about = replace(
                    task,
                    decoder=recipe.decoder,
                    settings={"pass": pass_},
                    limits=recipe.limits,
                    stage=stage,
                )
                self._ask(about, fd, found)
        return Printed(name, item, size, kind, found.prints(), tuple(found.failures))

    def _ask(self, task: Task, fd: int, found: _Kept) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        outcome = self._box.read(task, fd, found)
        if outcome.failure is not None:
            found.failures.append(outcome.failure)


def taken(printed: Printed, engine: Engine) -> Taken | None:
    """Give the print one engine compares, or None where there is none; raises Refused `print`."""
    for blobs in printed.prints:
        if blobs.form == engine.recipe.form:
            parts = tuple(unpack(data) for data in blobs.parts)
            pass_: Pass = "first" if blobs.pass_ == "first" else "dense"
            return Taken(printed.item, printed.name, engine.recipe.kind, blobs.form, pass_, parts)
    return None


class _Kept:
    """Collects prints and failures of one file in memory."""

    def __init__(self) -> None:
        self.kind = ""
        self.failures: list[Failure] = []
        self._blobs: dict[str, bytes] = {}
        self._parts: dict[tuple[str, str, str], list[bytes]] = {}

    def prints(self) -> tuple[Blobs, ...]:
        """Give the prints in the order they came."""
        return tuple(Blobs(*about, tuple(parts)) for about, parts in self._parts.items())

    def on_record(self, found: dict[str, Any]) -> None:
        """Keep a print, a failure or the kind."""
        if found["type"] == "print":
            about = (found["kind"], found["form"], found["pass"])
            self._parts.setdefault(about, []).append(self._blobs[found["blob"]])
        elif found["type"] == "failure":
            self.failures.append(
                Failure(found["stage"], found["code"], found["what"], next=found.get("next", ""))
            )
        elif found["type"] == "fact" and found["name"] == "kind":
            self.kind = str(found["value"])

    def on_blob(self, data: bytes) -> None:
        """Keep the bytes of a print."""
        self._blobs[str(Digest.of(data))] = data

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Do nothing."""

    def on_member_data(self, data: bytes) -> None:
        """Drop the bytes."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Do nothing."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Do nothing."""


def engines_for(printed: Sequence[Printed]) -> list[Engine]:
    """Give the engines for which every one of the files has a print."""
    forms = [{b.form for b in p.prints} for p in printed]
    return [e for e in ENGINES if all(e.recipe.form in f for f in forms)]
