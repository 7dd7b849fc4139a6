"""Comparing two files outside any case: what they have in common, and pictures of the aligned parts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wellfounded.case.init import PROGRAM
from wellfounded.case.verify.frames import Framer
from wellfounded.case.verify.prints import Printed, Printer, engines_for, taken
from wellfounded.copies.copy import Copy
from wellfounded.report import pair
from wellfounded.terms.errors import Mistaken, Unavailable


@dataclass(frozen=True, slots=True)
class Found:
    """The two files and what they have in common."""

    a: Printed
    b: Printed
    copies: tuple[Copy, ...]


def compare_files(first: Path, second: Path, *, page: Path | None, weaker: bool) -> Found:
    """Compare two files, and write a page if one is named.

    Raises Mistaken `no-file`, Unavailable `jail-weaker`, `unwritable` for the page.
    """
    for path in (first, second):
        if not path.exists():
            raise Mistaken("no-file", "there is no such file", where=str(path))
    with Printer(weaker=weaker) as printer:
        a, b = printer.of(first), printer.of(second)
    copies: list[Copy] = []
    for engine in engines_for((a, b)):
        one, two = taken(a, engine), taken(b, engine)
        if one is not None and two is not None:
            copies += engine.compare(one, two)
    named = [replace(c, a=replace(c.a, name=a.name), b=replace(c.b, name=b.name)) for c in copies]
    found = Found(a, b, tuple(named))
    if page is not None:
        _write(page, first, second, found, weaker)
    return found


def _write(page: Path, first: Path, second: Path, found: Found, weaker: bool) -> None:
    shots: Sequence[Sequence[pair.Shot]] = [() for _ in found.copies]
    if any(c.kind in ("video", "picture", "still") for c in found.copies):
        with Framer(weaker=weaker) as framer:
            shots = [framer.shots(copy, first, second) for copy in found.copies]
    a, b = (pair.Named(p.name, str(p.item)) for p in (found.a, found.b))
    data = pair.page(a, b, found.copies, shots, PROGRAM)
    try:
        new = page.with_name(page.name + ".new")
        new.write_bytes(data)
        os.replace(new, page)
    except OSError as exc:
        raise Unavailable(
            "unwritable", "the page cannot be written there", where=str(page), why=str(exc.strerror)
        ) from exc
