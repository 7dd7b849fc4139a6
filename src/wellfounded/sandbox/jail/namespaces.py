"""Namespaces: a network without a way out, and processes that see no other (namespaces(7))."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from wellfounded.sandbox.jail import kernel

CLONE_NEWNS: Final = 0x0002_0000
CLONE_NEWIPC: Final = 0x0800_0000
CLONE_NEWUSER: Final = 0x1000_0000
CLONE_NEWPID: Final = 0x2000_0000
CLONE_NEWNET: Final = 0x4000_0000

USER: Final = "user-namespace"
NETWORK: Final = "network-namespace"
PROCESSES: Final = "process-namespace"


def leave(*, processes: bool) -> tuple[str, ...]:
    """Move this process into namespaces of its own and give the names of those it got.

    With `processes` its next child is the first process of a new one: when that ends, the kernel ends all in it. Where user
    namespaces are refused, root still gets the others.
    """
    wanted = CLONE_NEWNET | CLONE_NEWIPC | (CLONE_NEWPID if processes else 0)
    names = (NETWORK, PROCESSES) if processes else (NETWORK,)
    uid, gid = os.getuid(), os.getgid()
    try:
        kernel.unshare(CLONE_NEWUSER | wanted)
    except OSError:
        with contextlib.suppress(OSError):
            kernel.unshare(wanted)
            return names
        return ()
    with contextlib.suppress(OSError):
        _map_self(uid, gid)
    return (USER, *names)


def _map_self(uid: int, gid: int) -> None:
    """Keep this user's and group's own numbers inside the namespace, and no others."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
