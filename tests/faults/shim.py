"""A disk and a database whose every call is numbered, so that a test can kill or fail the n-th.

`Schedule` counts; `CountedDisk` and `counted_connect` send every call through it. The real calls are made by the disk of the program,
but for the barrier, which a kill of the process does not need (a power cut is tests/faults/crash.py).
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wellfounded.disk import Disk, NewFile, OneFolder

KILLED = 77


@dataclass
class Schedule:
    """What is to happen at which call. `calls` lists the kinds of all calls so far.

    `kill_before` and `kill_after` end the process as SIGKILL would; `fail_at` raises `code`, and with `stays` again at every later call
    that needs room (create, write, make_folder, database).
    """

    kill_before: int = 0
    kill_after: int = 0
    fail_at: int = 0
    code: int = errno.EIO
    stays: bool = False
    calls: list[str] = field(default_factory=list)

    @contextmanager
    def call(
        self, kind: str, database_error: type[Exception] = sqlite3.OperationalError
    ) -> Iterator[None]:
        """Number one call."""
        self.calls.append(kind)
        number = len(self.calls)
        if number == self.kill_before:
            os._exit(KILLED)
        if self._fails(number, kind):
            raise self.error(kind, database_error)
        yield
        if number == self.kill_after:
            os._exit(KILLED)

    def _fails(self, number: int, kind: str) -> bool:
        needs_room = kind in {"create", "write", "make_folder", "database"}
        return number == self.fail_at or (self.stays and 0 < self.fail_at < number and needs_room)

    def error(self, kind: str, database_error: type[Exception]) -> Exception:
        """Give what the operating system or SQLite would raise."""
        if kind == "database":
            full = self.code == errno.ENOSPC
            return database_error("database or disk is full" if full else "disk I/O error")
        return OSError(self.code, os.strerror(self.code))


class CountedDisk:
    """A Disk that numbers every call."""

    def __init__(self, root: Path, schedule: Schedule) -> None:
        self._real: Disk = OneFolder(root)
        self._schedule = schedule

    def make_folder(self, path: Path) -> None:
        with self._schedule.call("make_folder"):
            self._real.make_folder(path)

    def create(self, path: Path) -> NewFile:
        with self._schedule.call("create"):
            file = self._real.create(path)
        return _CountedFile(file, self._schedule)

    def rename(self, source: Path, target: Path) -> None:
        with self._schedule.call("rename"):
            self._real.rename(source, target)

    def remove(self, path: Path) -> None:
        with self._schedule.call("remove"):
            self._real.remove(path)

    def barrier(self) -> None:
        with self._schedule.call("barrier"):
            pass


class _CountedFile:
    def __init__(self, real: NewFile, schedule: Schedule) -> None:
        self._real, self._schedule = real, schedule

    def write(self, data: bytes | memoryview) -> None:
        with self._schedule.call("write"):
            self._real.write(data)

    def close(self) -> None:
        self._real.close()
        with self._schedule.call("close"):
            pass


def counted_connect(schedule: Schedule, module: Any) -> Callable[..., Any]:
    """Give a `connect` of sqlite3, or of SQLCipher, whose connections number what they are asked."""
    real, error = module.connect, module.OperationalError

    class Counted(module.Connection):  # type: ignore[misc]
        def execute(self, *args: Any) -> Any:
            with schedule.call("database", error):
                return super().execute(*args)

        def executemany(self, *args: Any) -> Any:
            with schedule.call("database", error):
                return super().executemany(*args)

        def executescript(self, *args: Any) -> Any:
            with schedule.call("database", error):
                return super().executescript(*args)

        def __exit__(self, *args: Any) -> Any:
            with schedule.call("database", error):
                return super().__exit__(*args)

    def connect(*args: Any, **kwargs: Any) -> Any:
        with schedule.call("database", error):
            return real(*args, factory=Counted, **kwargs)

    return connect


def make_room(schedule: Schedule) -> None:
    """Repair the disk."""
    schedule.fail_at, schedule.stays = 0, False
