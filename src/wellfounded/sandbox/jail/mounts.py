"""Mounts that only one jailed process sees: its own /proc, and a scratch folder that ends with it (mount(2))."""

from __future__ import annotations

import ctypes
import os
from typing import Final

from wellfounded.sandbox.jail import kernel, namespaces

SCRATCH: Final = "/tmp"
"""Where the scratch folder is seen; the real folder of that name is hidden from the process."""

_MS_NOSUID: Final = 2
_MS_NODEV: Final = 4
_MS_NOEXEC: Final = 8
_MS_REC: Final = 0x4000
_MS_PRIVATE: Final = 0x40000


def private() -> None:
    """Give this process mounts of its own, so that nothing mounted here shows elsewhere; raises OSError."""
    kernel.unshare(namespaces.CLONE_NEWNS)
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")


def own_processes() -> None:
    """Show in /proc only the processes of this process namespace; raises OSError."""
    _mount("proc", "/proc", "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, "")


def scratch(size: int) -> None:
    """Mount an empty folder of at most `size` bytes, in memory, at SCRATCH; raises OSError."""
    options = f"size={size},mode=0700,nr_inodes=10000"
    _mount("tmpfs", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def _mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    mount = ctypes.CDLL(None, use_errno=True).mount
    text = [part.encode() for part in (source, target, kind)]
    if mount(*text, ctypes.c_ulong(flags), options.encode()) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), target)
