"""Linux system calls through ctypes; imports everywhere, works on Linux on x86_64 and aarch64."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys
from typing import Final

LINUX: Final = sys.platform.startswith("linux")
MACHINE: Final = {
    "x86_64": "x86_64",
    "AMD64": "x86_64",
    "aarch64": "aarch64",
    "arm64": "aarch64",
}.get(platform.machine(), "")

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_SECCOMP: Final = 22
PR_SET_NO_NEW_PRIVS: Final = 38
PR_GET_NO_NEW_PRIVS: Final = 39
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4

_CAPSET: Final = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3: Final = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None
_holding = ctypes.PyDLL(None, use_errno=True) if LINUX else None
"""The same, called without letting the interpreter's lock go."""


def call(number: int, *arguments: int | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make system call `number`; raises OSError with its errno."""
    if _libc is None:
        raise OSError(38, "no such system call here")
    result = int(_libc.syscall(ctypes.c_long(number), *map(_argument, arguments)))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, *arguments: int) -> int:
    """Call prctl(2); raises OSError."""
    if _libc is None:
        raise OSError(38, "no such system call here")
    padded = (*arguments, 0, 0, 0, 0)[:4]
    result = int(_libc.prctl(ctypes.c_int(option), *(ctypes.c_ulong(a) for a in padded)))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def fork() -> int:
    """Call fork(2) and nothing else; gives the child's number, 0 in the child; raises OSError.

    `os.fork` has every module prepare the child (locks made anew, random numbers seeded), which touches a hundred pages. Only for a
    process of one thread, which holds no lock, and whose child ends in `os._exit`.
    """
    if _holding is None:
        return os.fork()
    number = int(_holding.fork())
    if number < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return number


def trim() -> None:
    """Give free memory back to the system (malloc_trim(3)), so that a fork does not copy what nobody uses."""
    with contextlib.suppress(AttributeError):
        if _libc is not None:
            _libc.malloc_trim(ctypes.c_size_t(0))


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags`; raises OSError."""
    if _libc is None:
        raise OSError(38, "no such system call here")
    if _libc.unshare(ctypes.c_int(flags)) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def drop_capabilities() -> None:
    """Give up every capability of this process, also those a new user namespace gave; raises OSError."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = ctypes.create_string_buffer(
        _CAPABILITY_VERSION_3.to_bytes(4, sys.byteorder) + bytes(4), 8
    )
    none = ctypes.create_string_buffer(bytes(24), 24)
    call(_CAPSET[MACHINE], header, none)


def _argument(value: int | ctypes.Array[ctypes.c_char] | None) -> object:
    if isinstance(value, int):
        return ctypes.c_long(value)
    return value
