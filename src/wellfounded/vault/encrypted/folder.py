"""Disk and Files of an encrypted case: the same calls in the same order as in a plain one, on encrypted files with encrypted names.

As they are lie only: `format`, the files of people under `access/`, lock files, the databases under `cache/` (encrypted by
themselves), and, while something is received, the folders under `vault/incoming/`, whose files are encrypted under numbers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from wellfounded.disk import PLAIN, Disk, NewFile
from wellfounded.vault.encrypted.content import EncryptedFile, open_content
from wellfounded.vault.encrypted.names import KEPT, VAULT, names_of, path_of
from wellfounded.vault.encrypted.ring import Ring

ACCESS = "access"
_IN_THE_CLEAR = (ACCESS, "format")
_FOLDERS = ("vault", "vault/incoming", "cache", KEPT, ACCESS)
_UNDER_THEIR_NAMES = (*_IN_THE_CLEAR, "lock", "vault/incoming", "cache/catalogue", "cache/heads")


class Places:
    """Where the files of an encrypted case lie."""

    def __init__(self, root: Path, ring: Ring) -> None:
        """Take the case's folder and keys."""
        self.root, self.ring = root, ring
        self._start = len(os.fspath(root)) + 1

    def relative(self, path: Path) -> str:
        """Give a path from the case's folder on."""
        return os.fspath(path)[self._start :].replace(os.sep, "/")

    def all(self, path: Path) -> list[Path]:
        """Give every place a file of this path may lie at, newest keys first."""
        relative = self.relative(path)
        if relative in _FOLDERS or relative.startswith(_UNDER_THEIR_NAMES):
            return [path]
        return [self.root / name for name in names_of(self.ring, relative)]

    def found(self, path: Path) -> Path:
        """Give where a file lies, or would lie."""
        places = self.all(path)
        return next((p for p in places if p.exists()), places[0]) if places[1:] else places[0]

    def is_folder(self, path: Path) -> bool:
        """Say whether a folder of this path is one on the disk."""
        relative = self.relative(path)
        return relative in _FOLDERS or relative.startswith("vault/incoming/")

    def is_clear(self, path: Path) -> bool:
        """Say whether a file of this path is written as it is."""
        return self.relative(path).startswith(_IN_THE_CLEAR)

    def walk(self, folder: str) -> Iterator[Path]:
        """Give the paths of all files below a folder that is not on the disk."""
        within = folder + "/"
        for name in self.names():
            path = path_of(self.ring, name)
            if path is not None and path.startswith(within):
                yield self.root / path

    def names(self) -> Iterator[str]:
        """Give every encrypted name there is, and whatever else lies there."""
        yield from _listed(self.root / KEPT)
        for part in _listed(self.root / VAULT):
            if part != "incoming":
                yield from (part + name for name in _listed(self.root / VAULT / part))


class EncryptedFiles:
    """See disk.Files. Reading raises Damaged where a file is not as it was written."""

    def __init__(self, places: Places) -> None:
        """Take where the files lie."""
        self._places = places

    def open(self, path: Path) -> BinaryIO:
        """See Files."""
        file = self._places.found(path).open("rb")
        return file if self._places.is_clear(path) else open_content(file, self._places.ring)

    def size(self, path: Path) -> int | None:
        """See Files. Opens the file: the disk knows the padded size only."""
        try:
            with self.open(path) as file:
                return file.seek(0, os.SEEK_END)
        except (FileNotFoundError, IsADirectoryError):
            return None

    def exists(self, path: Path) -> bool:
        """See Files."""
        return self._places.found(path).exists()

    def walk(self, folder: Path) -> Iterator[Path]:
        """See Files."""
        if self._places.is_folder(folder) and folder.name != "vault":
            return PLAIN.walk(folder)
        return self._places.walk(self._places.relative(folder))


class EncryptedDisk:
    """See disk.Disk: hands every call on to the real disk, under other names and encrypted."""

    def __init__(self, places: Places, disk: Disk) -> None:
        """Take where the files lie, and the disk that writes them."""
        self._places, self._disk = places, disk

    def make_folder(self, path: Path) -> None:
        """See Disk. Folders that would only sort files are none."""
        if self._places.is_folder(path):
            self._disk.make_folder(path)

    def create(self, path: Path) -> NewFile:
        """See Disk."""
        file = self._disk.create(self._places.all(path)[0])
        if self._places.is_clear(path):
            return file
        try:
            return EncryptedFile(file, self._places.ring.recipient)
        except BaseException:
            file.close()
            raise

    def rename(self, source: Path, target: Path) -> None:
        """See Disk. What stood there under older keys goes after the new name is given, which counts."""
        newest, *older = self._places.all(target)
        self._disk.rename(self._places.found(source), newest)
        self._remove(older)

    def remove(self, path: Path) -> None:
        """See Disk. The oldest goes first, so that none is uncovered."""
        places = self._places.all(path)
        self._remove(reversed(places[1:]))
        self._disk.remove(places[0])

    def barrier(self) -> None:
        """See Disk."""
        self._disk.barrier()

    def _remove(self, places: Iterator[Path] | list[Path]) -> None:
        for place in places:
            if place.exists():
                self._disk.remove(place)


def make_folders(disk: Disk, root: Path) -> None:
    """Make the folders of an encrypted case: the same in every one."""
    for name in _FOLDERS:
        disk.make_folder(root / name)
    for n in range(256):
        disk.make_folder(root / VAULT / f"{n:02x}")


def _listed(folder: Path) -> list[str]:
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(os.listdir(folder))
    return []
