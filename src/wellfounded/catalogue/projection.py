"""The catalogue: one file, fed from the logs, asked by everything that shows a case."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wellfounded.catalogue import (
    check,
    contents,
    copies,
    erase,
    feed,
    items,
    overview,
    readings,
    receipts,
    resolve,
    said,
    search,
    timeline,
)
from wellfounded.catalogue.aliases import Aliases
from wellfounded.catalogue.answers import (
    Dated,
    Decided,
    EntryLine,
    FoundFact,
    FoundFailure,
    FoundMember,
    FoundPassage,
    FoundPicture,
    FoundPrint,
    FoundText,
    ItemDetail,
    ItemSummary,
    Link,
    Note,
    NotReceived,
    Pending,
    Placed,
    Reading,
    Receipt,
)
from wellfounded.catalogue.applied import Applied, Position
from wellfounded.catalogue.database import Database, alone, connect, guarded, together
from wellfounded.catalogue.overview import Changes, Counts
from wellfounded.catalogue.schema import prepare
from wellfounded.disk.database import errors
from wellfounded.terms.digest import Digest
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import Age, Deadline


class Catalogue:
    """A rebuildable projection of the two logs, the private values and the record sets of a case.

    One thread uses one Catalogue; several processes may use one file. Any method may raise Unusable: throw the file away
    (`Catalogue.fresh`) and feed it again; or Unavailable: lock, device, full disk.
    """

    def __init__(self, database: Database) -> None:
        """Take an open, prepared database; use `open`, `fresh` or `in_memory`."""
        self._database = database

    @classmethod
    def open(cls, path: Path, key: bytes | None = None) -> Self:
        """Open the file, or begin an empty one; with a key it is encrypted. Another version, a torn or foreign file raises Unusable."""
        return cls(_opened(path, key))

    @classmethod
    def fresh(cls, path: Path, key: bytes | None = None) -> Self:
        """Throw the file away and begin an empty one. A process that has it open goes on with the old one, unseen."""
        with alone(path):
            for suffix in ("-wal", "-shm", "-journal", ""):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        return cls(_opened(path, key))

    @classmethod
    def in_memory(cls) -> Self:
        """Begin an empty one that lasts as long as the object."""
        return cls(_opened(None, None))

    def close(self) -> None:
        """Close the file. What was applied stays."""
        self._database.close()

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    # Feeding

    def position(self, log: str) -> Position:
        """Give how far a log (`custody` or `work`) is taken in."""
        return feed.position(self._database, log)

    def apply(self, batch: Iterable[Applied], reached: Sequence[Position] = ()) -> int:
        """Take entries in, all or none, with the positions reached; gives how many were new.

        Entries already taken in are passed over, so that a batch may be given twice. A withdrawal in the batch is
        followed by an erasure of the file, which takes time of the order of its size.
        """
        taken = feed.apply(self._database, batch, reached)
        if feed.erase_is_due(self._database):
            erase.erase(self._database)
        return taken

    def put_records(
        self,
        item: Digest,
        stage: str,
        recipe: str,
        entry_index: int,
        records: Iterable[Mapping[str, Any]],
    ) -> bool:
        """Write what the reading at `entry_index` found, in place of what an older reading of the stage found.

        The `read` entry must have been applied. False: not written, because a newer reading stands or the item is withdrawn.
        """
        return readings.put_records(self._database, item.raw, stage, recipe, entry_index, records)

    def unloaded(self) -> Iterator[Reading]:
        """Give, in log order, the newest readings whose records were not put yet (after a rebuild: all of them)."""
        return items.unloaded(self._database)

    def pending(self, stage: str, recipe: str, kinds: Sequence[str] = ()) -> Iterator[Pending]:
        """Give the items this stage has not read by this recipe, or not since they were unlocked."""
        return items.pending(self._database, stage, recipe, tuple(kinds))

    # Items

    def resolve(self, item: str) -> Digest:
        """Give the item meant by a digest prefix, `@N` or a name; raises Mistaken if none or several are."""
        return resolve.resolve(self._database, item)

    def items(self, *, kind: str = "", state: str = "") -> Iterator[ItemSummary]:
        """Give all items in order, in flat memory; optionally of one kind or one state."""
        return items.summaries(self._database, kind, state)

    def summary(self, item: Digest) -> ItemSummary:
        """Give one item as in a list; raises Mistaken `unknown-item`."""
        return items.summary(self._database, item)

    def item(self, item: Digest) -> ItemDetail:
        """Give one item with receipts, readings, failures, links, notes and log lines."""
        return items.detail(self._database, item)

    def duplicates(self) -> Iterator[ItemSummary]:
        """Give the items received more than once."""
        return items.duplicates(self._database)

    def containers(self, item: Digest) -> list[Digest]:
        """Give the items these bytes came out of."""
        return items.containers(self._database, item)

    def descendants(self, item: Digest) -> list[Digest]:
        """Give every item that came out of this one, at any depth."""
        return items.descendants(self._database, item)

    def receipts(self, *, after: int = 0) -> Iterator[Receipt]:
        """Give all receipts numbered above `after`, in order."""
        return receipts.every(self._database, after)

    def receipt(self, number: int) -> Receipt | None:
        """Give receipt `@number`, or None."""
        return receipts.numbered(self._database, number)

    def not_received(self) -> Iterator[NotReceived]:
        """Give what was offered and could not be taken in."""
        return receipts.not_received(self._database)

    def reading(self, entry_index: int) -> Reading | None:
        """Give the reading at one entry of the custody log, or None."""
        return items.reading_at(self._database, entry_index)

    # What was found

    def passages(self, item: Digest, *, stage: str = "") -> Iterator[FoundPassage]:
        """Give the passages of an item in order, in flat memory."""
        return contents.passages(self._database, item, stage)

    def facts(self, item: Digest) -> Iterator[FoundFact]:
        """Give the facts of an item in order."""
        return contents.facts(self._database, item)

    def pictures(self, item: Digest) -> Iterator[FoundPicture]:
        """Give the derived pictures of an item in order."""
        return contents.pictures(self._database, item)

    def members(self, item: Digest) -> Iterator[FoundMember]:
        """Give what came out of an item, in order."""
        return contents.members(self._database, item)

    def failures(self) -> Iterator[FoundFailure]:
        """Give everything that could not be read, over the case."""
        return contents.failures(self._database)

    def statements(self, item: Digest) -> Iterator[Statement]:
        """Give who says what in an item, in order, in flat memory."""
        return said.statements(self._database, item)

    def deadlines(self, item: Digest) -> Iterator[Deadline]:
        """Give the deadlines that stand in an item, in order."""
        return said.deadlines(self._database, item)

    def ages(self, item: Digest) -> Iterator[Age]:
        """Give the ages that stand in an item, in order."""
        return said.ages(self._database, item)

    def readings_with_text(self, item: Digest, stages: Sequence[str]) -> list[tuple[int, str]]:
        """Give the newest readings of some stages that found text in an item: log index, record set."""
        return said.readings_with_text(self._database, item, stages)

    def waiting(self, stage: str, recipe: str, on: Sequence[str]) -> Iterator[Pending]:
        """Give the items whose text, found by the stages `on`, a stage has not read by this recipe."""
        return said.waiting(self._database, stage, recipe, on)

    def restated(self, stage: str, recipe: str) -> Iterator[tuple[Pending, int]]:
        """Give the items received again or amended since a stage read them by this recipe, with the entry of that reading."""
        return said.restated(self._database, stage, recipe)

    def timeline(self, item: Digest | None = None) -> Iterator[Dated]:
        """Give every time of the case, or of one item, in order."""
        return timeline.timeline(self._database, item)

    def places(self, item: Digest | None = None) -> Iterator[Placed]:
        """Give every place of the case, or of one item."""
        return timeline.places(self._database, item)

    # Copies

    def prints(self, form: str, pass_: str) -> list[FoundPrint]:
        """Give the prints of one form and pass, in order of receipt."""
        return copies.prints(self._database, form, pass_)

    def keep_forms_of_copies(self, forms: Sequence[str]) -> None:
        """Take out what was compared by forms of print that are no longer made."""
        copies.keep_forms(self._database, forms)

    def forget_copies(self, changed: Sequence[FoundPrint]) -> None:
        """Take out what earlier prints of these items had in common with others."""
        copies.forget(self._database, changed)

    def put_copies(
        self,
        compared: FoundPrint,
        pairs: Mapping[tuple[Digest, Digest], Sequence[Mapping[str, Any]]],
    ) -> None:
        """Write what one print has in common with others, in place of what these pairs had; it then counts as compared with all.

        A closer pass takes the place of a quicker one for pairs of which both items were seen that closely. All or nothing.
        """
        copies.put(self._database, compared, pairs)

    def texts(self, form: str, sources: Sequence[str]) -> list[FoundText]:
        """Give the items that have passages of these sources, in order of receipt."""
        return copies.written(self._database, form, sources)

    def put_copies_of_text(
        self, form: str, texts: Sequence[FoundText], pairs: copies.Pairs
    ) -> None:
        """Write what all texts have in common in place of what was known, in one step."""
        copies.replace(self._database, form, texts, pairs)

    def copies(self, item: Digest | None = None) -> Iterator[Mapping[str, Any]]:
        """Give the records of the copies of the case, or of one item, by first and second item; names are not in them."""
        return copies.copies(self._database, item)

    def compared(self, item: Digest) -> list[tuple[str, str, int]]:
        """Give form, pass and number of prints it was compared with, for each print of an item that was compared with all."""
        return copies.compared(self._database, item)

    def decided(self, kind: str = "") -> list[Decided]:
        """Give what people decided about copies and categories, in log order."""
        return copies.decided(self._database, kind)

    # The case

    def counts(self) -> Counts:
        """Count the case."""
        return overview.counts(self._database)

    def changes(self, since: int) -> Changes:
        """Count what the custody log gained from entry `since` on."""
        return overview.changes(self._database, since)

    def entries(
        self, log: str, *, since: int = 0, types: Sequence[str] = ()
    ) -> Iterator[EntryLine]:
        """Give the lines of one log from `since` on, optionally of some types."""
        return overview.entries(self._database, log, since, tuple(types))

    def links(self) -> Iterator[Link]:
        """Give the links between items, those undone included."""
        return items.links(self._database)

    def notes(self) -> Iterator[Note]:
        """Give the notes of the case in log order."""
        return items.notes(self._database)

    def givers(self) -> list[tuple[str, int]]:
        """Give each giver's handle and the number of receipts from there."""
        return receipts.givers(self._database)

    def people(self) -> dict[str, str]:
        """Give the name behind each handle, empty where it was not revealed."""
        return overview.people(self._database)

    def search(
        self, query: str, *, aliases: Aliases | None = None, limit: int = 20, offset: int = 0
    ) -> search.Hits:
        """Find passages and names (docs/know/search.md). Any text is a query; none raises Mistaken."""
        return search.search(self._database, query, aliases, limit, offset)

    # The file itself

    def check(self) -> None:
        """Read the whole file and its index; raises Unusable if the structure is not sound. Takes time."""
        check.check(self._database)

    def dump(self) -> Iterator[str]:
        """Give the content as lines that do not depend on the order of feeding: equal after a rebuild."""
        return check.dump(self._database)


def _opened(path: Path | None, key: bytes | None) -> Database:
    where = ":memory:" if path is None else str(path)
    with guarded(where), together(path):
        connection = connect(path, key)
    database = Database(connection, where, encrypted=key is not None)
    try:
        prepare(database)
        if feed.erase_is_due(database):
            erase.erase(database)
    except BaseException:
        with contextlib.suppress(*errors()):
            connection.close()
        raise
    return database
