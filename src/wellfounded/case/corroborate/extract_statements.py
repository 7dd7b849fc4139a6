"""Statements of plain text files without a case: each is read in the jail as `build` would read it, and nothing is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellfounded.case.corroborate.annotator import Annotator, allowed
from wellfounded.case.understand.look import Kept, digest_of
from wellfounded.case.understand.plan import STATEMENTS, Stage
from wellfounded.intake.open import reading
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Unavailable
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import Age, Deadline


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one file says that somebody says, what was not read of it, and what ended the reading if anything did."""

    name: str
    digest: Digest
    statements: tuple[Statement, ...]
    deadlines: tuple[Deadline, ...]
    ages: tuple[Age, ...]
    unread: tuple[str, ...]
    failures: tuple[Failure, ...]


def extract(
    files: Sequence[Path],
    *,
    published: str = "",
    pipeline: str = "",
    annotator: Annotator | None = None,
    weaker: bool = False,
) -> Iterator[Extracted]:
    """Give the statements of each file, in order.

    `published` (ISO 8601) anchors relative dates; `pipeline` is a spaCy pipeline of English by name or path, `annotator` a
    model to be asked instead. Raises Mistaken `moment-form`; Refused `not-this-computer`; Unavailable `needs-extra` without the
    extra `language`, `jail-weaker`, `unreadable`, `no-contact`.
    """
    if annotator is None:
        require_extra()
        stage = STATEMENTS
    else:
        allowed(annotator.server, elsewhere=False)
        stage = annotator.stage()
    settings = {"input": "text", "published": whole_day(published), "pipeline": pipeline}
    readable = (str(Path(pipeline).resolve()),) if pipeline and Path(pipeline).is_dir() else ()
    if readable:
        settings["pipeline"] = readable[0]
    with Sandbox(stage.decoders, stage.limits, weaker=weaker, readable=readable) as box:
        for file in files:
            yield _one(box, stage, file, settings)


def require_extra() -> None:
    """Raise Unavailable `needs-extra` where the extra `language` is not installed."""
    if STATEMENTS.missing():
        what = "reading who says what needs [language]"
        raise Unavailable("needs-extra", what, next="install wellfounded[language]")


def whole_day(text: str) -> str:
    """Give an ISO 8601 day as it was given, or ''; raises Mistaken `moment-form` for anything else."""
    if text and len(Moment.parse(text).fields) != 3:
        raise Mistaken("moment-form", f"not a whole day: {text[:40]!r}", next="write 2024-03-01")
    return text


def _one(box: Sandbox, stage: Stage, path: Path, settings: dict[str, Any]) -> Extracted:
    kept = Kept()
    with reading(os.fsencode(path)) as original:
        digest, size = digest_of(original.fd)
        task = Task(
            stage.decoders[0], digest, size, name=path.name, settings=settings,
            limits=stage.limits, stage=stage.name,
        )  # fmt: skip
        outcome = stage.run(box, task, original.fd, kept, settings)
    failures = [r for r in kept.records if isinstance(r, Failure)]
    if outcome.failure is not None:
        failures.append(outcome.failure)
    return Extracted(
        name=str(path),
        digest=digest,
        statements=tuple(r for r in kept.records if isinstance(r, Statement)),
        deadlines=tuple(r for r in kept.records if isinstance(r, Deadline)),
        ages=tuple(r for r in kept.records if isinstance(r, Age)),
        unread=tuple(
            str(r.value)
            for r in kept.records
            if isinstance(r, Fact) and r.name in ("statements.unread", "statements.rejected")
        ),
        failures=tuple(failures),
    )
