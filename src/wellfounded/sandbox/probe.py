"""Finds out in a jailed process which protections hold, by trying what each must refuse."""

from __future__ import annotations

import mmap
import os
import signal
import socket
from collections.abc import Callable
from typing import Final

from wellfounded.sandbox.jail import kernel, landlock
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact

NAME: Final = "wellfounded.sandbox.probe"
_ENORMOUS: Final = 50 * 1024**3
_MAP_NORESERVE: Final = 0x4000


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Emit one fact for each protection that holds in this process."""
    tried: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("no-new-privs", _no_new_privileges),
        (f"landlock-v{landlock.abi()}", _no_files),
        ("seccomp", _no_calls),
        ("rlimits", _no_endless_memory),
    )
    for name, holds in tried:
        if _try(holds):
            out.record(Fact(f"jail.{name}", 1))


def _try(holds: Callable[[], bool]) -> bool:
    """Say whether a protection holds; one that this platform has no call to try does not."""
    try:
        return holds()
    except (OSError, AttributeError):
        return False


def _no_new_privileges() -> bool:
    return kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS) == 1


def _no_files() -> bool:
    return _refused(lambda: os.listdir("/"))


def _no_calls() -> bool:
    return (
        _refused(_fork)
        and _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        and _refused(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        and _refused(lambda: os.kill(os.getppid(), 0))
    )


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _no_endless_memory() -> bool:
    try:
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_NORESERVE
        mmap.mmap(-1, _ENORMOUS, flags=flags).close()
    except (OSError, MemoryError):
        return True
    return False


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
