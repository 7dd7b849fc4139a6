"""The vault of an encrypted case."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from wellfounded.disk import Files
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable
from wellfounded.vault.encrypted.folder import Places
from wellfounded.vault.encrypted.names import path_of
from wellfounded.vault.layout import Layout
from wellfounded.vault.objects import CHUNK, FolderVault, Stored, changed

_SHARE = 2
_NOEXEC_SEAL = 8  # MFD_NOEXEC_SEAL: never to be run as a program


class EncryptedVault(FolderVault):
    """See vault.ObjectStore. An object lent to another process lies in memory alone, without a name, while it is open."""

    def __init__(self, layout: Layout, files: Files, places: Places) -> None:
        """Take the case's layout, what reads its files, and where they lie."""
        super().__init__(layout, files)
        self._places = places

    def walk(self) -> Iterator[Stored]:
        """See ObjectStore."""
        for digest in self.digests():
            if (found := self.stat(digest)) is not None:
                yield found

    def digests(self) -> Iterator[Digest]:
        """See FolderVault."""
        found = (os.fspath(p) for p in self._places.walk("vault"))
        return iter(sorted(Digest(bytes.fromhex(p[-65:-63] + p[-62:])) for p in found))

    def strangers(self) -> list[Path]:
        """Give files among the encrypted ones whose names are not ours: nothing that is read."""
        names = self._places.names()
        return [Path(name) for name in names if path_of(self._places.ring, name) is None]

    def lend(self, digest: Digest) -> BinaryIO:
        """See ObjectStore. Raises Unavailable `memory` for one that would fill more than half of what is free."""
        with self.open(digest) as source:
            _refuse_too_large(digest, source.seek(0, os.SEEK_END))
            source.seek(0)
            lent, running = _in_memory(), hashlib.sha256()
            while data := source.read(CHUNK):
                running.update(data)
                lent.write(data)
        if running.digest() != digest.raw:
            lent.close()
            raise changed(digest, running.hexdigest())
        with lent:  # the sandbox takes what cannot be written
            return open(f"/proc/self/fd/{lent.fileno()}", "rb", buffering=0)


def _in_memory() -> BinaryIO:
    """Give a file that exists in memory alone (memfd_create(2)); another process can be handed its descriptor."""
    if sys.platform != "linux":
        raise Unavailable(
            "memory",
            "files of an encrypted case are read on Linux only, where a file can lie in memory alone",
        )
    try:
        descriptor = os.memfd_create("item", os.MFD_CLOEXEC | _NOEXEC_SEAL)
    except OSError:  # before Linux 6.3
        descriptor = os.memfd_create("item", os.MFD_CLOEXEC)
    os.fchmod(descriptor, 0o400)
    return open(descriptor, "r+b", buffering=0)


def _refuse_too_large(digest: Digest, size: int) -> None:
    with open("/proc/meminfo", encoding="ascii") as file:
        lines = (line.split() for line in file)
        free = next((int(w[1]) << 10 for w in lines if w[0] == "MemAvailable:"), 0)
    if size * _SHARE > free:
        raise Unavailable(
            "memory",
            "this item of an encrypted case is read in memory alone, and there is not enough of it free",
            where=str(digest),
            why=f"it has {size} bytes and {free} are free",
            next="close other programs, or build on a computer with more memory",
        )
