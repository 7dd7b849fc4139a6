"""What the end of a reading process means: nothing, or the failure it is."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import Final, Protocol

from wellfounded.sandbox.wire import Garbage
from wellfounded.terms.decoding import Limits, OverLimit
from wellfounded.terms.record import Failure

_KILL: Final = 9
_CPU_LIMIT: Final = getattr(signal, "SIGXCPU", 24)


@dataclass(frozen=True, slots=True)
class Report:
    """How a process ended: exit status or minus its signal, who ended it, milliseconds, bytes."""

    status: int
    ended: int
    wall_ms: int
    cpu_ms: int
    peak_bytes: int


BY_ITSELF: Final = 0
BY_WALL_LIMIT: Final = 1
BY_REQUEST: Final = 2


class Receiver(Protocol):
    """What takes the bytes of the pipe."""

    @property
    def settled(self) -> bool:
        """True once everything was said: how the process ends no longer matters."""

    def feed(self, data: bytes | memoryview) -> None:
        """Take the next bytes; raises Garbage or OverLimit."""

    def conclude(self, status: int) -> Failure | None:
        """Give the failure, if any, of a process that ended by itself with this exit status; raises Garbage."""

    def abandon(self, failure: Failure) -> None:
        """Drop what is open: the reading failed."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Names the failures of one reading, with its stage and limits."""

    stage: str
    limits: Limits

    def refused(self, exc: Garbage | OverLimit) -> Failure:
        """Give the failure of a reading whose pipe was not to be believed or went over a limit."""
        if isinstance(exc, OverLimit):
            return self._fail(exc.code, exc.what, ((exc.limit, exc.value),))
        return self._fail("garbage", f"the decoder was not to be believed: {exc}")

    def of(self, report: Report | None, receiver: Receiver, *, overdue: bool) -> Failure | None:
        """Give the failure that this end is, or None; `report` is None where the worker was lost."""
        if overdue or (report is not None and report.ended == BY_WALL_LIMIT):
            seconds = self.limits.wall_s
            return self._fail("timed-out", f"took longer than {seconds} s", (("wall_s", seconds),))
        if report is None:
            return self._fail("crashed", "the reading process was ended from outside")
        if report.status < 0 and not receiver.settled:
            return self._by_signal(-report.status, report)
        try:
            return receiver.conclude(report.status)
        except Garbage as exc:
            return self.refused(exc)

    def _by_signal(self, number: int, report: Report) -> Failure:
        seconds = self.limits.cpu_s
        if number == _CPU_LIMIT or (number == _KILL and report.cpu_ms >= seconds * 1000):
            what = f"used more than {seconds} s of processor time"
            return self._fail("timed-out", what, (("cpu_s", seconds),), number)
        if number == _KILL and report.ended != BY_REQUEST:
            memory = (("memory_bytes", self.limits.memory_bytes),)
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
        return Failure(self.stage, code, what, limits=limits, signal=number)
