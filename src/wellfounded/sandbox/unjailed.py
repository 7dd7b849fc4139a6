"""Readings in a process of their own without a jail: what is left where the platform is not Linux, and only when asked for.

One interpreter for each item, so several hundred milliseconds each. The limits on wall clock and output hold everywhere,
those on memory and processor time where the platform has setrlimit. Nothing here keeps a decoder from files or the network.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any, Final

from wellfounded.sandbox import decoding
from wellfounded.sandbox.ending import (
    BY_ITSELF,
    BY_REQUEST,
    BY_WALL_LIMIT,
    Ending,
    Receiver,
    Report,
)
from wellfounded.sandbox.jail import limits
from wellfounded.sandbox.task import Task, Tool
from wellfounded.sandbox.warm import module_path
from wellfounded.sandbox.wire import Garbage
from wellfounded.terms.decoding import OverLimit
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.record import Failure

_CHUNK: Final = 1024**2
_START: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from wellfounded.sandbox.unjailed import main; main(sys.argv[2])"
)


class Unjailed:
    """Starts a process for each reading."""

    spaces: tuple[str, ...] = ()

    def __init__(self, decoders: tuple[str, ...], *, tools: bool = False) -> None:
        """Take the decoders that may run; raises Mistaken `decoder-import` for one that is not there."""
        if tools:
            return
        for name in decoders:
            module = name.partition(":")[0]
            try:
                found = importlib.util.find_spec(module)
            except ImportError:
                found = None
            if found is None:
                raise Mistaken("decoder-import", f"the decoder {name} cannot be imported")

    def run(
        self, asked: Task | Tool, item: int, receiver: Receiver
    ) -> tuple[Failure | None, Report | None]:
        """Run one reading in a process of its own and follow it to its end."""
        with contextlib.ExitStack() as stack:
            if isinstance(asked, Task):
                command = [sys.executable, "-I", "-c", _START, module_path()]
                command.append(json.dumps(asked.to_json()))
            else:
                scratch = (
                    stack.enter_context(tempfile.TemporaryDirectory()) if asked.scratch else ""
                )
                filled = (
                    a.replace("{item}", "/dev/fd/0").replace("{scratch}", scratch)
                    for a in asked.arguments
                )
                command = [asked.program, *filled]
            with contextlib.suppress(OSError):
                os.lseek(item, 0, os.SEEK_SET)
            process = stack.enter_context(
                subprocess.Popen(
                    command, stdin=item, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            )
            return _follow(process, Ending(asked.stage, asked.limits), receiver)

    def close(self) -> None:
        """Do nothing: no process outlives its reading."""


def _follow(
    process: subprocess.Popen[bytes], ending: Ending, receiver: Receiver
) -> tuple[Failure | None, Report]:
    """Take what the process writes until it ends, or end it at the wall limit."""
    began, overdue = time.monotonic(), threading.Event()

    def end_overdue() -> None:
        overdue.set()
        process.kill()

    timer = threading.Timer(ending.limits.wall_s, end_overdue)
    timer.start()
    failure: Failure | None = None
    try:
        if process.stdout is not None:
            while data := os.read(process.stdout.fileno(), _CHUNK):
                receiver.feed(data)
    except (Garbage, OverLimit) as exc:
        failure = ending.refused(exc)
    finally:
        if sys.exc_info()[0] is not None or failure is not None:
            process.kill()
        status = process.wait()
        timer.cancel()
    by = BY_WALL_LIMIT if overdue.is_set() else BY_REQUEST if failure else BY_ITSELF
    report = Report(status, by, int((time.monotonic() - began) * 1000), 0, 0)
    failure = failure or ending.of(report, receiver, overdue=False)
    if failure is not None:
        receiver.abandon(failure)
    return failure, report


def main(request: str) -> None:
    """Read the item on standard input and write what is found to standard output."""
    asked = decoding.Request.from_json(json.loads(request))
    decoder = decoding.find(asked.decoder)
    _binary_streams()
    limits.apply_constant(0)
    limits.apply(asked.limits, limits.address_space())
    decoding.decode(decoder, asked, 0, 1)


def _binary_streams() -> None:
    """Keep Windows from changing line ends."""
    with contextlib.suppress(ImportError):
        msvcrt: Any = importlib.import_module("msvcrt")
        for stream in (0, 1):
            msvcrt.setmode(stream, getattr(os, "O_BINARY", 0))
