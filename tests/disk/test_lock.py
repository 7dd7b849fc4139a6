"""A lock is one process's at a time, and a dead process's lock is nobody's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wellfounded.disk import FileLock
from wellfounded.terms.errors import Unavailable

_HOLD = (
    "import sys, time; from pathlib import Path; from wellfounded.disk import FileLock;"
    "lock = FileLock(Path(sys.argv[1])); print(lock.try_take(), flush=True); time.sleep(600)"
)


def test_a_held_lock_is_waited_for_and_then_named(tmp_path: Path) -> None:
    """Somebody who waits too long is told that another program holds the case."""
    with FileLock(tmp_path / "lock"):
        assert not FileLock(tmp_path / "lock").try_take()
        with pytest.raises(Unavailable, match="another running program"):
            FileLock(tmp_path / "lock", wait_s=0.01).__enter__()
    assert FileLock(tmp_path / "lock").try_take()


def test_a_killed_process_s_lock_is_overcome_without_a_person(tmp_path: Path) -> None:
    """The lock is refused while its holder lives and taken at once when it was killed."""
    words = [sys.executable, "-c", _HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        assert not FileLock(tmp_path / "lock").try_take()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    began = time.monotonic()
    with FileLock(tmp_path / "lock", wait_s=2.0):
        assert time.monotonic() - began < 2.0
