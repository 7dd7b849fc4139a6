"""ExifTool, where it is installed: run in the jail on one item, its answer parsed in the jail
into facts `exiftool.*`.

ExifTool knows many makers' private notes that our own reading leaves alone. It is a program of
its own, found on the system; without it `absent()` gives the one sentence that says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from typing import Final

from wellfounded.extract.answers import on_answer
from wellfounded.sandbox import Outcome, Sandbox, Sink, Task, Tool
from wellfounded.terms.decoding import Limits
from wellfounded.terms.record import Failure

STAGE: Final = "exif"
DECODER: Final = "wellfounded.extract.untrusted.exiftool_answer"
"""The decoder of ExifTool's answer; the sandbox given to `stage` must have been given its name."""

_USUAL: Final = ("/usr/bin/exiftool", "/usr/local/bin/exiftool")
# No configuration file, every group by its name, no system facts about the file we hold, numbers
# as shown to people.
_ARGUMENTS: Final = ("-config", "", "-json", "-G1", "-struct", "-charset", "utf8", "-api",
"largefilesupport=1",
                     "-x", "System:all", "-x", "ExifTool:ExifToolVersion", "{item}")  # fmt: skip


@cache
def program() -> str | None:
    """Give the path of the program, or None where it is not installed."""
    return next((p for p in _USUAL if os.access(p, os.X_OK)), shutil.which("exiftool"))


@cache
def version() -> str:
    """Give the version the program states of itself; empty where there is none."""
    path = program()
    if path is None:
        return ""
    done = subprocess.run([path, "-ver"], capture_output=True, text=True, check=False, timeout=30)
    return done.stdout.strip() if done.returncode == 0 else ""


def absent() -> Failure:
    """Give the one Failure that says the program is not there; said once a case, not once an
    item.
    """
    step = "install ExifTool (Debian: libimage-exiftool-perl) and build again"
    return Failure(
        STAGE, "unsupported", "ExifTool is not installed: makers' notes are not read", next=step
    )


def tool(limits: Limits | None = None) -> Tool:
    """Give the tool for the sandbox's profile `tool`; its answer is JSON on standard output."""
    return Tool(program() or _USUAL[0], _ARGUMENTS, stage=STAGE, limits=limits or Limits())


def stage(box: Sandbox, task: Task, file: int, sink: Sink) -> Outcome:
    """Run ExifTool on an open item and hand its facts to the sink; gives how it ended. Raises
    Unavailable `tool-missing`.
    """
    answer, outcome = box.tool(tool(task.limits), file)
    if outcome.failure is not None and not answer:
        return outcome
    return on_answer(box, task, DECODER, answer, sink, {})
