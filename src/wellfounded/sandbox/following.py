"""Follows one reading from its first byte to its end: pipe, limits, and the report of how the process ended."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import Final, Protocol

from wellfounded.sandbox.wire import Garbage
from wellfounded.sandbox.worker import BY_REQUEST, BY_WALL_LIMIT, REPORT
from wellfounded.terms.decoding import Limits, OverLimit
from wellfounded.terms.record import Failure

GRACE_S: Final = 1.5
"""How long after the wall limit the near side waits for the worker to end a reading before it ends the worker."""

_CHUNK: Final = 1024**2


@dataclass(frozen=True, slots=True)
class Report:
    """How a jailed process ended: exit status or minus its signal, who ended it, milliseconds, bytes."""

    status: int
    ended: int
    wall_ms: int
    cpu_ms: int
    peak_bytes: int


class Receiver(Protocol):
    """What takes the bytes of the pipe."""

    @property
    def settled(self) -> bool:
        """True once everything was said: how the process ends no longer matters."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes; raises Garbage or OverLimit."""

    def conclude(self, status: int) -> Failure | None:
        """Give the failure, if any, of a process that ended by itself with this exit status; raises Garbage."""

    def abandon(self, failure: Failure) -> None:
        """Drop what is open: the reading failed."""


class Following:
    """One reading as seen from the near side."""

    def __init__(
        self, stage: str, limits: Limits, reception: Receiver, pipe: int, status: socket.socket
    ) -> None:
        """Follow a reading on the reading end of its pipe and on its status socket."""
        self._stage = stage
        self._limits = limits
        self._reception = reception
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
        failure = self._failure or self._ending()
        if failure is not None:
            self._reception.abandon(failure)
        return failure, self._report

    def _until_reported(self) -> None:
        poll = select.poll()
        poll.register(self._status, select.POLLIN)
        poll.register(self._pipe, select.POLLIN)
        deadline = time.monotonic() + self._limits.wall_s + GRACE_S
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
        data = os.read(self._pipe, _CHUNK)
        if not data:
            return False
        try:
            self._reception.feed(data)
        except (Garbage, OverLimit) as exc:
            self._refuse(exc)
            return False
        return True

    def _refuse(self, exc: Garbage | OverLimit) -> None:
        stage = self._stage
        if isinstance(exc, OverLimit):
            limits = ((exc.limit, exc.value),)
            self._failure = Failure(stage, "over-limit", exc.what, limits=limits)
        else:
            self._failure = Failure(stage, "garbage", f"the decoder was not to be believed: {exc}")
        self._ask_to_end()

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

    def _ending(self) -> Failure | None:
        """Give the failure that the end of the process is, or None where it ended well."""
        report, limits = self._report, self._limits
        wall = (("wall_s", limits.wall_s),)
        if self.overdue or (report is not None and report.ended == BY_WALL_LIMIT):
            return self._fail("timed-out", f"took longer than {limits.wall_s} s", wall)
        if report is None:
            return self._fail("crashed", "the reading process was ended from outside")
        if report.status < 0 and not self._reception.settled:
            return self._by_signal(-report.status, report)
        try:
            return self._reception.conclude(report.status)
        except Garbage as exc:
            return self._fail("garbage", f"the decoder was not to be believed: {exc}")

    def _by_signal(self, number: int, report: Report) -> Failure:
        limits = self._limits
        cpu_spent = report.cpu_ms >= limits.cpu_s * 1000
        if number == signal.SIGXCPU or (number == signal.SIGKILL and cpu_spent):
            what = f"used more than {limits.cpu_s} s of processor time"
            return self._fail("timed-out", what, (("cpu_s", limits.cpu_s),), number)
        if number == signal.SIGKILL and report.ended != BY_REQUEST:
            memory = (("memory_bytes", limits.memory_bytes),)
            what = "the system ended the reading process, most often for want of memory"
            return self._fail("out-of-memory", what, memory, number)
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        return self._fail("crashed", f"the reading process crashed ({name})", (), number)

    def _fail(
        self,
        code: str,
        what: str,
        limits: tuple[tuple[str, int], ...] = (),
        number: int | None = None,
    ) -> Failure:
        return Failure(self._stage, code, what, limits=limits, signal=number)
