"""Starts the warm worker, hands it items, and starts another when one is lost."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final

from wellfounded.sandbox.worker import LARGEST_REQUEST
from wellfounded.terms.errors import Mistaken, Unavailable

_START_TIMEOUT_S: Final = 120
_STOP_TIMEOUT_S: Final = 5
_START: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from wellfounded.sandbox.worker import main; main(int(sys.argv[2]))"
)
ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "1073741824",
    "PYTHONHASHSEED": "0",
}


class Running:
    """One warm worker process: its launcher, the socket to it, and a handle to it."""

    def __init__(self, boot: Mapping[str, Any]) -> None:
        """Start it; raises Mistaken `decoder-import` and Unavailable `sandbox-start`."""
        self.spaces: tuple[str, ...] = ()
        self._handle = -1
        self._control, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = _launch(far.fileno())
        try:
            self._greet(boot)
        except BaseException:
            self.end()
            raise

    def request(self, message: bytes, fds: tuple[int, int, int]) -> None:
        """Send one request; raises OSError where the worker is gone."""
        socket.send_fds(self._control, [message], list(fds))

    def end(self) -> None:
        """End the worker and all its forks, and wait until none is left."""
        self._control.close()
        if self._handle >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            select.select([self._handle], [], [], _STOP_TIMEOUT_S)
            os.close(self._handle)
            self._handle = -1
        try:
            self._process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _greet(self, boot: Mapping[str, Any]) -> None:
        self._control.settimeout(_START_TIMEOUT_S)
        try:
            self._control.send(json.dumps(boot).encode())
            answer = self._control.recv(LARGEST_REQUEST)
        except OSError:
            answer = b""
        self._control.settimeout(None)
        if not answer:
            raise Unavailable("sandbox-start", "the reading process did not start")
        said = json.loads(answer)
        if "error" in said:
            what = f"the decoder {said['decoder']} cannot be imported"
            raise Mistaken("decoder-import", what, why=said["error"])
        self._handle = os.pidfd_open(said["process"])
        self.spaces = tuple(said["spaces"])


class WarmWorker:
    """A warm worker that is started again when it was lost. Safe to use from several threads."""

    def __init__(
        self,
        decoders: tuple[str, ...],
        readable: tuple[str, ...],
        leave_out: tuple[str, ...],
        *,
        tools: bool = False,
    ) -> None:
        """Start the worker; raises Mistaken `decoder-import` and Unavailable `sandbox-start`."""
        self._boot = {
            "decoders": decoders,
            "readable": readable,
            "leave_out": leave_out,
            "tools": tools,
        }
        self._lock = threading.Lock()
        self._closed = False
        self._running: Running | None = Running(self._boot)
        self.spaces = self._running.spaces

    def request(self, said: Mapping[str, Any], fds: tuple[int, int, int]) -> Running:
        """Hand over one item: its own descriptor, the writing end of its pipe, its status socket.

        Gives the worker that took it. Raises Mistaken `request-too-large` beyond 128 KiB.
        """
        message = json.dumps(said).encode()
        if len(message) > LARGEST_REQUEST:
            raise Mistaken("request-too-large", "the settings of a reading are over 128 KiB")
        with self._lock:
            if self._closed:
                raise Unavailable("sandbox-closed", "the sandbox was closed")
            if self._running is not None:
                try:
                    self._running.request(message, fds)
                except OSError:
                    self._running.end()
                    self._running = None
                else:
                    return self._running
            self._running = Running(self._boot)
            self._running.request(message, fds)
            return self._running

    def abandon(self, lost: Running) -> None:
        """End a worker that is lost or does not answer, and all its forks; the next request starts another."""
        with self._lock:
            if self._running is lost:
                lost.end()
                self._running = None

    def close(self) -> None:
        """End the worker and wait until nothing of it is left; none is started after this."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.end()
                self._running = None


def module_path() -> str:
    """Give the folders this process imports from, for another one to import the same."""
    return json.dumps([os.path.abspath(p) for p in sys.path])


def _launch(control: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _START, module_path(), str(control)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("WELLFOUNDED_SANDBOX_STDERR") else subprocess.DEVNULL,
        pass_fds=(control,),
        start_new_session=True,
        env=ENVIRONMENT,
        cwd="/",
    )
