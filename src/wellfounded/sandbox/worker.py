"""The warm worker: imports the decoders once, goes into its jail, then forks for every item. Linux only.

Started by `warm.py`. Three processes: a launcher that only waits, the warm worker (the first process of its own process
namespace, so that the kernel ends every fork when it ends), and one fork for each item.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any, Final

from wellfounded.sandbox import decoding, probe, tooling
from wellfounded.sandbox.ending import BY_ITSELF, BY_REQUEST, BY_WALL_LIMIT
from wellfounded.sandbox.jail import confine, kernel, limits, namespaces, pages

_ITEM: Final = 60
_PIPE: Final = 61
"""The descriptors of a reading: always the same, since the words of an error may hold them. Below `limits.OPEN_FILES`."""

LARGEST_REQUEST: Final = 128 * 1024
REPORT: Final = struct.Struct("<iBQQQ")
"""Status (exit status, or minus the signal), why it was ended, wall ms, CPU ms, peak resident bytes."""


@dataclass(slots=True)
class _Reading:
    pid: int
    pidfd: int
    status: int
    began: float
    deadline: float
    ended: int = BY_ITSELF


def main(control_fd: int) -> None:
    """Serve readings on the control socket until it closes. Never returns."""
    control = socket.socket(fileno=control_fd)
    boot = json.loads(control.recv(LARGEST_REQUEST))
    left_out = frozenset(boot["leave_out"])
    spaces = () if "namespaces" in left_out else namespaces.leave(processes=True)
    reader, writer = os.pipe()
    worker = os.fork()
    if worker:
        control.close()
        os.write(writer, str(worker).encode())
        _, status = os.waitpid(worker, 0)
        os._exit(0 if status == 0 else 1)
    confine.die_with_parent()
    number = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    _warm(control, boot, spaces, number)


def _warm(
    control: socket.socket, boot: dict[str, Any], spaces: tuple[str, ...], number: int
) -> None:
    """Import the decoders, go into the jail and serve; `number` is this process's outside its namespace."""
    left_out = frozenset(boot["leave_out"])
    decoders: dict[str, decoding.Decoder] = {probe.NAME: probe.read}
    for name in boot["decoders"]:
        try:
            decoders[name] = decoding.find(name)
            decoding.warm_up(name)
        except Exception as exc:  # noqa: BLE001 - whatever a decoder's import raises is told
            control.send(json.dumps({"decoder": name, "error": type(exc).__name__}).encode())
            os._exit(1)
    gc.collect()
    gc.freeze()
    kernel.trim()
    pages.gather(number)
    used = limits.address_space()
    if boot["tools"]:
        confine.warm_for_tools(spaces, left_out)
    else:
        confine.warm(boot["readable"], left_out)
    jail = _Jail(used, namespaces.USER in spaces, left_out)
    control.send(json.dumps({"spaces": spaces, "process": number}).encode())
    _Worker(control, decoders, jail).serve()
    os._exit(0)


@dataclass(frozen=True, slots=True)
class _Jail:
    address_space: int
    own_users: bool
    left_out: frozenset[str]


class _Worker:
    """The loop of the warm worker; trusted, and reads nothing that a fork wrote."""

    def __init__(
        self, control: socket.socket, decoders: dict[str, decoding.Decoder], jail: _Jail
    ) -> None:
        self._control = control
        self._decoders = decoders
        self._jail = jail
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._readings: dict[int, _Reading] = {}

    def serve(self) -> None:
        """Take requests and reap readings until the control socket closes."""
        while True:
            for fd, _ in self._poll.poll(self._patience_ms()):
                if fd == self._control.fileno():
                    if not self._accept():
                        return
                elif fd in self._readings:
                    self._attend(fd, self._readings[fd])
            self._end_overdue()

    def _patience_ms(self) -> int | None:
        deadlines = [r.deadline for r in self._readings.values() if r.ended == BY_ITSELF]
        if not deadlines:
            return None
        return max(0, int((min(deadlines) - time.monotonic()) * 1000) + 1)

    def _accept(self) -> bool:
        """Fork for the next request; False when there will be none."""
        message, fds, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 3)
        if not message:
            return False
        item, pipe, status = fds
        said = json.loads(message)
        began = time.monotonic()
        try:
            pid = kernel.fork()
        except OSError:
            os.close(status)
        else:
            if pid == 0:
                self._become(said, item, pipe, status)
            deadline = began + said["limits"]["wall_s"]
            self._watch(_Reading(pid, os.pidfd_open(pid), status, began, deadline))
        os.close(item)
        os.close(pipe)
        return True

    def _become(self, said: dict[str, Any], item: int, pipe: int, status: int) -> None:
        """Run in the fork: take on the jail, read or start the tool, and end. Never returns."""
        code = tooling.NOT_STARTED
        try:
            self._control.close()
            os.close(status)
            for fd in self._readings:
                os.close(fd)
            if "program" in said:
                request = tooling.ToolRequest.from_json(said)
                tooling.run(request, item, pipe, self._jail.left_out)
            else:
                self._decode(decoding.Request.from_json(said), item, pipe)
                code = 0
        finally:
            os._exit(code)

    def _decode(self, request: decoding.Request, item: int, pipe: int) -> None:
        jail = self._jail
        os.dup2(item, _ITEM)
        os.dup2(pipe, _PIPE)
        os.close(item)
        os.close(pipe)
        confine.decode(request.limits, jail.address_space, jail.own_users, jail.left_out)
        decoding.decode(self._decoders[request.decoder], request, _ITEM, _PIPE)

    def _watch(self, reading: _Reading) -> None:
        for fd in (reading.pidfd, reading.status):
            self._readings[fd] = reading
            self._poll.register(fd, select.POLLIN)

    def _attend(self, fd: int, reading: _Reading) -> None:
        if fd == reading.pidfd:
            self._reap(reading)
            return
        self._poll.unregister(fd)
        self._end(reading, BY_REQUEST)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for fd, reading in list(self._readings.items()):
            if fd == reading.pidfd and reading.ended == BY_ITSELF and now >= reading.deadline:
                self._end(reading, BY_WALL_LIMIT)

    def _end(self, reading: _Reading, why: int) -> None:
        reading.ended = reading.ended or why
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(reading.pidfd, signal.SIGKILL)

    def _reap(self, reading: _Reading) -> None:
        _, status, usage = os.wait4(reading.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        ended = reading.ended if code == -signal.SIGKILL else BY_ITSELF
        wall = int((time.monotonic() - reading.began) * 1000)
        cpu = int((usage.ru_utime + usage.ru_stime) * 1000)
        with contextlib.suppress(OSError):
            os.write(reading.status, REPORT.pack(code, ended, wall, cpu, usage.ru_maxrss * 1024))
        for fd in (reading.pidfd, reading.status):
            del self._readings[fd]
            with contextlib.suppress(KeyError):
                self._poll.unregister(fd)
        os.close(reading.pidfd)
        os.close(reading.status)
