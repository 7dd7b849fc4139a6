"""Opening an encrypted case: with keys that are given, with what `wellfounded open` keeps, or by asking. And what a process then keeps off the disk."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wellfounded.case.asking import ASK
from wellfounded.disk import OneFolder
from wellfounded.terms.errors import Unavailable, WellfoundedError
from wellfounded.vault.encrypted import Access, Opener, Ring, session

MEMORY_FOLDER: Final = "/dev/shm"
_SET_DUMPABLE: Final = 4


def ring_of(root: Path, number: str, openers: Sequence[Opener] = ()) -> Ring:
    """Give the keys of the encrypted case in `root`; raises Unavailable `locked-case`, Mistaken `no-access`, Damaged `access-missing`."""
    keep_off_the_disk()
    access, ask = Access(root, OneFolder(root)), ASK.get()
    if not openers:
        openers = ask(False)
    if not openers and (ring := _kept(access, number)) is not None:
        return ring
    openers = openers or ask(True)
    if not openers:
        raise locked(root)
    return access.open(openers)


def locked(root: Path) -> Unavailable:
    """Give the error for an encrypted case without its keys."""
    return Unavailable(
        "locked-case",
        "this case is encrypted and locked",
        where=str(root),
        next="wellfounded open, on a terminal; or --passphrase-file FILE, or --identity FILE, before the command",
    )


def keep_off_the_disk() -> None:
    """Let nothing of this process and its programs reach the disk in the clear: no core dump, temporary files in memory.

    Where a system has no folder in memory, temporary files stay where they are: `unkept` says so.
    """
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    if _has_memory_folder():
        tempfile.tempdir = MEMORY_FOLDER
        os.environ["SQLITE_TMPDIR"] = MEMORY_FOLDER


def unkept() -> list[str]:
    """Give what of an open encrypted case this computer may write to its disk in the clear, as sentences."""
    found = []
    if not _has_memory_folder():
        found.append(
            "Temporary files of programs lie on the disk while the case is open: this system has no folder in memory"
        )
    with contextlib.suppress(OSError):
        if len(Path("/proc/swaps").read_text("ascii").splitlines()) > 1:
            found.append(
                "Swap is on: what is in memory while the case is open may be written to it; encrypt it or switch it off"
            )
    return found


def _has_memory_folder() -> bool:
    return sys.platform.startswith("linux") and os.access(MEMORY_FOLDER, os.W_OK)


def _kept(access: Access, number: str) -> Ring | None:
    """Give what `wellfounded open` keeps of a case, unless somebody was removed since."""
    secret = session.kept(number)
    if secret is None:
        return None
    try:
        ring = Ring.decode(secret)
        return ring if access.is_current(ring) else None
    except WellfoundedError:
        return None
