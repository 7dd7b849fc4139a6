"""An append-only log in a folder: entries, tiles and one signed checkpoint, whose replacement is the commit.

Files beyond the checkpoint mean nothing: they are left by a writer that died, and the next one clears them away.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from wellfounded.disk import PLAIN, Disk, Files
from wellfounded.disk import read as read_file
from wellfounded.ledger import merkle, note, tiles
from wellfounded.ledger.entry import Entry, read
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.proof import Proof
from wellfounded.terms.errors import Damaged, Mistaken

CHECKPOINT = "checkpoint"
_ROTATION = b'"type":"key-rotated"'


class EntryLog(Protocol):
    """An append-only log. Reading sees the newest commit; what was committed never changes."""

    def checkpoint(self) -> Checkpoint:
        """Give the newest checkpoint; its signature is not judged here."""

    def entry(self, index: int) -> Entry:
        """Give one entry; raises Mistaken `no-entry` beyond the end, Damaged when it cannot be read."""

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[Entry]:
        """Give entries in order."""

    def proof(self, index: int) -> Proof:
        """Give the proof that an entry is under the newest checkpoint."""


def new_origin() -> str:
    """Give a fresh log name: `wf/` and 64 random bits."""
    return f"wf/{secrets.token_hex(8)}"


class FolderLog:
    """A log in a folder of its own (`checkpoint`, `tile/`). Written through `ledger.writer.Writer` only."""

    def __init__(self, folder: Path, files: Files = PLAIN) -> None:
        """Take the folder; nothing is read yet."""
        self.folder, self.files = folder, files
        self._bundle: tuple[int, int, list[bytes]] = (-1, 0, [])
        self._rotated_to = b""

    def note(self) -> bytes:
        """Give the bytes of the newest signed checkpoint."""
        try:
            return read_file(self.files, self.folder / CHECKPOINT)
        except FileNotFoundError as exc:
            raise Damaged(
                "checkpoint-missing",
                "the log has no checkpoint",
                where=self.folder.name,
                why="without it nothing says where the log ends",
                next="restore the file `checkpoint` from a copy of the case",
            ) from exc

    def checkpoint(self) -> Checkpoint:
        """See EntryLog."""
        return note.parse(self.note())

    def public_key(self) -> bytes:
        """Give the key that signs this log: its first entry's, or that of the latest rotation."""
        signed = self.note()
        origin, key = note.parse(signed).origin, bytes.fromhex(self.entry(0).body["key"])
        if note.names_key(signed, origin, key):
            return key
        if note.names_key(signed, origin, self._rotated_to):
            return self._rotated_to
        for entry in self._latest(_ROTATION):
            if entry.type == "key-rotated":
                self._rotated_to = bytes.fromhex(entry.body["new"])
                return self._rotated_to
        return key

    def _latest(self, mark: bytes) -> Iterator[Entry]:
        """Give the entries whose bytes hold `mark`, the newest first; only those are parsed."""
        head = self.checkpoint()
        for number in reversed(range(-(-head.size // tiles.WIDTH))):
            bundle = self._entries_of(number, head.size)
            for place in reversed(range(len(bundle))):
                if mark in bundle[place]:
                    yield read(bundle[place], head.origin, number * tiles.WIDTH + place)

    def entry(self, index: int) -> Entry:
        """See EntryLog."""
        for found in self.entries(index, index + 1):
            return found
        raise Mistaken("no-entry", f"the log has no entry {index}", where=self.folder.name)

    def holds(self, index: int, leaf: bytes) -> bool:
        """Say whether entry `index` is committed and has this leaf hash."""
        return index < self.checkpoint().size and self.entry(index).leaf == leaf

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[Entry]:
        """See EntryLog."""
        head = self.checkpoint()
        stop = head.size if end is None else min(end, head.size)
        while start < stop:
            number = start // tiles.WIDTH
            bundle = self._entries_of(number, head.size)
            for data in bundle[start % tiles.WIDTH : stop - number * tiles.WIDTH]:
                yield read(data, head.origin, start)
                start += 1

    def partial_bundle(self) -> list[bytes]:
        """Give the exact bytes of the entries in the partial bundle at the end of the log."""
        size = self.checkpoint().size
        number, partial = divmod(size, tiles.WIDTH)
        return list(self._entries_of(number, size)) if partial else []

    def proof(self, index: int, size: int | None = None) -> Proof:
        """See EntryLog; the hashes are checked against the checkpoint before they are given out."""
        signed = self.note()
        head = note.parse(signed)
        reader = self.reader(head.size)
        hashes = merkle.inclusion_proof(reader.subtree, index, head.size)
        leaf = self.entry(index).leaf
        merkle.verify_inclusion(index, head.size, leaf, hashes, head.root)
        return Proof(index, tuple(hashes), signed)

    def consistency(self, size: int) -> list[bytes]:
        """Give the proof that an earlier tree of `size` entries is a prefix of the present one."""
        head = self.checkpoint()
        reader = self.reader(head.size)
        return merkle.consistency_proof(reader.subtree, size, head.size)

    def root_at(self, size: int) -> bytes:
        """Give the root this log had when it held `size` entries."""
        return merkle.root(self.reader(self.checkpoint().size).subtree, size)

    def leftovers(self) -> list[Path]:
        """Give files under `tile/` that are not part of the log at its checkpoint."""
        wanted = set(tiles.names_for(self.checkpoint().size))
        found = self.files.walk(self.folder / "tile")
        return sorted(p for p in found if p.relative_to(self.folder).as_posix() not in wanted)

    def reader(self, size: int) -> tiles.TileReader:
        """Give a reader of the tiles of the tree of `size` entries."""
        return tiles.TileReader(self.folder, size, self.files)

    def _entries_of(self, number: int, size: int) -> list[bytes]:
        """Read one bundle; a partial one may be replaced by a writer while we look."""
        for _ in range(8):
            width = tiles.width_at(number, size)
            if self._bundle[:2] == (number, width):
                return self._bundle[2]
            path = self.folder / tiles.tile_name("entries", number, width)
            try:
                found = tiles.unpack(read_file(self.files, path))
            except FileNotFoundError:
                time.sleep(0.002)
                size = self.checkpoint().size
                continue
            if len(found) != width:
                raise Damaged(
                    "bundle",
                    "a bundle has another number of entries than its name",
                    where=path.name,
                )
            self._bundle = (number, width, found)
            return found
        raise Damaged("bundle-missing", "a bundle of entries is missing", where=f"number {number}")


def make_folders(disk: Disk, root: Path, names: Sequence[str]) -> None:
    """Make the folders that files of these relative names need below an existing `root`."""
    wanted: dict[Path, None] = {}
    for name in names:
        parents = (root / name).relative_to(root).parents
        wanted.update(dict.fromkeys(root / p for p in reversed(parents) if p != Path()))
    for folder in sorted(wanted, key=lambda p: len(p.parts)):
        if not folder.is_dir():
            disk.make_folder(folder)
