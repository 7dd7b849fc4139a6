"""Starts the warm worker, hands it items, and starts another when one is lost."""

from __future__ import annotations

import contextlib
import json
import os
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
_ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "1073741824",
    "PYTHONHASHSEED": "0",
}


class WarmWorker:
    """One warm worker process and the socket to it; replaced when it dies. Safe to use from several threads."""

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
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.spaces: tuple[str, ...] = ()
        self._start()

    def request(self, said: Mapping[str, Any], fds: tuple[int, int, int]) -> None:
        """Hand over one item: its own descriptor, the writing end of its pipe, its status socket.

        Raises Mistaken `request-too-large` beyond 128 KiB.
        """
        message = json.dumps(said).encode()
        if len(message) > LARGEST_REQUEST:
            raise Mistaken("request-too-large", "the settings of a reading are over 128 KiB")
        with self._lock:
            for last_try in (False, True):
                if self._control is None:
                    self._start()
                try:
                    socket.send_fds(self._connected(), [message], list(fds))
                except OSError:
                    self._stop()
                    if last_try:
                        raise
                else:
                    return

    def abandon(self) -> None:
        """End the worker and all its forks at once; the next request starts another."""
        with self._lock:
            self._stop(kill=True)

    def close(self) -> None:
        """End the worker and wait for its end."""
        with self._lock:
            self._stop()

    def _connected(self) -> socket.socket:
        if self._control is None:
            raise Unavailable("sandbox-start", "the reading process is not running")
        return self._control

    def _start(self) -> None:
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            path = [os.path.abspath(p) for p in sys.path]
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, json.dumps(path), str(far.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("WELLFOUNDED_SANDBOX_STDERR") else subprocess.DEVNULL,
                pass_fds=(far.fileno(),),
                start_new_session=True,
                env=_ENVIRONMENT,
                cwd="/",
            )
        self._control = near
        near.settimeout(_START_TIMEOUT_S)
        said = self._greet(near)
        near.settimeout(None)
        if "error" in said:
            self._stop()
            raise Mistaken(
                "decoder-import",
                f"the decoder {said['decoder']} cannot be imported",
                why=said["error"],
            )
        self.spaces = tuple(said["spaces"])

    def _greet(self, near: socket.socket) -> dict[str, Any]:
        try:
            near.send(json.dumps(self._boot).encode())
            answer = near.recv(LARGEST_REQUEST)
        except OSError:
            answer = b""
        if not answer:
            self._stop(kill=True)
            raise Unavailable("sandbox-start", "the reading process did not start")
        said: dict[str, Any] = json.loads(answer)
        return said

    def _stop(self, *, kill: bool = False) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if kill:
                self._process.kill()
            try:
                self._process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def quietly_close(fd: int) -> None:
    """Close a descriptor that may be closed already."""
    with contextlib.suppress(OSError):
        os.close(fd)
