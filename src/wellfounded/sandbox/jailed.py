"""Runs readings in forks of the warm worker, in the jail."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import Final

from wellfounded.sandbox.ending import Receiver, Report
from wellfounded.sandbox.following import Following
from wellfounded.sandbox.task import Task, Tool
from wellfounded.sandbox.warm import WarmWorker
from wellfounded.terms.record import Failure

_F_SETPIPE_SZ: Final = 1031
_PIPE_BYTES: Final = 1024**2


class Jailed:
    """A warm worker and what is needed to follow its forks."""

    def __init__(
        self,
        decoders: tuple[str, ...],
        readable: tuple[str, ...],
        leave_out: tuple[str, ...],
        *,
        tools: bool = False,
    ) -> None:
        """Start the worker; raises Mistaken `decoder-import` and Unavailable `sandbox-start`."""
        self._worker = WarmWorker(decoders, readable, leave_out, tools=tools)

    @property
    def spaces(self) -> tuple[str, ...]:
        """The namespaces the worker is in."""
        return self._worker.spaces

    def run(
        self, asked: Task | Tool, item: int, receiver: Receiver
    ) -> tuple[Failure | None, Report | None]:
        """Run one reading in a fork of its own and follow it to its end."""
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        pipe, pipe_far = os.pipe()
        _widen(pipe)
        try:
            with far:
                try:
                    running = self._worker.request(asked.to_json(), (item, pipe_far, far.fileno()))
                finally:
                    os.close(pipe_far)
            failure, report = Following(asked.stage, asked.limits, receiver, pipe, near).follow()
            if report is None:
                self._worker.abandon(running)
            return failure, report
        finally:
            os.close(pipe)
            near.close()

    def close(self) -> None:
        """End the worker and wait until nothing of it is left."""
        self._worker.close()


def _widen(pipe: int) -> None:
    """Let the pipe hold a mebibyte, so that large members stream; the kernel may say no."""
    import fcntl

    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE_BYTES)
