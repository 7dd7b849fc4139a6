"""Adding entries to a log: everything is written beside the log, flushed, and becomes part of it by one rename."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from wellfounded.disk import Disk
from wellfounded.ledger import merkle, note, tiles
from wellfounded.ledger.entry import Draft, Entry, compose
from wellfounded.ledger.heads import Heads, Torn
from wellfounded.ledger.log import CHECKPOINT, FolderLog, make_folders
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.signer import Signer
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Refused

_T = TypeVar("_T")
_EMPTY = merkle.EMPTY_ROOT


def clock_us() -> int:
    """Give this computer's clock in microseconds since 1970 UTC."""
    return time.time_ns() // 1000


class Writer:
    """One batch of entries for a log. Use under the log's lock: `add` entries, then `commit` once.

    Nothing of a batch is part of the log before `commit` returns; after an exception nothing of it is.
    """

    def __init__(
        self, log: FolderLog, disk: Disk, heads: Heads, signer: Signer, *, origin: str | None = None
    ) -> None:
        """Take a log and its key. `origin` begins a new log, whose first entry must be `opened`."""
        self._log, self._disk, self._heads, self._signer = log, disk, heads, signer
        if origin is None:
            self._head = note.open_signed(log.note(), signer.public_key)
        else:
            self._head = Checkpoint(origin, 0, _EMPTY)
        self._entries: list[Entry] = []
        self._pending: dict[Digest, int] = {}
        self._asked(self._catch_up)
        if (found := self._asked(heads.unheeded)) is not None:
            raise Refused(
                "critical-entry",
                f"entry {found[0]} is of a type this version does not know and may not pass over: {found[1]}",
                where=self._head.origin,
                next="read the case as it is, and write to it with a newer version",
            )

    @property
    def next_index(self) -> int:
        """The index the next entry will have."""
        return self._head.size + len(self._entries)

    @property
    def first_index(self) -> int:
        """The index of the first entry of this batch."""
        return self._head.size

    def add(self, draft: Draft, actor: str, clock: int | None = None) -> Entry:
        """Give a draft its place; raises Mistaken for a bad handle or size."""
        entry = compose(
            draft,
            log=self._head.origin,
            index=self.next_index,
            actor=actor,
            clock=clock_us() if clock is None else clock,
            previous=self._previous(draft.about),
        )
        self._entries.append(entry)
        self._pending.update(dict.fromkeys(draft.about, entry.index))
        return entry

    def commit(self, successor: Signer | None = None) -> Checkpoint:
        """Make the batch part of the log, durable on return. Gives the new checkpoint.

        `successor` is the key that signs from here on; the batch must hold the rotation's entry.
        """
        self._signer = successor or self._signer
        if not self._entries:
            return self._head
        files = self._files()
        make_folders(self._disk, self._log.folder, list(files))
        for name, data in files.items():
            self._put(self._log.folder / name, data)
        head = self._new_head(files)
        temporary = self._log.folder / f"{CHECKPOINT}.new"
        self._put(temporary, note.sign(head, self._signer))
        self._disk.barrier()
        self._disk.rename(temporary, self._log.folder / CHECKPOINT)
        self._disk.barrier()
        self._finish(head)
        return head

    def _previous(self, items: Sequence[Digest]) -> dict[Digest, int | None]:
        unknown = [d for d in items if d not in self._pending]
        known = self._asked(lambda: self._heads.last(unknown))
        return {d: self._pending[d] if d in self._pending else known[d] for d in items}

    def _files(self) -> dict[str, bytes]:
        """Give the bundles and tiles of the grown log, by relative name."""
        size = self._head.size
        reader = self._log.reader(size)
        files = tiles.extended(size, [e.leaf for e in self._entries], reader.tile)
        number = size // tiles.WIDTH
        old = self._log.partial_bundle() if size else []
        data = old + [e.data for e in self._entries]
        for start in range(0, len(data), tiles.WIDTH):
            chunk = data[start : start + tiles.WIDTH]
            files[tiles.tile_name("entries", number, len(chunk))] = tiles.pack(chunk)
            number += 1
        return files

    def _new_head(self, files: dict[str, bytes]) -> Checkpoint:
        """Compute the root of the grown tree; tiles not yet readable from the log come from `files`."""
        size = self.next_index
        reader = self._log.reader(size)
        return Checkpoint(self._head.origin, size, merkle.root(reader.subtree, size))

    def _finish(self, head: Checkpoint) -> None:
        """Bring the cache along and drop the partial tiles nobody needs any more. Losing this is harmless."""
        self._asked(lambda: self._heads.advance(self._entries, head.size, head.root))
        kept = _edge(head.size)
        for name in _edge(self._head.size) - kept:
            self._disk.remove(self._log.folder / name)
        self._head, self._entries, self._pending = head, [], {}

    def _catch_up(self) -> None:
        """Bring the heads to the log's position; rebuild them when they stand somewhere else."""
        size, root = self._heads.position()
        if (size, root) == (self._head.size, self._head.root) or self._head.size == 0:
            return
        if not 0 < size < self._head.size or not self._is_prefix(size, root):
            self._heads.clear()
            size = 0
        self._heads.advance(self._log.entries(size), self._head.size, self._head.root)

    def _asked(self, ask: Callable[[], _T]) -> _T:
        """Ask the heads; when their file was torn they are filled again from the log first."""
        try:
            return ask()
        except Torn:
            self._catch_up()
            return ask()

    def _put(self, path: Path, data: bytes) -> None:
        """Write a file that no checkpoint names yet, over whatever a dead writer left there."""
        if self._log.files.exists(path):
            self._disk.remove(path)
        file = self._disk.create(path)
        try:
            file.write(data)
        finally:
            file.close()

    def _is_prefix(self, size: int, root: bytes) -> bool:
        reader = self._log.reader(self._head.size)
        try:
            return merkle.root(reader.subtree, size) == root
        except Damaged:
            return False


def clear_leftovers(log: FolderLog, disk: Disk) -> int:
    """Remove what a writer that died left beyond a log's checkpoint; say how many files. To be called under the log's lock."""
    paths = log.leftovers()
    for path in paths:
        disk.remove(path)
    disk.remove(log.folder / f"{CHECKPOINT}.new")
    return len(paths)


def _edge(size: int) -> set[str]:
    """Give the names of the partial tiles and the partial bundle of a tree."""
    names = set()
    count, level = size, 0
    while count:
        number, partial = divmod(count, tiles.WIDTH)
        if partial:
            names.add(tiles.tile_name(level, number, partial))
            if level == 0:
                names.add(tiles.tile_name("entries", number, partial))
        count, level = number, level + 1
    return names
