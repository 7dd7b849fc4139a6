"""The sandbox as the rest of the program sees it: items go in as open files, records come out."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Final, Protocol

from wellfounded.sandbox import probe, protections
from wellfounded.sandbox.ending import Receiver, Report
from wellfounded.sandbox.jail import kernel
from wellfounded.sandbox.jailed import Jailed
from wellfounded.sandbox.printed import Printed
from wellfounded.sandbox.reception import Reception
from wellfounded.sandbox.task import Outcome, Sink, Task, Tool
from wellfounded.sandbox.unjailed import Unjailed
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Unavailable
from wellfounded.terms.record import Failure

JAILS: bool = kernel.LINUX and kernel.MACHINE != "" and hasattr(os, "pidfd_open")
"""Whether this platform has what the jail is built on; elsewhere a reading is only another process."""

LEAVE_OUT: tuple[str, ...] = ()
"""Protections that are left out: set by tests, to show that each is missed."""

fcntl: Any
try:
    fcntl = importlib.import_module("fcntl")
except ImportError:  # Windows
    fcntl = None

_PROBE_LIMITS: Final = Limits(wall_s=20, cpu_s=10)


class Runner(Protocol):
    """What runs readings, jailed or not."""

    @property
    def spaces(self) -> tuple[str, ...]:
        """The namespaces its processes are in."""

    def run(
        self, asked: Task | Tool, item: int, receiver: Receiver
    ) -> tuple[Failure | None, Report | None]:
        """Run one reading; give its failure and how its process ended, None where that is not known."""

    def close(self) -> None:
        """End everything."""


class HasFileno(Protocol):
    """An open file."""

    def fileno(self) -> int:
        """Give its descriptor."""


class Sandbox:
    """A warm worker and its jail. `read` may be called from several threads at once.

    `held` and `missing` name the protections that hold and those that do not, found by trying. Raises Unavailable
    `jail-weaker` where one that matters is missing, unless `weaker`.
    """

    def __init__(
        self,
        decoders: Sequence[str],
        limits: Limits | None = None,
        *,
        weaker: bool = False,
        readable: Sequence[str] = (),
    ) -> None:
        """Start the worker with the decoders it may run and folders of models it may read."""
        self.limits = limits or Limits()
        self._decoders = tuple(decoders)
        self._lock = threading.Lock()
        self._tools: Runner | None = None
        self._reader: Runner = self._start(self._decoders, tuple(readable))
        try:
            self.held, self.missing = self._probe()
            lacking = protections.lacking(self.missing)
            if lacking and not weaker:
                raise Unavailable(
                    "jail-weaker",
                    "this computer cannot hold hostile files as safely as the program wants",
                    why="missing: " + ", ".join(lacking),
                    next="use another computer, or accept this once with --weaker-jail",
                )
        except BaseException:
            self._reader.close()
            raise

    def read(self, task: Task, file: int | HasFileno, sink: Sink) -> Outcome:
        """Read one item, open for reading only, and give how it ended; what was found is in the sink by then.

        The failure in the outcome is not given to the sink as a record. Raises what the sink raises.
        """
        if task.decoder not in self._decoders and task.decoder != probe.NAME:
            raise Mistaken("decoder-unknown", f"no decoder {task.decoder} was given to the sandbox")
        if task.depth > task.limits.depth:
            limits = (("depth", task.limits.depth),)
            what = f"stopped at the limit depth = {task.limits.depth}"
            return self._outcome(Failure(task.stage, "over-limit", what, limits=limits), None)
        item = file if isinstance(file, int) else file.fileno()
        _require_read_only(item)
        return self._outcome(*self._reader.run(task, item, Reception(task, sink)))

    def tool(
        self, tool: Tool, file: int | HasFileno, take: Callable[[bytes], None] | None = None
    ) -> tuple[bytes, Outcome]:
        """Run a program on one item; give what it printed and how it ended.

        With `take`, what it prints goes there as it comes and the bytes given are empty. Raises Unavailable `tool-missing`.
        """
        if not os.access(tool.program, os.X_OK):
            raise Unavailable("tool-missing", "a program is not there", where=tool.program)
        item = file if isinstance(file, int) else file.fileno()
        _require_read_only(item)
        printed = Printed(tool, take)
        failure, report = self._tool_runner().run(tool, item, printed)
        return printed.kept, self._outcome(failure, report)

    def close(self) -> None:
        """End the workers and everything they started."""
        self._reader.close()
        if self._tools is not None:
            self._tools.close()

    def __enter__(self) -> Sandbox:
        """Give the sandbox itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def _start(
        self, decoders: tuple[str, ...], readable: tuple[str, ...], *, tools: bool = False
    ) -> Runner:
        if not JAILS:
            return Unjailed(decoders, tools=tools)
        return Jailed(decoders, readable, LEAVE_OUT, tools=tools)

    def _tool_runner(self) -> Runner:
        """Give what starts tools; it is started with the first of them."""
        with self._lock:
            if self._tools is None:
                self._tools = self._start((), (), tools=True)
            return self._tools

    def _outcome(self, failure: Failure | None, report: Report | None) -> Outcome:
        cost = (report.wall_ms, report.cpu_ms, report.peak_bytes) if report else (0, 0, 0)
        status = max(report.status, 0) if report else 0
        return Outcome(failure, self.held, self.missing, *cost, status)

    def _probe(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Try every protection in a jailed process and give those that hold and those that do not."""
        self.held, self.missing = (), ()
        found = _Found()
        with open(os.devnull, "rb") as empty:
            task = Task(probe.NAME, Digest.of(b""), 0, limits=_PROBE_LIMITS, stage="probe")
            outcome = self.read(task, empty, found)
        if outcome.failure is not None:
            raise Unavailable(
                "sandbox-start", "the jail could not be tried", why=outcome.failure.what
            )
        held = (*found.names, *self._reader.spaces)
        return held, protections.missing(held)


class _Found:
    """Collects the facts of the probe."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def on_record(self, record: dict[str, Any]) -> None:
        self.names.append(str(record["name"]).removeprefix("jail."))

    def on_blob(self, data: bytes) -> None:
        pass

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        pass

    def on_member_data(self, data: bytes) -> None:
        pass

    def on_member_end(self, digest: Digest, size: int) -> None:
        pass

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        pass


def _require_read_only(item: int) -> None:
    if fcntl is not None and fcntl.fcntl(item, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY:
        raise Mistaken("not-read-only", "an item is handed to the sandbox open for reading only")


def describe() -> list[tuple[str, bool, str]]:
    """Try the jail on this computer; give each protection's name, whether it holds, and why it matters.

    Takes a fraction of a second. Where the jail cannot even start, nothing holds.
    """
    try:
        with Sandbox([], weaker=True) as box:
            held = box.held
    except Unavailable:
        held = ()
    return protections.rows(held)
