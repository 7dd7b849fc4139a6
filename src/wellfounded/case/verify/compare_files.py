"""Comparing two files outside any case: what they have in common, and pictures of the aligned parts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wellfounded.case.init import PROGRAM
from wellfounded.case.verify.file_text import FileReader
from wellfounded.case.verify.frames import Framer
from wellfounded.case.verify.prints import Printed, Printer, engines_for, taken
from wellfounded.copies.copy import ONE_ORIGIN, Copy
from wellfounded.copies.text import Document, compare_two
from wellfounded.copies.text.apparatus import Entry, apparatus
from wellfounded.copies.text.content import Keys
from wellfounded.copies.text.words import split
from wellfounded.report import pair
from wellfounded.report.kin import Kin, Member, Relation
from wellfounded.report.words_beside import Quoted, WordsBeside, words_beside
from wellfounded.terms.errors import Mistaken, Unavailable
from wellfounded.terms.record import Failure


@dataclass(frozen=True, slots=True)
class Found:
    """The two files, their texts where both have one, what they have in common, and where copies of text differ.

    `failures` is what of each was not read.
    """

    a: Printed
    b: Printed
    copies: tuple[Copy, ...]
    failures: tuple[tuple[Failure, ...], tuple[Failure, ...]]
    texts: tuple[Document, Document] | None = None

    def variants(self) -> list[Entry]:
        """Give the places where the second text reads otherwise than the first, where one is made from the other."""
        joined = any(c.kind == "text" and c.verdict in ONE_ORIGIN for c in self.copies)
        if self.texts is None or not joined:
            return []
        keys = Keys()
        first, second = (split(text.text) for text in self.texts)
        return apparatus(first, [second], keys)


def compare_files(first: Path, second: Path, *, page: Path | None, weaker: bool) -> Found:
    """Compare two files, and write a page if one is named.

    Raises Mistaken `no-file`, Unavailable `jail-weaker`, `unwritable` for the page.
    """
    for path in (first, second):
        if not path.exists():
            raise Mistaken("no-file", "there is no such file", where=str(path))
    with Printer(weaker=weaker) as printer:
        a, b = printer.of(first), printer.of(second)
    with FileReader(weaker=weaker) as reader:
        one_text, two_text = reader.of(first, a.kind), reader.of(second, b.kind)
    copies: list[Copy] = []
    texts = None
    if one_text.document is not None and two_text.document is not None and a.item != b.item:
        texts = one_text.document, two_text.document
        copies += compare_two(*texts)
    for engine in engines_for((a, b)):
        one, two = taken(a, engine), taken(b, engine)
        if one is not None and two is not None:
            copies += engine.compare(one, two)
    named = [replace(c, a=replace(c.a, name=a.name), b=replace(c.b, name=b.name)) for c in copies]
    failures = a.failures + one_text.failures, b.failures + two_text.failures
    found = Found(a, b, tuple(named), failures, texts)
    if page is not None:
        _write(page, first, second, found, weaker)
    return found


def _write(page: Path, first: Path, second: Path, found: Found, weaker: bool) -> None:
    shots: Sequence[Sequence[pair.Shot]] = [() for _ in found.copies]
    if any(c.kind in ("video", "picture", "still") for c in found.copies):
        with Framer(weaker=weaker) as framer:
            shots = [framer.shots(copy, first, second) for copy in found.copies]
    a, b = (pair.Named(p.name, str(p.item)) for p in (found.a, found.b))
    data = pair.page(a, b, found.copies, shots, _words(found), PROGRAM)
    try:
        new = page.with_name(page.name + ".new")
        new.write_bytes(data)
        os.replace(new, page)
    except OSError as exc:
        raise Unavailable(
            "unwritable", "the page cannot be written there", where=str(page), why=str(exc.strerror)
        ) from exc


def _words(found: Found) -> WordsBeside | None:
    """Give the two texts beside each other, where they have something in common."""
    mine = [c for c in found.copies if c.kind == "text"]
    if found.texts is None or not mine:
        return None
    a, b = (Member(t.item, t.name, "") for t in found.texts)
    texts = {t.item: Quoted(t.item, t.text, t.language) for t in found.texts}
    relation = Relation(a.item, b.item, tuple(mine), True, "unknown", ())
    return words_beside(Kin((a, b), (relation,), once=True), texts.get)
