"""Starts Chromium where it can reach nothing: run as a process of its own, it ends by becoming the browser.

Arguments: CHANNEL COMMANDS ANSWERS PROFILE BROWSER [OPTION...]

In order: a network namespace of its own (with a user namespace where it is not root), loopback up in it, the proxy's
listening socket made and handed out over CHANNEL; root becomes nobody; Landlock leaves it the system's programs and
its profile. COMMANDS and ANSWERS become descriptors 3 and 4, where the browser speaks its debugging protocol.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from wellfounded.intake.capture import net
from wellfounded.sandbox.jail import kernel, landlock, namespaces

NOBODY: Final = 65534
_READABLE: Final = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/opt", "/sys", "/var/lib/dbus")
_WRITABLE: Final = ("/proc", "/dev")
_FILE_SYSTEM_ONLY: Final = 3


def main(arguments: Sequence[str]) -> None:
    """Become the browser; raises OSError and ends where it cannot be shut in."""
    import fcntl  # only where there are namespaces

    channel, commands, answers = (int(word) for word in arguments[:3])
    profile, browser, *options = arguments[3:]
    _leave_the_network()
    listener = net.listening_inside()
    port = listener.getsockname()[1]
    net.hand_out(channel, listener)
    listener.close()
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
    _only_its_files(profile)
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in (commands, answers)]
    for wanted, fd in zip((3, 4), high, strict=True):
        os.dup2(fd, wanted)
    os.closerange(5, 1024)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    environment = {"HOME": profile, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "TMPDIR": profile}  # fmt: skip
    os.execve(browser, [browser, f"--proxy-server=http://127.0.0.1:{port}", *options], environment)


def _leave_the_network() -> None:
    """Go into a network namespace of its own: root by itself, so that it can become nobody after; others in a user namespace."""
    if os.getuid() == 0:
        kernel.unshare(namespaces.CLONE_NEWNET | namespaces.CLONE_NEWIPC)
    elif namespaces.NETWORK not in namespaces.leave(processes=False):
        sys.exit("no network namespace")


def _only_its_files(profile: str) -> None:
    """Leave this process the system's programs, read-only, and its profile; the kernel may know no Landlock."""
    version = min(landlock.abi(), _FILE_SYSTEM_ONLY)
    if not version:
        return
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    rules = landlock.Ruleset(version)
    rules.allow(_READABLE, landlock.READ | landlock.EXECUTE)
    rules.allow(_WRITABLE, landlock.READ | landlock.WRITE_FILE)
    rules.allow([profile], landlock.WRITE_BENEATH | landlock.MAKE_LINK | landlock.MOVE)
    rules.restrict()
