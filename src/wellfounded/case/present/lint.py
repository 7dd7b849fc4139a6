"""Holding finished packets against the rules of a forum, ours or not: each is read in the jail, and nothing is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.understand.look import Kept, digest_of
from wellfounded.intake.open import reading
from wellfounded.law.rule import Filing
from wellfounded.packet.lint import Finding, lint
from wellfounded.packet.seen import Seen, seen
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure, RawName

DECODER = "wellfounded.packet.untrusted.filed"
_LIMITS = Limits(wall_s=600, cpu_s=500, records=2_000_000, text_chars=20_000_000)


@dataclass(frozen=True, slots=True)
class Linted:
    """A packet, what its rules found, and why it was not read to its end, if it was not."""

    seen: Seen
    digest: Digest
    findings: tuple[Finding, ...]
    failure: Failure | None


def lint_files(
    files: Sequence[Path], rules: Sequence[Filing], language: str, *, weaker: bool = False
) -> Iterator[Linted]:
    """Give what the rules find in each file, in order. Raises Unavailable `jail-weaker`, and Refused for what is no file."""
    with Sandbox([DECODER], _LIMITS, weaker=weaker) as box:
        for path in files:
            packet, digest, failure = _read(box, path)
            yield Linted(packet, digest, tuple(lint(packet, rules, language)), failure)


def _read(box: Sandbox, path: Path) -> tuple[Seen, Digest, Failure | None]:
    name = RawName.of_path(os.fsencode(path.name)).shown
    with reading(os.fsencode(path)) as original:
        digest, size = digest_of(original.fd)
        os.lseek(original.fd, 0, os.SEEK_SET)
        kept = Kept()
        outcome = box.read(
            Task(DECODER, digest, size, name=name, limits=_LIMITS), original.fd, kept
        )
    why = outcome.failure.what if outcome.failure else ""
    return seen(name, size, kept.records, why), digest, outcome.failure
