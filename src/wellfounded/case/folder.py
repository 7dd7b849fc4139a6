"""A case on disk, opened: its rooms in one place, and finding it from where a person stands."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from wellfounded.case.home import Home
from wellfounded.case.opening import locked, ring_of
from wellfounded.case.storage import Storage, encrypted_id
from wellfounded.disk import Disk, FileLock
from wellfounded.ledger import Entry, FolderLog, Heads, KeySigner, fingerprint
from wellfounded.terms.errors import Damaged, Mistaken, Unavailable
from wellfounded.vault import LOG_KINDS, Layout, PrivateFolder
from wellfounded.vault.encrypted import Opener, Ring

_MARKS = ("custody", "access")
"""A folder of this name stands beside `format`, in a plain and in an encrypted case."""


class Case:
    """An open case. Reading sees what is committed; writing goes through `case.batch.Batch`."""

    def __init__(
        self,
        root: Path,
        *,
        home: Home | None = None,
        disk: Disk | None = None,
        ring: Ring | None = None,
    ) -> None:
        """Open the case in `root`, an encrypted one with its keys; raises Mistaken `no-case` or `case-format`, Unavailable `locked-case`."""
        self.layout = Layout(root)
        self.ring = ring if encrypted_id(self.layout) is not None else None
        if ring is None and encrypted_id(self.layout) is not None:
            raise locked(root)
        self.home = home or Home.find()
        if self.ring is not None:
            self.home = self.home.serving(self.ring)
        storage = Storage.of(self.layout, disk, self.ring)
        self.disk, self.files, self.vault = storage.disk, storage.files, storage.vault
        self.database_key = storage.database_key
        self.logs = {kind: FolderLog(self.layout.log(kind), self.files) for kind in LOG_KINDS}
        self.private = {
            kind: PrivateFolder(self.layout.private(kind), self.disk, self.files)
            for kind in LOG_KINDS
        }
        self._heads: dict[str, Heads] = {}

    @property
    def root(self) -> Path:
        """The case's folder."""
        return self.layout.root

    @property
    def custody(self) -> FolderLog:
        """The log of what happened to evidence."""
        return self.logs["custody"]

    @property
    def work(self) -> FolderLog:
        """The log of what people thought and chose."""
        return self.logs["work"]

    @property
    def title(self) -> str:
        """The case's title; cosmetics, from case.toml."""
        return str(self._settings.get("title", "")) or self.root.name

    @property
    def public_key(self) -> bytes:
        """The public key of the custody log."""
        return self.custody.public_key()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the custody log's key, as printed."""
        return fingerprint(self.public_key)

    @property
    def is_encrypted(self) -> bool:
        """Whether this is an encrypted case."""
        return self.ring is not None

    def name_for(self, request: bytes) -> str:
        """Give a name for a file about `request`; of an encrypted case it says nothing without the keys."""
        if self.ring is None:
            return hashlib.sha256(request).hexdigest()[:32]
        return self.ring.digest("run", request)[:32]

    def lock(self) -> FileLock:
        """Give the lock that is held while the case is written."""
        return FileLock(self.layout.lock)

    def heads(self, kind: str) -> Heads:
        """Give the cache of newest entries of one log."""
        if kind not in self._heads:
            self._heads[kind] = Heads(self.layout.heads(kind), self.database_key)
        return self._heads[kind]

    def signer(self, kind: str) -> KeySigner:
        """Give the key that writes a log; raises Unavailable `no-key` when it is not on this computer."""
        key = self.logs[kind].public_key()
        signer = self.home.keys.find(key)
        if signer is None:
            raise Unavailable(
                "no-key",
                "the key that signs this case's log is not on this computer",
                where=str(self.home.folder / "keys"),
                why=f"the log is signed by the key {fingerprint(key)}",
                next="bring the backup: wellfounded key restore FILE",
            )
        return signer

    def reveal(self, kind: str, entry: Entry) -> dict[str, Any]:
        """Give the personal values of an entry that are still kept, by field name."""
        if not entry.private:
            return {}
        kept = self.private[kind].reveal(entry.index)
        return {name: kept[c].value for name, c in entry.private.items() if c in kept}

    def committed(self, index: int, leaf: bytes) -> bool:
        """Say whether one of the logs holds an entry with this index and leaf hash."""
        return any(log.holds(index, leaf) for log in self.logs.values())

    def guard_rollback(self, kind: str) -> None:
        """Refuse to write to a log that is shorter than this computer has seen it; raises Damaged `rolled-back`."""
        head = self.logs[kind].checkpoint()
        seen = self.home.seen_size(head.origin)
        if head.size < seen:
            raise Damaged(
                "rolled-back",
                f"this computer has seen the {kind} log with {seen} entries; now it has {head.size}",
                where=head.origin,
                why="an older copy of the case was put in place of a newer one",
                next="bring the newer copy back; writing here would make two histories under one key",
            )

    def close(self) -> None:
        """Close the databases this case opened."""
        for heads in self._heads.values():
            heads.close()
        self._heads.clear()

    def __enter__(self) -> Case:
        """Give the case."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the case."""
        self.close()

    @cached_property
    def _settings(self) -> dict[str, Any]:
        try:
            with self.files.open(self.layout.settings) as file:
                return tomllib.load(file)
        except (FileNotFoundError, tomllib.TOMLDecodeError):
            return {}


def find_case(named: str | None = None) -> Path:
    """Give the case's folder: `named`, else the folder we stand in or one above it, else WELLFOUNDED_CASE.

    Raises Mistaken `no-case` when there is none.
    """
    if named is not None:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "format").is_file() and any((folder / n).is_dir() for n in _MARKS):
            return folder
    if named := os.environ.get("WELLFOUNDED_CASE"):
        return Path(named)
    raise Mistaken(
        "no-case",
        "there is no case here",
        where=str(here),
        next="go into a case's folder, or say -C CASE, or make one: wellfounded init DIR",
    )


def open_case(
    root: str | Path | None = None,
    *,
    home: Home | None = None,
    disk: Disk | None = None,
    openers: Sequence[Opener] = (),
) -> Case:
    """Open the case in `root`, or find it as the command line does; raises Mistaken `no-case`.

    An encrypted one is opened with `openers` (`Passphrase`, `Identity`), else with what `wellfounded open` keeps, else as the
    command line asks; raises Unavailable `locked-case`, Mistaken `no-access`, Damaged `access-missing`.
    """
    found = find_case(None if root is None else str(root))
    number = encrypted_id(Layout(found))
    ring = None if number is None else ring_of(found, number, openers)
    return Case(found, home=home, disk=disk, ring=ring)
