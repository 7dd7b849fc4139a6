"""The folder a report is written into.

Files by relative path, and a manifest `sha256sum -c` can read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from wellfounded.report.picture import bare, suffix
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused

MANIFEST: Final = "manifest.sha256"
_PARTIAL: Final = ".partial"


@dataclass(frozen=True, slots=True)
class Contents:
    """What was written: how many files and bytes.

    And the digest of the manifest that lists them.
    """

    files: int
    octets: int
    manifest: Digest


class ReportFolder:
    """A folder that appears whole or not at all: written beside its place, then renamed into it.

    Raises Mistaken `folder-not-empty` when something is there already. After an exception nothing
    is left. Not made durable: a report can be made again.
    """

    def __init__(self, place: Path, *, private: bool = False) -> None:
        """Take where the folder shall stand; an empty folder there is replaced.

        A `private` one is for this user alone (mode 0700 where the system knows modes).
        """
        self._place = place
        self._mode = 0o700 if private else 0o777
        self._partial = place.with_name(f".{place.name}{_PARTIAL}-{os.getpid()}")
        self._files = 0
        self._octets = 0
        self._folders: set[str] = set()

    def __enter__(self) -> Self:
        """Begin an empty folder."""
        if self._place.exists() and (not self._place.is_dir() or any(self._place.iterdir())):
            raise Mistaken(
                "folder-not-empty",
                "something is there already",
                where=str(self._place),
                next="name a folder that does not exist yet",
            )
        self._place.parent.mkdir(parents=True, exist_ok=True)
        self._clear_dead()
        self._partial.mkdir(mode=self._mode)
        self._manifest = (self._partial / MANIFEST).open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put the folder in its place, or take it away if anything went wrong."""
        self._manifest.close()
        if kind is not None:
            shutil.rmtree(self._partial, ignore_errors=True)
            return
        if self._place.exists():
            self._place.rmdir()
        self._partial.rename(self._place)

    def _clear_dead(self) -> None:
        """Take away what a killed process left of a report that should have stood here."""
        prefix = f".{self._place.name}{_PARTIAL}-"
        for left in self._place.parent.iterdir():
            owner = left.name.removeprefix(prefix)
            if left.name.startswith(prefix) and owner.isdecimal() and not _alive(int(owner)):
                shutil.rmtree(left, ignore_errors=True)

    def write(self, path: str, data: bytes) -> None:
        """Write one file; `path` is relative, with forward slashes, and made by us alone."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            (self._partial / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        (self._partial / path).write_bytes(data)
        self._manifest.write(f"{hashlib.sha256(data).hexdigest()}  {path}\n")
        self._files += 1
        self._octets += len(data)

    def picture(self, data: bytes | None) -> str | None:
        """Write a derived picture stripped bare and give its path.

        None if there is none to show.
        """
        if data is None:
            return None
        try:
            data = bare(data)
        except Refused:
            return None
        name = hashlib.sha256(data).hexdigest()
        path = f"pictures/{name[:2]}/{name[:32]}{suffix(data)}"
        if not (self._partial / path).exists():
            self.write(path, data)
        return path

    def contents(self) -> Contents:
        """Give what was written so far; the manifest counts as a file."""
        self._manifest.flush()
        data = (self._partial / MANIFEST).read_bytes()
        return Contents(self._files + 1, self._octets + len(data), Digest.of(data))


def _alive(process: int) -> bool:
    """Whether a process with this number runs; where that cannot be told, it does."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
