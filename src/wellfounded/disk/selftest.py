"""What the file system under a case does and does not do: tried once at `init`, and said aloud."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from wellfounded.disk.folder import OneFolder
from wellfounded.disk.lock import FileLock

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs", "afs"}
_VOLATILE = {"tmpfs", "ramfs"}
_SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "pcloud drive": "pCloud",
}
_SYNC_MARKS = {".dropbox": "Dropbox", ".stfolder": "Syncthing", ".sync": "Resilio Sync"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the folder: a stable code, and what it does to secrecy or durability. `stops` refuses the folder."""

    code: str
    what: str
    stops: bool = False


def examine(folder: Path) -> tuple[Finding, ...]:
    """Try what a case needs in `folder` (which must exist) and name what is missing or risky."""
    found = [*examine_place(folder), *_behaviour(folder)]
    return tuple(found)


def examine_place(folder: Path) -> list[Finding]:
    """Recognise network, volatile and synced folders by mount table, name and marks; writes nothing."""
    found = []
    kind = _file_system(folder)
    if kind in _NETWORK:
        what = f"on a network file system ({kind}): its server can read everything, and a flush is its promise, not ours"
        found.append(Finding("network-folder", what))
    if kind in _VOLATILE:
        found.append(
            Finding("volatile", f"on {kind}: a power cut or restart loses everything here")
        )
    name = _synced(folder)
    if name:
        what = (
            f"inside a folder {name} copies elsewhere: its company can read everything, deleted or "
            "withdrawn bytes may live on there, and it may change files under us"
        )
        found.append(Finding("synced-folder", what))
    return found


def _synced(folder: Path) -> str:
    for place in (folder, *folder.parents):
        lower = place.name.lower()
        for mark, name in _SYNCED.items():
            if lower == mark or lower.startswith((mark + " ", mark + "-", mark + "_")):
                return name
        for file, name in _SYNC_MARKS.items():
            if (place / file).exists():
                return name
    return ""


def _behaviour(folder: Path) -> list[Finding]:
    """Try exclusive creation, atomic replacement, locking, case and byte-exact names, and a barrier."""
    disk = OneFolder(folder)
    trial = folder / ".wellfounded-selftest"
    other = folder / ".WELLFOUNDED-selftest"
    found: list[Finding] = []
    for path in (trial, other):
        path.unlink(missing_ok=True)
    try:
        file = disk.create(trial)
        file.write(b"first")
        file.close()
        try:
            disk.create(trial).close()
            found.append(Finding("no-exclusive", "two programs can create the same file", True))
        except FileExistsError:
            pass
        if other.exists():
            found.append(Finding("case-folding", "names differing only in case are one file here"))
        disk.barrier()
        disk.rename(trial, folder / ".wellfounded-selftest2")
        disk.barrier()
        if (folder / ".wellfounded-selftest2").read_bytes() != b"first":
            found.append(Finding("not-faithful", "bytes read back differ from those written", True))
        found += _locking(folder)
    finally:
        for path in (trial, other, folder / ".wellfounded-selftest2", folder / ".wellfounded-lock"):
            path.unlink(missing_ok=True)
    return found


def _locking(folder: Path) -> list[Finding]:
    first = FileLock(folder / ".wellfounded-lock")
    second = FileLock(folder / ".wellfounded-lock")
    try:
        if not first.try_take():
            return [Finding("no-lock", "files cannot be locked here: use one program at a time")]
        if second.try_take():
            return [Finding("no-lock", "two programs can hold one lock: use one at a time", True)]
    finally:
        first.release()
        second.release()
    return []


def _file_system(folder: Path) -> str:
    """Give the type of the file system, from the kernel's mount table; empty where there is none."""
    if not sys.platform.startswith("linux"):
        return ""
    best, kind = "", ""
    real = os.path.realpath(folder)
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    for line in lines:
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
