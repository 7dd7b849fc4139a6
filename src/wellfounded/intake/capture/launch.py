"""Starts Chromium where it can reach nothing: run as a process of its own, it ends by becoming the browser.

Arguments: CHANNEL COMMANDS ANSWERS PROFILE BROWSER [OPTION...]

In order: a network of its own whose listening socket goes out over CHANNEL; root becomes nobody; Landlock leaves it the
system's programs and its profile. COMMANDS and ANSWERS become descriptors 3 and 4, where the browser speaks its debugging
protocol.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from wellfounded.intake.capture import shut_in

NOBODY: Final = 65534


def main(arguments: Sequence[str]) -> None:
    """Become the browser; raises OSError and ends where it cannot be shut in."""
    import fcntl  # only where there are namespaces

    channel, commands, answers = (int(word) for word in arguments[:3])
    profile, browser, *options = arguments[3:]
    root = os.getuid() == 0
    port = shut_in.into_a_network_of_its_own(channel, as_nobody=root)
    if root:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    shut_in.only_these_files(shut_in.READABLE, profile)
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in (commands, answers)]
    for wanted, fd in zip((3, 4), high, strict=True):
        os.dup2(fd, wanted)
    os.closerange(5, 1024)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    words = [browser, f"--proxy-server=http://127.0.0.1:{port}", *options]
    os.execve(browser, words, shut_in.environment(profile))
