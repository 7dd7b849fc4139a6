"""Preserved originals in a folder: each object one file named by its SHA-256, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from wellfounded.disk import PLAIN, Files
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.vault.layout import Layout

CHUNK = 1 << 18
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FAN = frozenset(f"{n:02x}" for n in range(256))


@dataclass(frozen=True, slots=True)
class Stored:
    """An object in the vault and its size in bytes."""

    digest: Digest
    size: int


class ObjectStore(Protocol):
    """Objects by digest. What is stored is whole and never changes; putting happens through `Incoming`."""

    def open(self, digest: Digest) -> BinaryIO:
        """Open an object for reading; raises Mistaken `no-object` when there is none."""

    def stat(self, digest: Digest) -> Stored | None:
        """Give an object's size, or None when it is not here."""

    def walk(self) -> Iterator[Stored]:
        """Give all objects in the order of their digests."""

    def check(self, digest: Digest) -> int:
        """Recompute an object's digest and give its size; raises Damaged `object` when the bytes disagree."""

    def lend(self, digest: Digest) -> BinaryIO:
        """Check an object and open it as a file another process can be handed: it has a descriptor."""


class FolderVault:
    """The vault of an unencrypted case."""

    def __init__(self, layout: Layout, files: Files = PLAIN) -> None:
        """Take the case's layout and what reads its files."""
        self._layout, self._files = layout, files

    def open(self, digest: Digest) -> BinaryIO:
        """See ObjectStore."""
        try:
            return self._files.open(self._layout.object(digest))
        except FileNotFoundError as exc:
            raise Mistaken(
                "no-object", "the vault does not hold these bytes", where=str(digest)
            ) from exc

    def stat(self, digest: Digest) -> Stored | None:
        """See ObjectStore."""
        size = self._files.size(self._layout.object(digest))
        return None if size is None else Stored(digest, size)

    def walk(self) -> Iterator[Stored]:
        """See ObjectStore. Files whose names are no digest are left to `strangers`."""
        for folder, entry in self._found():
            name = folder + entry.name
            if _is_digest(name):
                size = entry.stat(follow_symlinks=False).st_size
                yield Stored(Digest(bytes.fromhex(name)), size)

    def digests(self) -> Iterator[Digest]:
        """Give the digests of all objects, in order."""
        return (stored.digest for stored in self.walk())

    def strangers(self) -> list[Path]:
        """Give files in the vault that are no objects: nothing of ours, and nothing that is read."""
        found = [Path(e.path) for f, e in self._found() if not _is_digest(f + e.name)]
        for entry in os.scandir(self._layout.vault):
            if entry.name not in _FAN and entry.name != "incoming":
                found.append(Path(entry.path))
        return sorted(found)

    def check(self, digest: Digest) -> int:
        """See ObjectStore."""
        size, running = 0, hashlib.sha256()
        with self.open(digest) as file:
            while data := file.read(CHUNK):
                running.update(data)
                size += len(data)
        if running.digest() != digest.raw:
            raise changed(digest, running.hexdigest())
        return size

    def lend(self, digest: Digest) -> BinaryIO:
        """See ObjectStore."""
        self.check(digest)
        return self.open(digest)

    def _found(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """Give the name of each folder of objects with what lies in it, in order."""
        for folder in sorted(_FAN.intersection(os.listdir(self._layout.vault))):
            for entry in sorted(os.scandir(self._layout.vault / folder), key=lambda e: e.name):
                yield folder, entry


def changed(digest: Digest, hexdigest: str) -> Damaged:
    """Give the error for an object whose bytes hash to something else."""
    return Damaged(
        "object",
        "the bytes of a preserved object have changed since they were received",
        where=str(digest),
        why=f"they hash to sha256:{hexdigest}",
        next="restore this object from a mirror; do not use it until then",
    )


def _is_digest(name: str) -> bool:
    return _HEX.fullmatch(name) is not None
