"""How a case lies on its disk: as it is, or encrypted. Chosen here by the file `format`, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wellfounded.disk import PLAIN, Disk, Files, OneFolder
from wellfounded.terms.errors import Mistaken
from wellfounded.vault import CASE_FORMAT, ENCRYPTED_FORMAT, FolderVault, Layout
from wellfounded.vault.encrypted import (
    EncryptedDisk,
    EncryptedFiles,
    EncryptedVault,
    Places,
    Ring,
    make_folders,
)

_ENCRYPTED = re.compile(rf"{ENCRYPTED_FORMAT}\n([0-9a-f]{{32}})\n?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Storage:
    """What writes, reads and keeps the files of one case, and the key of its databases if they are encrypted."""

    disk: Disk
    files: Files
    vault: FolderVault
    database_key: bytes | None

    @classmethod
    def of(cls, layout: Layout, disk: Disk | None, ring: Ring | None) -> Storage:
        """Give the storage of a plain case, or with a ring that of an encrypted one, over the real `disk`."""
        real = disk or OneFolder(layout.root)
        if ring is None:
            return cls(real, PLAIN, FolderVault(layout), None)
        places = Places(layout.root, ring)
        files = EncryptedFiles(places)
        vault = EncryptedVault(layout, files, places)
        return cls(EncryptedDisk(places, real), files, vault, ring.database_key())


def make_case_folders(layout: Layout, disk: Disk, *, encrypted: bool) -> None:
    """Make the folders of a new case on its real disk; `cache` comes first and says that this was begun."""
    disk.make_folder(layout.cache)
    if encrypted:
        make_folders(disk, layout.root)
    for folder in () if encrypted else layout.folders():
        disk.make_folder(folder)


def encrypted_id(layout: Layout) -> str | None:
    """Give the number of an encrypted case, or None for a plain one; raises Mistaken `no-case` or `case-format`."""
    try:
        text = layout.format_file.read_text("ascii")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError) as exc:
        raise Mistaken(
            "no-case",
            "that folder is not a case",
            where=str(layout.root),
            next="wellfounded init DIR makes one",
        ) from exc
    if text.strip() == CASE_FORMAT:
        return None
    found = _ENCRYPTED.fullmatch(text)
    if found is None:
        raise Mistaken(
            "case-format",
            f"this program reads {CASE_FORMAT} and {ENCRYPTED_FORMAT}, and this case is {text.strip()[:40]!r}",
            where=str(layout.root),
            next="use the version of the program that made it, or a newer one",
        )
    return found[1]
