"""Follows one reading from its first byte to its end: pipe, limits, and the report of how the process ended."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
from typing import Final

from wellfounded.sandbox.ending import Ending, Receiver, Report
from wellfounded.sandbox.wire import Garbage
from wellfounded.sandbox.worker import REPORT
from wellfounded.terms.decoding import Limits, OverLimit
from wellfounded.terms.record import Failure

GRACE_S: Final = 1.5
"""How long after the wall limit the near side waits for the worker to end a reading before it ends the worker."""

_CHUNK: Final = 1024**2


_OF_THREAD: Final = threading.local()


def _lend_buffer() -> memoryview:
    """Give this thread's buffer until it is given back; a new one for each reading would cost more than most readings."""
    lent: memoryview | None = getattr(_OF_THREAD, "buffer", None)
    _OF_THREAD.buffer = None
    return lent if lent is not None else memoryview(bytearray(_CHUNK))


class Following:
    """One reading as seen from the near side."""

    def __init__(
        self, stage: str, limits: Limits, reception: Receiver, pipe: int, status: socket.socket
    ) -> None:
        """Follow a reading on the reading end of its pipe and on its status socket."""
        self._ending = Ending(stage, limits)
        self._wall_s = limits.wall_s
        self._reception = reception
        self._buffer = _lend_buffer()
        self._pipe = pipe
        self._status = status
        self._failure: Failure | None = None
        self._report: Report | None = None
        self.overdue = False

    def follow(self) -> tuple[Failure | None, Report | None]:
        """Take everything the reading says; give its failure and its report, which is None where the worker was lost."""
        try:
            self._until_reported()
            self._drain()
        except BaseException:
            self._ask_to_end()
            self._await_report()
            raise
        finally:
            _OF_THREAD.buffer = self._buffer
        failure = self._failure or self._ending.of(
            self._report, self._reception, overdue=self.overdue
        )
        if failure is not None:
            self._reception.abandon(failure)
        return failure, self._report

    def _until_reported(self) -> None:
        poll = select.poll()
        poll.register(self._status, select.POLLIN)
        poll.register(self._pipe, select.POLLIN)
        deadline = time.monotonic() + self._wall_s + GRACE_S
        while True:
            patience = deadline - time.monotonic()
            ready = {fd for fd, _ in poll.poll(max(0, int(patience * 1000)))}
            if self._pipe in ready and not self._take():
                poll.unregister(self._pipe)
            elif self._status.fileno() in ready:
                self._report = self._receive_report()
                return
            if time.monotonic() >= deadline:
                self.overdue = True
                return

    def _take(self) -> bool:
        """Take what the pipe holds now; False where nothing more is wanted of it."""
        size = os.readv(self._pipe, [self._buffer])
        if size == 0:
            return False
        try:
            self._reception.feed(self._buffer[:size])
        except (Garbage, OverLimit) as exc:
            self._failure = self._ending.refused(exc)
            self._ask_to_end()
            return False
        return True

    def _drain(self) -> None:
        """Take what the process left in the pipe before it ended."""
        if self._overdue_or_lost():
            return
        os.set_blocking(self._pipe, False)
        with contextlib.suppress(BlockingIOError):
            while self._failure is None and self._take():
                pass

    def _overdue_or_lost(self) -> bool:
        return self.overdue or self._report is None

    def _ask_to_end(self) -> None:
        with contextlib.suppress(OSError):
            self._status.send(b"K", socket.MSG_NOSIGNAL)

    def _await_report(self) -> None:
        self._status.settimeout(GRACE_S)
        with contextlib.suppress(OSError):
            self._report = self._receive_report()

    def _receive_report(self) -> Report | None:
        data = self._status.recv(REPORT.size)
        return Report(*REPORT.unpack(data)) if len(data) == REPORT.size else None
