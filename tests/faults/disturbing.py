"""One disturbed `add`: in a process that is killed at one of its calls, or on a disk that fails there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import traceback
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.faults.adding import Ground, Left, as_told, broken, give, unfinished
from tests.faults.shim import KILLED, CountedDisk, Schedule, counted_connect, make_room
from wellfounded.case.preserve.add import Received
from wellfounded.terms.errors import Unavailable


def in_child(
    here: Ground, schedule: Schedule, listing: Path | None = None
) -> tuple[list[tuple[str, str]], int]:
    """Run the `add` in a process of its own under a schedule; give what it said was received, and how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run(here, schedule, writing, listing)
    os.close(writing)
    with os.fdopen(reading, "r") as pipe:
        lines = pipe.read().splitlines()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [(path, digest) for path, digest in (line.split("\t") for line in lines)], code


def _run(here: Ground, schedule: Schedule, writing: int, listing: Path | None) -> None:
    """The child: never returns."""
    try:
        sqlite3.connect = counted_connect(schedule, sqlite3)
        dbapi2.connect = counted_connect(schedule, dbapi2)

        def tell(thing: object) -> None:
            if isinstance(thing, Received):
                os.write(writing, "\t".join(as_told(thing, here.given)).encode() + b"\n")

        with here.opened(CountedDisk(here.root, schedule)) as case:
            give(case, here.given, tell)
        if listing is not None:
            listing.write_text("\n".join(schedule.calls))
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the child must end here, whatever happened
        traceback.print_exc(file=sys.stderr)
        os._exit(99)


def killed(start: Ground, place: Path, wanted: Left, schedule: Schedule) -> list[str]:
    """Kill one `add` and say what is not as promised."""
    folder = place / "killed"
    folder.mkdir()
    here = start.copy(folder)
    told, code = in_child(here, schedule)
    wrong = [] if code == KILLED else [f"ended with {code}"]
    lock = here.opened().lock()
    wrong += [] if lock.try_take() else ["the dead process's lock still holds"]
    lock.release()
    wrong += broken(here, told)
    wrong += unfinished(here, wanted)
    shutil.rmtree(folder)
    return wrong


def failed(
    start: Ground, place: Path, wanted: Left, schedule: Schedule, patch: pytest.MonkeyPatch
) -> list[str]:
    """Let a call fail, then make room, run again, and say what is not as promised."""
    folder = place / "failed"
    folder.mkdir()
    here = start.copy(folder)
    told: list[tuple[str, str]] = []

    def tell(thing: object) -> None:
        if isinstance(thing, Received):
            told.append(as_told(thing, here.given))

    wrong = []
    with patch.context() as patched, here.opened(CountedDisk(here.root, schedule)) as case:
        for module in (sqlite3, dbapi2):
            patched.setattr(module, "connect", counted_connect(schedule, module))
        try:
            give(case, here.given, tell)
            wrong.append("no error")
        except Unavailable as exc:
            wrong += [] if exc.code == "disk" and exc.why and exc.next else [f"unclear: {exc}"]
        make_room(schedule)
    wrong += broken(here, told)
    wrong += unfinished(here, wanted)
    shutil.rmtree(folder)
    return wrong
