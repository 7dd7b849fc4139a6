"""An opened case, kept between commands by the kernel: a key of the user's keyring (keyrings(7)), in memory that is never written out.

No process of ours has to live on, no file and no socket is left, and the kernel forgets the key at its time limit and when the computer
goes off. Any process of the same user can read it meanwhile, as it could read the case of a program that is running. Linux only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Callable
from typing import Final

from wellfounded.terms.errors import Unavailable

_CALLS: Final = {"x86_64": (248, 250), "aarch64": (217, 219), "riscv64": (217, 219)}
_USER_KEYRING: Final = -4
_REVOKE, _SETPERM, _SEARCH, _READ, _SET_TIMEOUT = 3, 5, 10, 11, 15
_FOR_THIS_USER: Final = 0x3F3F0000
_ROOM: Final = 1 << 15


def keep(case_id: str, secret: bytes, seconds: int) -> None:
    """Keep a case's keys for so long; what was kept of it is replaced. Raises Unavailable `no-session`."""
    add, control = _calls()
    number = add(b"user", _name(case_id), secret, len(secret), _USER_KEYRING)
    control(_SETPERM, number, _FOR_THIS_USER)
    control(_SET_TIMEOUT, number, seconds)


def kept(case_id: str) -> bytes | None:
    """Give what is kept of a case, or None: nothing, or nothing any more."""
    try:
        _, control = _calls()
        number = control(_SEARCH, _USER_KEYRING, b"user", _name(case_id), 0)
        room = ctypes.create_string_buffer(_ROOM)
        length = control(_READ, number, room, _ROOM)
        return room.raw[:length]
    except Unavailable:
        return None


def forget(case_id: str) -> bool:
    """Drop what is kept of a case; say whether there was anything."""
    try:
        _, control = _calls()
        control(_REVOKE, control(_SEARCH, _USER_KEYRING, b"user", _name(case_id), 0))
    except Unavailable:
        return False
    return True


def _name(case_id: str) -> bytes:
    return f"wellfounded:{case_id}".encode()


def _calls() -> tuple[Callable[..., int], Callable[..., int]]:
    """Give add_key(2) and keyctl(2); raises Unavailable `no-session` where this system has none."""
    numbers = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or numbers is None:
        raise _none("it has no kernel keyring")
    system = ctypes.CDLL(None, use_errno=True).syscall
    system.restype = ctypes.c_long

    def call(number: int, *arguments: object) -> int:
        given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        result = int(system(ctypes.c_long(number), *given))
        if result < 0:
            code = ctypes.get_errno()
            raise _none(os.strerror(code) if code != errno.ENOKEY else "nothing is kept")
        return result

    add, control = numbers
    return (lambda *a: call(add, *a)), (lambda *a: call(control, *a))


def _none(why: str) -> Unavailable:
    return Unavailable(
        "no-session",
        "this system keeps no case open between commands",
        why=why,
        next="each command asks for the passphrase, or takes it by --passphrase-file",
    )
