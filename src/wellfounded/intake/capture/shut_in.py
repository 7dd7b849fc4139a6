"""How a process that meets the web is shut in: a network of its own with one socket that leads out, and no files but those named."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wellfounded.intake.capture import net
from wellfounded.sandbox.jail import kernel, landlock, namespaces

READABLE: Final = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/opt", "/sys", "/var/lib/dbus")
DEVICES: Final = ("/proc", "/dev")
_FILE_SYSTEM_ONLY: Final = 3


def into_a_network_of_its_own(channel: int, *, as_nobody: bool) -> int:
    """Leave the network, hand a listening socket out over `channel`, and give its port; raises OSError, ends without namespaces.

    Root leaves by itself where it is to become nobody after; all others in a user namespace.
    """
    if as_nobody:
        kernel.unshare(namespaces.CLONE_NEWNET | namespaces.CLONE_NEWIPC)
    elif namespaces.NETWORK not in namespaces.leave(processes=False):
        sys.exit("no network namespace")
    listener = net.listening_inside()
    port: int = listener.getsockname()[1]
    net.hand_out(channel, listener)
    listener.close()
    return port


def only_these_files(readable: Iterable[str | Path], own: str | Path) -> None:
    """Leave this process some folders to read and run, and one of its own; the kernel may know no Landlock."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    version = min(landlock.abi(), _FILE_SYSTEM_ONLY)
    if not version:
        return
    rules = landlock.Ruleset(version)
    rules.allow(readable, landlock.READ | landlock.EXECUTE)
    rules.allow(DEVICES, landlock.READ | landlock.WRITE_FILE)
    rules.allow([own], landlock.WRITE_BENEATH | landlock.MAKE_LINK | landlock.MOVE)
    rules.restrict()


def environment(home: str) -> dict[str, str]:
    """Give the environment of such a process: nothing of the person's."""
    return {"HOME": home, "PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "TMPDIR": home}
