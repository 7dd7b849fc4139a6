"""Open an offered file for reading without waiting on a pipe, following a link or taking a
terminal; tell if it changed.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wellfounded.intake.walk import NotTaken, Offered
from wellfounded.terms.errors import Refused, Unavailable, WellfoundedError

# Flags that a system does not have are nothing there: the walk has looked with lstat before.
_NAMES = ("O_NOFOLLOW", "O_NOCTTY", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Reading:
    """An open original: its descriptor, and size in bytes and modification time (ns since 1970)
    when it was opened.
    """

    fd: int
    size: int
    modified_ns: int
    changed_ns: int

    def changed(self) -> bool:
        """Whether the file's size, modification or status time moved since it was opened: ask
        after the last read.
        """
        return _Stamp.of(os.fstat(self.fd)) != _Stamp(self.size, self.modified_ns, self.changed_ns)


@dataclass(frozen=True, slots=True)
class _Stamp:
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> _Stamp:
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@contextmanager
def reading(path: bytes) -> Iterator[Reading]:
    """Open the regular file at `path` and close it at the end.

    Raises Refused `symlink` or `not-a-file`, Unavailable `vanished` or `unreadable`. Never blocks
    on a pipe or device.
    """
    fd = _open(path)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise Refused("not-a-file", "not a regular file when it was opened")
        stamp = _Stamp.of(found)
        yield Reading(fd, stamp.size, stamp.modified_ns, stamp.changed_ns)
    finally:
        os.close(fd)


def not_taken(offer: Offered, error: WellfoundedError) -> NotTaken:
    """Give what is recorded when an offered file could not be opened after all."""
    return NotTaken(offer.name, offer.path, error.code, error.what)


def _open(path: bytes) -> int:
    try:
        return os.open(path, _FLAGS)
    except OSError as exc:
        if exc.errno == errno.ELOOP:
            raise Refused("symlink", "a symbolic link stood there when it was opened") from exc
        if exc.errno in (errno.ENOENT, errno.ENOTDIR):
            raise Unavailable("vanished", "it was there and is gone") from exc
        if exc.errno in (errno.ENXIO, errno.ENODEV):
            raise Refused("not-a-file", "not a regular file when it was opened") from exc
        raise Unavailable("unreadable", f"could not be read: {exc.strerror}") from exc
