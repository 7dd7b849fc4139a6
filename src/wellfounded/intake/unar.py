"""The Unarchiver's `unar`, where it is installed: run in the jail on one RAR archive, its
output read in the jail.

RAR's packing is not public, so no library of ours unpacks it. `unar` writes what it unpacks to its
standard output, never to a path; the archive's own headers say which bytes are whose.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from typing import BinaryIO, Final

from wellfounded.sandbox import Outcome, Sandbox, Sink, Task, Tool
from wellfounded.terms.decoding import Limits
from wellfounded.terms.record import Failure

STAGE: Final = "unpack"
DECODER: Final = "wellfounded.intake.untrusted.rar_unpacked"
"""The decoder of what unar wrote; the sandbox given to `stage` must have been given its name."""

_USUAL: Final = ("/usr/bin/unar", "/usr/local/bin/unar")
_ARGUMENTS: Final = (
    "-quiet",
    "-output-directory",
    "-",
    "-forks",
    "skip",
    "-no-recursion",
    "{item}",
)
# It looks up whose home folder it would have, and gives up without the list of accounts.
_ACCOUNTS: Final = ("/etc/passwd",)
_BLOCK: Final = 1 << 20


@cache
def program() -> str | None:
    """Give the path of the program, or None where it is not installed."""
    return next((p for p in _USUAL if os.access(p, os.X_OK)), shutil.which("unar"))


@cache
def version() -> str:
    """Give the version the program states of itself; empty where there is none."""
    path = program()
    if path is None:
        return ""
    done = subprocess.run(
        [path, "-version"], capture_output=True, text=True, check=False, timeout=30
    )
    return done.stdout.strip().removeprefix("v") if done.returncode == 0 else ""


def absent() -> Failure:
    """Give the one Failure that says the program is not there; said once a case, not once an
    item.
    """
    step = "install The Unarchiver (Debian: unar) and build again"
    return Failure(STAGE, "unsupported", "unar is not installed: RAR is not unpacked", next=step)


def tool(limits: Limits | None = None) -> Tool:
    """Give the tool for the sandbox's profile `tool`; what it unpacks is on standard output."""
    return Tool(
        program() or _USUAL[0],
        _ARGUMENTS,
        stage=STAGE,
        readable=_ACCOUNTS,
        limits=limits or Limits(),
    )


def stage(box: Sandbox, task: Task, file: int, sink: Sink) -> Outcome:
    """Unpack an open archive and hand its packed members to the sink; gives how it ended.

    Archive and output lie in an unnamed temporary file meanwhile. Raises Unavailable
    `tool-missing`.
    """
    with tempfile.TemporaryFile() as kept:
        size = _copy(file, kept)
        _, outcome = box.tool(tool(task.limits), file, lambda data: _keep(kept, data))
        if outcome.failure is not None and kept.tell() == size:
            return outcome
        kept.flush()
        again = os.open(f"/proc/self/fd/{kept.fileno()}", os.O_RDONLY)
        try:
            ours = replace(
                task, decoder=DECODER, size=kept.tell(), settings={"archive_bytes": size}
            )
            return box.read(ours, again, sink)
        finally:
            os.close(again)


def _copy(file: int, kept: BinaryIO) -> int:
    at = 0
    while block := os.pread(file, _BLOCK, at):
        kept.write(block)
        at += len(block)
    return at


def _keep(kept: BinaryIO, data: bytes) -> None:
    kept.write(data)
