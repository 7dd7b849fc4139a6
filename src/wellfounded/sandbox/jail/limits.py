"""Resource limits of a jailed process (setrlimit(2)); where the platform has none, nothing is set."""

from __future__ import annotations

import contextlib
import importlib
import mmap
from typing import Any, Final

from wellfounded.terms.decoding import Limits

resource: Any
try:
    resource = importlib.import_module("resource")
except ImportError:  # Windows
    resource = None

OPEN_FILES: Final = 64
OPEN_FILES_OF_TOOL: Final = 256
PROCESSES: Final = 128
_LOWEST_SEARCHED: Final = 1 << 20
_HIGHEST_SEARCHED: Final = 1 << 46


def apply(limits: Limits, address_space_used: int, *, files: int = OPEN_FILES) -> None:
    """Set the limits of one item for good; `address_space_used` is what this process held before it."""
    _set("RLIMIT_AS", address_space_used + limits.memory_bytes)
    _set("RLIMIT_CPU", limits.cpu_s, limits.cpu_s + 1)
    _set("RLIMIT_NOFILE", files)


def apply_constant(file_bytes: int) -> None:
    """Set the limits that are the same for every item, for good: the size of files written, core dumps, locked memory."""
    _set("RLIMIT_FSIZE", file_bytes)
    _set("RLIMIT_CORE", 0)
    _set("RLIMIT_MEMLOCK", 0)
    _set("RLIMIT_MSGQUEUE", 0)


def apply_processes() -> None:
    """Limit the processes and threads of this user; counts only those in the same user namespace."""
    _set("RLIMIT_NPROC", PROCESSES)


def address_space() -> int:
    """Give the address space this process holds, in bytes, to within a page.

    Found by trying: a mapping is refused exactly when the limit is below what is held (no /proc is needed).
    """
    if resource is None:
        return 0
    before = resource.getrlimit(resource.RLIMIT_AS)
    low, high = _LOWEST_SEARCHED, _HIGHEST_SEARCHED
    if before[1] not in (resource.RLIM_INFINITY, -1):
        high = min(high, before[1])
    try:
        while high - low > mmap.PAGESIZE:
            middle = (low + high) // 2 // mmap.PAGESIZE * mmap.PAGESIZE
            resource.setrlimit(resource.RLIMIT_AS, (middle, before[1]))
            if _can_map():
                high = middle
            else:
                low = middle
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    return high


def _can_map() -> bool:
    try:
        mmap.mmap(-1, mmap.PAGESIZE).close()
    except (OSError, MemoryError):
        return False
    return True


def _set(name: str, soft: int, hard: int | None = None) -> None:
    which = getattr(resource, name, None)
    if which is None:
        return
    ceiling = resource.getrlimit(which)[1]
    wanted = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        wanted = min(wanted, ceiling)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (min(soft, wanted), wanted))
