"""Locks between processes. The operating system drops a dead process's lock at once: nobody has to type `unlock`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Protocol

from wellfounded.terms.errors import Unavailable

WAIT_S = 120.0


class Lock(Protocol):
    """Held by one process at a time, released when left or when its process ends."""

    def __enter__(self) -> Lock:
        """Wait for the lock; raises Unavailable `locked` when somebody holds it too long."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock up."""


class FileLock:
    """A lock on a file: flock(2), or a byte-range lock on Windows. The file itself stays and means nothing."""

    def __init__(self, path: Path, wait_s: float = WAIT_S) -> None:
        """Take the path of the lock file and how many seconds to wait for it."""
        self._path = path
        self._wait_s = wait_s
        self._descriptor = -1

    def try_take(self) -> bool:
        """Take the lock if nobody holds it; say whether it is ours now."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock up."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> FileLock:
        """Wait for the lock."""
        deadline = time.monotonic() + self._wait_s
        pause = 0.0005
        while not self.try_take():
            if time.monotonic() > deadline:
                raise Unavailable(
                    "locked",
                    "another running program holds this case",
                    where=self._path.name,
                    why=f"it did not let go within {self._wait_s:.0f} s",
                    next="wait for the other command to end, then run this one again",
                )
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock up."""
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
