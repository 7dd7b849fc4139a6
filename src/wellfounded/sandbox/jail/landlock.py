"""Landlock: this process and its children reach no file but those named here (landlock(7), Linux 5.13).

Every right the running kernel knows is denied first; rules then give some back beneath a folder or for one file. From ABI 4
TCP is denied as well, from ABI 6 signals and abstract Unix sockets that lead out of the jail.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wellfounded.sandbox.jail import kernel

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1

EXECUTE: Final = 1 << 0
WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
READ: Final = READ_FILE | READ_DIR
_REMOVE_AND_MAKE: Final = 0b11_1011 << 4
MAKE_LINK: Final = 1 << 12
MOVE: Final = 1 << 13
_TRUNCATE: Final = 1 << 14
WRITE_BENEATH: Final = READ | WRITE_FILE | _REMOVE_AND_MAKE | _TRUNCATE
_FILE_RIGHTS: Final = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | 1 << 15
_FS_RIGHTS_BY_ABI: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_ALL: Final = 0b11
_SCOPE_ALL: Final = 0b11


@functools.cache
def abi() -> int:
    """The Landlock version of the running kernel; 0 where there is none. Remembered: in the jail one cannot ask."""
    try:
        return kernel.call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


class Ruleset:
    """Every right denied, then some given back; takes hold with `restrict`, for good."""

    def __init__(self, version: int) -> None:
        """Begin with everything denied that Landlock `version` knows; raises OSError."""
        self._rights = (1 << _FS_RIGHTS_BY_ABI[min(version, max(_FS_RIGHTS_BY_ABI))]) - 1
        attributes = struct.pack("=Q", self._rights)
        if version >= 4:
            attributes += struct.pack("=Q", _NET_ALL)
        if version >= 6:
            attributes += struct.pack("=Q", _SCOPE_ALL)
        buffer = ctypes.create_string_buffer(attributes, len(attributes))
        self._fd = kernel.call(_CREATE_RULESET, buffer, len(attributes), 0)

    def allow(self, paths: Iterable[str | Path], rights: int) -> None:
        """Give `rights` beneath each path; a path that is not there is left out."""
        for path in paths:
            try:
                fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            try:
                self.allow_fd(fd, rights if Path(path).is_dir() else rights & _FILE_RIGHTS)
            finally:
                os.close(fd)

    def allow_fd(self, fd: int, rights: int) -> None:
        """Give `rights` to the file or folder that is open as `fd`; raises OSError.

        A file in memory alone (memfd_create(2)) lies in no folder: no rule takes it, and none is needed.
        """
        rule = struct.pack("=Qi", rights & self._rights, fd)
        try:
            kernel.call(
                _ADD_RULE, self._fd, _PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0
            )
        except OSError as exc:
            if exc.errno != errno.EBADFD:
                raise

    def restrict(self) -> None:
        """Put this process under the rules; needs no-new-privs; raises OSError."""
        kernel.call(_RESTRICT_SELF, self._fd, 0)
        os.close(self._fd)
