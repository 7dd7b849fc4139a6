"""Personal values: kept beside the log, never in it. An entry holds only commitments to them (docs/formats/private-fields.md).

The values of one batch of entries are one segment, named by the index of the batch's first entry. A segment whose index is not below the
log's size belongs to a batch that was never committed and means nothing.
"""

from __future__ import annotations

import bisect
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellfounded.disk import PLAIN, Disk, Files
from wellfounded.disk import read as read_file
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, WellfoundedError

_VALUE_AT = len('{"c":"sha256:') + 64 + len('","salt":"') + 64 + len('","value":')
"""Where the value begins in a line that has the three fields and no other: the line is canonical, so its end is the value as hashed."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A value about people with its salt, and its canonical bytes; only its commitment stands in an entry."""

    salt: bytes
    value: Any
    commitment: Digest
    encoded: bytes

    @classmethod
    def of(cls, value: Any, salt: bytes | None = None) -> Personal:
        """Take a JSON value, under a fresh 32-byte salt unless one is given.

        The commitment is SHA-256(salt || canonical JSON of the value).
        """
        salt, encoded = os.urandom(32) if salt is None else salt, canonical.encode(value)
        return cls(salt, value, Digest(hashlib.sha256(salt + encoded).digest()), encoded)

    def line(self) -> bytes:
        """Give the segment line that keeps it: canonical JSON, put together from parts that are."""
        head = f'{{"c":"{self.commitment}","salt":"{self.salt.hex()}","value":'
        return head.encode() + self.encoded + b"}\n"


class PrivateFolder:
    """The personal values of one log."""

    def __init__(self, folder: Path, disk: Disk, files: Files = PLAIN) -> None:
        """Take the folder of segments."""
        self._folder, self._disk, self._files = folder, disk, files
        self._names: list[int] = []
        self._last: tuple[int, dict[Digest, Personal]] = (-1, {})

    def write(self, first_index: int, values: Iterable[Personal]) -> None:
        """Write the segment of the batch that begins at `first_index`; durable with the log's commit."""
        data = b"".join(v.line() for v in values)
        if not data:
            return
        path = self._path(first_index)
        if self._files.exists(path):
            self._disk.remove(path)
        _write(self._disk, path, data)
        self._names = []

    def reveal(self, index: int) -> dict[Digest, Personal]:
        """Give the values kept for the batch entry `index` belongs to, by commitment."""
        if not self._names or index > self._names[-1]:
            self._names = self._indexes()
        at = bisect.bisect_right(self._names, index)
        return self._segment(self._names[at - 1]) if at else {}

    def segments(self) -> Iterator[tuple[int, dict[Digest, Personal]]]:
        """Give all segments in order."""
        for first in self._indexes():
            yield first, self._segment(first)

    def paths(self) -> list[Path]:
        """Give every file in the folder, by name."""
        return sorted(self._files.walk(self._folder))

    def counts(self, path: Path, size: int) -> bool:
        """Say whether a file is a segment of a log of `size` entries, and not what an unfinished command left."""
        return path.suffix == ".jsonl" and path.stem.isdecimal() and int(path.stem) < size

    def read(self, path: Path) -> dict[Digest, Personal]:
        """Give the values of one segment file; raises Damaged `private`."""
        return dict(self._read(path))

    def forget(self, commitments: set[Digest]) -> int:
        """Destroy values for good, durable with the next barrier: their segments are written again without them."""
        gone = 0
        for first, values in list(self.segments()):
            kept = {c: v for c, v in values.items() if c not in commitments}
            if len(kept) == len(values):
                continue
            gone += len(values) - len(kept)
            temporary = self._folder / f"{first:012d}.new"
            self._disk.remove(temporary)
            _write(self._disk, temporary, b"".join(v.line() for v in kept.values()))
            self._disk.barrier()
            self._disk.rename(temporary, self._path(first))
        self._last = (-1, {})
        return gone

    def clear_beyond(self, size: int) -> None:
        """Remove segments of batches that were never committed, and unfinished rewrites."""
        for path in self.paths():
            stem, _, suffix = path.name.partition(".")
            if suffix == "new" or (suffix == "jsonl" and stem.isdecimal() and int(stem) >= size):
                self._disk.remove(path)
        self._names = []

    def _segment(self, first: int) -> dict[Digest, Personal]:
        if self._last[0] != first:
            self._last = (first, dict(self._read(self._path(first))))
        return self._last[1]

    def _indexes(self) -> list[int]:
        found = (p for p in self._files.walk(self._folder) if p.suffix == ".jsonl")
        return sorted(int(p.stem) for p in found if p.stem.isdecimal())

    def _path(self, first: int) -> Path:
        return self._folder / f"{first:012d}.jsonl"

    def _read(self, path: Path) -> Iterator[tuple[Digest, Personal]]:
        """Read a segment; raises Damaged `private` when a line is torn or disagrees with its commitment."""
        for line in read_file(self._files, path).split(b"\n")[:-1]:
            try:
                value = _personal(line)
            except (WellfoundedError, KeyError, TypeError, ValueError) as exc:
                raise _damaged(path) from exc
            yield value.commitment, value


def _personal(line: bytes) -> Personal:
    """Read one line; raises ValueError when its value disagrees with the commitment."""
    record = canonical.decode(line)
    stated, salt = Digest.parse(record["c"]), bytes.fromhex(record["salt"])
    if len(salt) != 32 or salt.hex() != record["salt"]:
        raise ValueError("a salt is 32 bytes in lower-case hexadecimal")
    encoded = line[_VALUE_AT:-1] if len(record) == 3 else canonical.encode(record["value"])
    if hashlib.sha256(salt + encoded).digest() != stated.raw:
        raise ValueError("the value disagrees with its commitment")
    return Personal(salt, record["value"], stated, encoded)


def _damaged(path: Path) -> Damaged:
    return Damaged(
        "private",
        "a personal value disagrees with the commitment in its entry",
        where=f"private/{path.parent.name}/{path.name}",
        next="restore this file from a mirror",
    )


def _write(disk: Disk, path: Path, data: bytes) -> None:
    file = disk.create(path)
    try:
        file.write(data)
    finally:
        file.close()
