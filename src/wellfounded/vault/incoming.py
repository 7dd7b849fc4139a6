"""Receiving a batch of objects: written under `vault/incoming/`, flushed together, then given their names.

The order is the promise: bytes written, one barrier, names given under the log's lock, then the log commits. Before it gives names a
batch writes its intent: which names are new, and the entry that will make them count. A batch whose process died without that entry is
swept before anybody publishes again: the names it gave are taken away, because nobody was told they were received.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from wellfounded.disk import PLAIN, Disk, FileLock, Files, NewFile
from wellfounded.disk import read as read_file
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Unavailable
from wellfounded.vault.layout import Layout
from wellfounded.vault.objects import CHUNK, Stored

_INTENT = "intent"
_SMALL = 1 << 20
_ORDERLY = (Exception, KeyboardInterrupt)


class Incoming:
    """One batch being received by one process. Not for two threads at once."""

    def __init__(self, layout: Layout, disk: Disk, files: Files = PLAIN) -> None:
        """Begin a batch in a folder of its own, locked for as long as this process lives."""
        self._layout, self._disk, self._files = layout, disk, files
        self._folder = layout.incoming / secrets.token_hex(8)
        self._waiting: dict[Digest, Path] = {}
        self._number = 0
        self._unsettled = False
        disk.make_folder(self._folder)
        self._lock = FileLock(self._folder / "lock")
        self._lock.try_take()

    def take(self, file: BinaryIO) -> Stored:
        """Copy what is left of a file into the batch; the same bytes are kept once. Not durable before `flush`.

        Raises Unavailable `unreadable` when the file cannot be read to its end, OSError when the disk does not take it.
        """
        data = _read(file, _SMALL)
        if len(data) < _SMALL:
            return self.take_bytes(data)
        receiving = self.receive()
        try:
            while data:
                receiving.write(data)
                data = _read(file, CHUNK)
        except (OSError, Unavailable):
            receiving.abandon()
            raise
        return receiving.close()

    def take_bytes(self, data: bytes) -> Stored:
        """Put some bytes into the batch."""
        digest = Digest.of(data)
        if digest not in self._waiting:
            path, file = self._create()
            try:
                file.write(data)
            finally:
                file.close()
            self._waiting[digest] = path
        return Stored(digest, len(data))

    def receive(self) -> Receiving:
        """Begin an object whose bytes come in pieces."""
        path, file = self._create()
        return Receiving(path, file, self._keep, self._disk.remove)

    def flush(self) -> None:
        """Make the bytes of the batch durable. Names come with `publish`."""
        if self._waiting:
            self._disk.barrier()

    def publish(self, index: int, leaf: bytes) -> None:
        """Give the objects their names: under the log's lock, after `sweep` and `flush`, before the log commits.

        `index` and `leaf` are those of the batch's first entry; its commit is what makes the names count.
        """
        names = {digest: self._layout.object(digest) for digest in self._waiting}
        new = {digest: name for digest, name in names.items() if not self._files.exists(name)}
        self._unsettled = True
        self._write_intent(index, leaf, new)
        for folder in dict.fromkeys(name.parent for name in new.values()):
            if not folder.is_dir():
                self._disk.make_folder(folder)
        for digest, path in self._waiting.items():
            if digest in new:
                self._disk.rename(path, new[digest])
            else:
                self._disk.remove(path)
        self._waiting = {}

    def settle(self) -> None:
        """End a published batch after the log has committed: its intent is done with."""
        self._disk.remove(self._folder / _INTENT)
        self._unsettled = False

    def discard(self) -> None:
        """Drop what was not published."""
        for path in self._waiting.values():
            self._disk.remove(path)
        self._waiting = {}

    def close(self) -> None:
        """Remove the batch's folder."""
        try:
            self.discard()
            for name in (_INTENT, "lock"):
                self._disk.remove(self._folder / name)
        finally:
            self._lock.release()
        self._disk.remove(self._folder)

    def __enter__(self) -> Incoming:
        """Give the batch."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the batch's folder. One that was cut off between names and log is left for `sweep`, which knows what counts."""
        if self._unsettled or (kind is not None and not issubclass(kind, _ORDERLY)):
            self._lock.release()
        else:
            self.close()

    def _keep(self, path: Path, stored: Stored) -> None:
        if stored.digest in self._waiting:
            self._disk.remove(path)
        else:
            self._waiting[stored.digest] = path

    def _create(self) -> tuple[Path, NewFile]:
        self._number += 1
        path = self._folder / str(self._number)
        return path, self._disk.create(path)

    def _write_intent(self, index: int, leaf: bytes, new: Iterable[Digest]) -> None:
        self._disk.remove(self._folder / _INTENT)
        file = self._disk.create(self._folder / _INTENT)
        lines = [f"{index} {leaf.hex()}", *(d.hex for d in new)]
        file.write("".join(line + "\n" for line in lines).encode())
        file.close()


class Receiving:
    """One object being written in pieces."""

    def __init__(
        self,
        path: Path,
        file: NewFile,
        keep: Callable[[Path, Stored], None],
        remove: Callable[[Path], None],
    ) -> None:
        """Take where it is written and what to do with it at the end."""
        self._path, self._file, self._keep, self._remove = path, file, keep, remove
        self._running = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._running.update(data)
        self._file.write(data)
        self.size += len(data)

    def close(self) -> Stored:
        """End the object and put it into the batch."""
        self._file.close()
        stored = Stored(Digest(self._running.digest()), self.size)
        self._keep(self._path, stored)
        return stored

    def abandon(self) -> None:
        """End the object and drop its bytes."""
        self._file.close()
        self._remove(self._path)


def sweep(
    layout: Layout,
    disk: Disk,
    is_committed: Callable[[int, bytes], bool],
    files: Files = PLAIN,
) -> int:
    """Clear away batches of processes that died; say how many. To be called under the log's lock.

    `is_committed(index, leaf)` says whether the log holds that entry. Names an uncommitted batch gave are removed.
    """
    count = 0
    for folder in _folders(layout.incoming):
        lock = FileLock(folder / "lock")
        if not lock.try_take():
            continue
        for digest in _uncommitted(files, folder, is_committed):
            disk.remove(layout.object(digest))
        for name in sorted(os.listdir(folder)):
            disk.remove(folder / name)
        lock.release()
        disk.remove(folder)
        count += 1
    return count


def _read(file: BinaryIO, size: int) -> bytes:
    """Read `size` bytes of an original, fewer only at its end; a medium that fails there is not the case's disk."""
    try:
        data = file.read(size)
        while 0 < len(data) < size and (more := file.read(size - len(data))):
            data += more
        return data
    except OSError as exc:
        raise Unavailable("unreadable", f"could not be read to its end: {exc.strerror}") from exc


def _folders(incoming: Path) -> list[Path]:
    return sorted(Path(e.path) for e in os.scandir(incoming) if e.is_dir(follow_symlinks=False))


def _uncommitted(
    files: Files, folder: Path, is_committed: Callable[[int, bytes], bool]
) -> Iterator[Digest]:
    """Give the names a dead batch gave without its entry; a torn intent counts only as far as its whole lines."""
    try:
        lines = read_file(files, folder / _INTENT).decode("ascii", "replace").split("\n")[:-1]
    except (FileNotFoundError, Damaged):  # of an encrypted case a torn one has no lines
        return
    first = re.fullmatch(r"(\d{1,18}) ([0-9a-f]{64})", lines[0], re.ASCII) if lines else None
    if first is None or is_committed(int(first.group(1)), bytes.fromhex(first.group(2))):
        return
    for line in lines[1:]:
        if re.fullmatch(r"[0-9a-f]{64}", line, re.ASCII):
            yield Digest(bytes.fromhex(line))
