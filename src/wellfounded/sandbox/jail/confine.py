"""Takes on the jail: once for the warm worker, then the rest in each fork."""

from __future__ import annotations

import contextlib
import os
import signal
import site
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wellfounded.sandbox.jail import filter as seccomp
from wellfounded.sandbox.jail import kernel, landlock, limits, mounts, namespaces, profile
from wellfounded.terms.decoding import Limits

SYSTEM_LIBRARIES: Final = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
)
LOADERS: Final = (
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
)
TOOL_FOLDERS: Final = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/alternatives",
    "/etc/perl",
    "/etc/ld.so.cache",
)
SCRATCH_BYTES: Final = 1024**3
SYSTEM_FACTS: Final = (
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)


@dataclass(frozen=True, slots=True)
class ToolFiles:
    """The files a tool reaches besides the system folders; `item` is an open descriptor."""

    programs: tuple[str, ...]
    readable: tuple[str, ...]
    item: int
    scratch: bool


_ANY_PID: Final = 0x5EED_1D5A
_DECODE: Final = seccomp.program(profile.decode(_ANY_PID), seccomp.ALLOW) if kernel.MACHINE else b""
_WARM: Final = seccomp.program(profile.warm(), seccomp.refuse()) if kernel.MACHINE else b""


def die_with_parent() -> None:
    """Have the kernel end this process when the thread that made it ends."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def program_folders() -> tuple[str, ...]:
    """Give the folders of this program's own code and of the libraries it may import, nothing of a user's."""
    own = Path(__file__).resolve().parents[2]
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    paths = {sysconfig.get_path(name) for name in names} | {str(own)}
    paths |= {
        sysconfig.get_path(n, vars={"base": sys.base_prefix, "platbase": sys.base_prefix})
        for n in names
    }
    paths |= set(site.getsitepackages())
    paths.add(
        str(Path(sys.base_prefix, "lib"))
        if sys.base_prefix not in ("/usr", "/usr/local", "/")
        else "/usr/lib"
    )
    return tuple(sorted(path for path in paths if path and path != "/"))


def warm(readable: Iterable[str], left_out: frozenset[str] = frozenset()) -> None:
    """Confine the warm worker, for good: no new privileges, no file but libraries, no call but those it needs.

    What the machine does not offer is left out here; `probe` finds out what holds. `left_out` names what tests leave out.
    """
    if "no-new-privs" not in left_out:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    if "rlimits" not in left_out:
        limits.apply_constant(0)
    with contextlib.suppress(OSError):
        kernel.drop_capabilities()
    version = landlock.abi()
    if version and "landlock" not in left_out:
        rules = landlock.Ruleset(version)
        rules.allow(
            (*program_folders(), *SYSTEM_LIBRARIES, *SYSTEM_FACTS, *readable), landlock.READ
        )
        rules.restrict()
    if "seccomp" not in left_out and _WARM:
        with contextlib.suppress(OSError):
            seccomp.install(_WARM)


def decode(
    allowed: Limits, address_space: int, own_users: bool, left_out: frozenset[str] = frozenset()
) -> None:
    """Confine a fork of the warm worker that is about to decode, for good."""
    die_with_parent()
    if "rlimits" not in left_out:
        limits.apply(allowed, address_space)
        if own_users:
            limits.apply_processes()
    if "seccomp" not in left_out and _DECODE:
        with contextlib.suppress(OSError):
            seccomp.install(seccomp.with_argument(_DECODE, _ANY_PID, os.getpid()))


def warm_for_tools(spaces: tuple[str, ...], left_out: frozenset[str] = frozenset()) -> None:
    """Confine the worker that starts tools; it reads nothing hostile, its forks get the rest of the jail."""
    if "no-new-privs" not in left_out:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if namespaces.PROCESSES in spaces:
        with contextlib.suppress(OSError):
            mounts.private()
            mounts.own_processes()


def tool(allowed: Limits, files: ToolFiles, left_out: frozenset[str] = frozenset()) -> None:
    """Confine a fork of the tool worker that is about to start its program; raises OSError without a scratch folder."""
    die_with_parent()
    room = min(allowed.output_bytes, SCRATCH_BYTES) if files.scratch else 0
    if files.scratch:
        mounts.private()
        mounts.scratch(room)
        os.chdir(mounts.SCRATCH)
    with contextlib.suppress(OSError):
        kernel.drop_capabilities()
    version = landlock.abi()
    if version and "landlock" not in left_out:
        rules = landlock.Ruleset(version)
        rules.allow((*TOOL_FOLDERS, *SYSTEM_FACTS, *files.readable, "/proc/self"), landlock.READ)
        rules.allow((*LOADERS, *files.programs), landlock.EXECUTE | landlock.READ_FILE)
        rules.allow(("/dev/null",), landlock.READ_FILE | landlock.WRITE_FILE)
        rules.allow_fd(files.item, landlock.READ_FILE)
        if files.scratch:
            rules.allow((mounts.SCRATCH,), landlock.WRITE_BENEATH)
        rules.restrict()
    if "rlimits" not in left_out:
        limits.apply_constant(room)
        limits.apply(allowed, 0, files=limits.OPEN_FILES_OF_TOOL)
    if "seccomp" not in left_out and kernel.MACHINE:
        rules_of_calls = profile.tool(os.getpid())
        with contextlib.suppress(OSError):
            seccomp.install(seccomp.program(rules_of_calls, seccomp.refuse()))
