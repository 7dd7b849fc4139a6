"""Pointing into an item so that it lasts: exact words, their locus, and the record set they stand in, which goes into the vault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from wellfounded.case.batch import Batch
from wellfounded.case.folder import Case
from wellfounded.case.understand.plan import STATEMENTS
from wellfounded.catalogue import Catalogue, FoundPassage
from wellfounded.claims.claim import Place
from wellfounded.claims.texts import joined
from wellfounded.disk import read as read_file
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Unavailable
from wellfounded.terms.locus import Locus
from wellfounded.terms.statement import Statement


@dataclass(frozen=True, slots=True)
class Around:
    """A passage around words, and where in it they stand (half-open, code points)."""

    text: str
    at: tuple[int, int]


class Paper:
    """The text of one item as statements count in it, with the passages it is made of."""

    def __init__(self, catalogue: Catalogue, item: Digest) -> None:
        """Read the item's text out of the catalogue; raises Mistaken `unknown-item`, `withdrawn-item`."""
        self._catalogue = catalogue
        self.item = item
        detail = catalogue.item(item)
        if detail.withdrawal is not None:
            raise Mistaken("withdrawn-item", "that item was withdrawn: nothing can rest on it")
        self.name = detail.summary.name or item.hex[:12]
        self.kind = detail.summary.kind
        self._readings = detail.readings
        passages = (p for p in catalogue.passages(item) if p.stage in STATEMENTS.rests_on)
        self.text, self.places = joined(passages)

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements that count in this text, in order; none of an older reading."""
        within = Digest.of(self.text.encode("utf-8", "surrogatepass"))
        return [s for s in self._catalogue.statements(self.item) if s.within == within]

    @property
    def statement_records(self) -> tuple[Digest, ...]:
        """The record set the statements stand in."""
        return tuple(
            Digest.parse(r.records)
            for r in self._readings
            if r.stage == STATEMENTS.name and r.current and r.records
        )

    def passage(self, start: int) -> tuple[int, int, FoundPassage] | None:
        """Give the passage in which a place of the text stands."""
        return next((p for p in self.places if p[0] <= start < p[1]), None)

    def place(self, start: int, end: int) -> Place:
        """Give the place of words, as a decision cites it; words that go on in the next passage are cited as far as this one."""
        found = self.passage(start)
        if found is None:
            raise _no_words(self.name)
        first, last, passage = found
        end = min(end, last)
        reading = self._catalogue.reading(passage.reading)
        if reading is None or not reading.records:
            raise _no_words(self.name)
        words = self.text[start:end]
        locus = _narrowed(passage.locus, passage.text, start - first, end - first)
        return Place(Digest.parse(reading.records), locus, words)

    def around(self, place: Place) -> Around | None:
        """Give the passage around a cited place, or None where this text no longer has it."""
        for _, _, passage in self.places:
            at = _within(passage, place)
            if at is not None:
                return Around(passage.text, at)
        return None

    def find(self, quote: str) -> tuple[int, int]:
        """Give where words stand, blanks alike; the first place. Raises Mistaken `quote-not-found`."""
        words = quote.split()
        if not words:
            raise _no_quote(self.name, quote)
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        for start, end, _ in self.places:
            if found := pattern.search(self.text, start, end):
                return found.span()
        raise _no_quote(self.name, quote)

    def statement_at(self, start: int, end: int) -> Statement | None:
        """Give the statement whose content holds most of a place: at least half of it."""
        best: tuple[int, Statement] | None = None
        for one in self.statements:
            shared = sum(max(0, min(end, s.end) - max(start, s.start)) for s in one.content)
            if 2 * shared >= end - start and (best is None or shared > best[0]):
                best = (shared, one)
        return best[1] if best else None


def span_of(statement: Statement) -> tuple[int, int]:
    """Give where a statement stands, from its first to its last word."""
    spans = (*statement.source, *statement.cue, *statement.content)
    return min(s.start for s in spans), max(s.end for s in spans)


def pin(case: Case, batch: Batch, records: Iterable[Digest]) -> dict[str, int]:
    """Put record sets into the vault with the batch, and give what the entry says of them; raises Unavailable `record-set`."""
    kept = {}
    for digest in dict.fromkeys(records):
        try:
            data = read_file(case.files, case.layout.reading(digest))
        except (FileNotFoundError, Damaged):
            data = b""
        if Digest.of(data) != digest:
            held = case.vault.stat(digest)
            if held is None:
                raise _lost(digest)
            kept[str(digest)] = held.size
        else:
            kept[str(digest)] = batch.take_bytes(data).size
    return kept


def _narrowed(locus: Locus, text: str, start: int, end: int) -> Locus:
    """Give the locus of words within a passage: to the character where the passage has characters."""
    if locus.chars is None or locus.chars[1] - locus.chars[0] != len(text):
        return locus
    return replace(locus, chars=(locus.chars[0] + start, locus.chars[0] + end))


def _within(passage: FoundPassage, place: Place) -> tuple[int, int] | None:
    mine, theirs = passage.locus, place.locus
    if mine.within != theirs.within or replace(mine, chars=None) != replace(theirs, chars=None):
        return None
    if mine.chars is not None and theirs.chars is not None:
        start = theirs.chars[0] - mine.chars[0]
        if start >= 0 and passage.text.startswith(place.words, start):
            return start, start + len(place.words)
        return None
    at = passage.text.find(place.words)
    return (at, at + len(place.words)) if at >= 0 else None


def _no_words(name: str) -> Mistaken:
    return Mistaken(
        "no-words",
        "there are no read words at that place",
        where=name,
        next="wellfounded build, then try again",
    )


def _no_quote(name: str, quote: str) -> Mistaken:
    return Mistaken(
        "quote-not-found",
        f"these words do not stand in it: {quote[:60]!r}",
        where=name,
        next="copy them as they stand: wellfounded show ITEM",
    )


def _lost(digest: Digest) -> Unavailable:
    return Unavailable(
        "record-set",
        "the cache has lost a reading",
        where=str(digest),
        next="delete cache/catalogue.db and build again",
    )
