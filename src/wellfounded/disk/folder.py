"""Five calls that change a case on disk, and nothing else may.

The order of durability rests on `barrier`: everything done before it is on the disk before anything done after it. On Linux a
barrier is one `syncfs` (measured: thousands of small files a second against hundreds with one fsync each). Elsewhere every
file and folder touched since the last barrier is flushed one by one.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from wellfounded.terms.errors import Unavailable

if sys.platform == "darwin":
    import fcntl


class NewFile(Protocol):
    """A file being written; it is not durable before the next barrier."""

    def write(self, data: bytes | memoryview) -> None:
        """Append all of `data`."""

    def close(self) -> None:
        """End the file."""


class Disk(Protocol):
    """Changes to one case's files. After an exception nothing is known of that call; earlier calls stand.

    Calls are ordered as made. None is durable by itself: only `barrier` makes what came before it durable.
    """

    def make_folder(self, path: Path) -> None:
        """Make one folder, private to its owner; it may exist already."""

    def create(self, path: Path) -> NewFile:
        """Begin a new file; an existing one is Mistaken by the caller and raises FileExistsError."""

    def rename(self, source: Path, target: Path) -> None:
        """Give a file its name in one step, replacing what stood there."""

    def remove(self, path: Path) -> None:
        """Remove a file or an empty folder; a missing one is no error."""

    def barrier(self) -> None:
        """Return when everything before this call is durable."""


class OneFolder:
    """The real disk, for the folder tree under `root`. Not for use by two threads at once."""

    def __init__(self, root: Path) -> None:
        """Take the folder whose file system the barrier flushes; it must exist before the first barrier."""
        self._root = root
        self._touched: list[Path] = []
        self._flush = _syncfs()

    def make_folder(self, path: Path) -> None:
        """See Disk."""
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            return
        self._touch(path.parent)

    def create(self, path: Path) -> NewFile:
        """See Disk."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
        self._touch(path)
        return _Descriptor(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """See Disk."""
        os.replace(source, target)
        self._touch(target.parent)

    def remove(self, path: Path) -> None:
        """See Disk."""
        try:
            os.unlink(path)
        except FileNotFoundError:
            return
        except (IsADirectoryError, PermissionError):
            os.rmdir(path)
        self._touch(path.parent)

    def barrier(self) -> None:
        """See Disk."""
        if self._flush is not None:
            self._flush(self._root)
            return
        for path in dict.fromkeys(self._touched):
            _flush_one(path)
        self._touched.clear()

    def _touch(self, path: Path) -> None:
        if self._flush is None:
            self._touched.append(path)


class _Descriptor:
    """A new file over an operating-system descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._descriptor, view) :]

    def close(self) -> None:
        os.close(self._descriptor)


def _syncfs() -> Callable[[Path], None] | None:
    """Give a function that flushes the file system a path lies on, where the platform has one."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None

    def flush(path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            if call(descriptor) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code))
        finally:
            os.close(descriptor)

    return flush


def _flush_one(path: Path) -> None:
    """Flush one file or folder by name; one that has been renamed away is flushed under its new folder.

    On macOS fsync(2) stops at the drive's own memory; F_FULLFSYNC goes through it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    except (FileNotFoundError, PermissionError):
        return
    try:
        if sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def full(exc: OSError, where: Path) -> Unavailable:
    """Give the error to show for an operating-system failure while writing a case."""
    return Unavailable(
        "disk",
        "the disk did not take what was written; only what was told before counts as received",
        where=str(where),
        why=os.strerror(exc.errno) if exc.errno else str(exc),
        next="make room or repair the disk, then run the same command again: it takes up where it stopped",
    )
