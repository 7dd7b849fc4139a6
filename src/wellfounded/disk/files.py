"""Reading a case's files by the paths its layout spells; how they lie on the disk is the case's affair."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol


class Files(Protocol):
    """Reads of one case's files. Sees every change made through its Disk, at once and whole. Safe to use from several threads."""

    def open(self, path: Path) -> BinaryIO:
        """Open a file for reading, at any place of it; a missing one raises FileNotFoundError."""

    def size(self, path: Path) -> int | None:
        """Give how many bytes a file holds, or None when there is none."""

    def exists(self, path: Path) -> bool:
        """Say whether there is a file of this path, whatever state it is in."""

    def walk(self, folder: Path) -> Iterator[Path]:
        """Give every file below a folder, in no order; a missing folder has none."""


class PlainFiles:
    """Files that lie as they are."""

    def open(self, path: Path) -> BinaryIO:
        """See Files."""
        return path.open("rb")

    def size(self, path: Path) -> int | None:
        """See Files."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def exists(self, path: Path) -> bool:
        """See Files."""
        return path.exists()

    def walk(self, folder: Path) -> Iterator[Path]:
        """See Files."""
        for place, _, files in os.walk(folder):
            yield from (Path(place, file) for file in files)


PLAIN = PlainFiles()


def read(files: Files, path: Path) -> bytes:
    """Give the bytes of a file; a missing one raises FileNotFoundError."""
    with files.open(path) as file:
        return file.read()
