"""Texts of files outside any case: each is read in the jail as `build` would, and only its words are kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from wellfounded.case.understand.look import Kept, digest_of
from wellfounded.case.understand.plan import READ
from wellfounded.case.understand.texts import SOURCES, document_of
from wellfounded.copies.engines import ENGINES
from wellfounded.copies.text import Document
from wellfounded.intake.open import reading
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.errors import Refused, Unavailable
from wellfounded.terms.record import Fact, Failure, Passage, RawName

_PRINTED = frozenset(kind for engine in ENGINES for kind in engine.recipe.items)


@dataclass(frozen=True, slots=True)
class FileText:
    """The words of one file, or None where it has none that are compared; and what of it was not read."""

    document: Document | None
    failures: tuple[Failure, ...] = ()


class FileReader:
    """A jail in which files are read. Raises Unavailable `jail-weaker` where this computer cannot hold hostile files."""

    def __init__(self, *, weaker: bool = False) -> None:
        """Start it."""
        self._box = Sandbox(READ.decoders, READ.limits, weaker=weaker)

    def of(self, path: Path, kind: str) -> FileText:
        """Give the text of a file of a known kind; footage, pictures and sound have none here."""
        if kind in _PRINTED or not kind:
            return FileText(None)
        kept = Kept()
        name = RawName.of_path(os.fsencode(path.name)).shown
        try:
            with reading(os.fsencode(path)) as original:
                digest, size = digest_of(original.fd)
                os.lseek(original.fd, 0, os.SEEK_SET)
                task = Task(
                    READ.decoders[0], digest, size, name=name, limits=READ.limits, stage=READ.name
                )
                outcome = self._box.read(task, original.fd, kept)
        except (Refused, Unavailable) as exc:
            return FileText(None, (Failure(READ.name, exc.code, exc.what, next=exc.next),))
        passages = [r for r in kept.records if isinstance(r, Passage) and r.source in SOURCES]
        facts = [r for r in kept.records if isinstance(r, Fact)]
        failures = [r for r in kept.records if isinstance(r, Failure)]
        if outcome.failure is not None:
            failures.append(outcome.failure)
        text = document_of(digest, passages, facts, name) if passages else None
        return FileText(text, tuple(failures))

    def __enter__(self) -> FileReader:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._box.close()
