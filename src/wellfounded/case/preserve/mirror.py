"""Copying a case to another disk: objects first and checked while copied, logs last, so that a cut-off copy is never taken for whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wellfounded import verifier
from wellfounded.case.folder import Case
from wellfounded.case.storage import Storage, encrypted_id, make_case_folders
from wellfounded.disk import OneFolder, read
from wellfounded.disk.folder import full
from wellfounded.ledger import FolderLog, tiles
from wellfounded.ledger.log import CHECKPOINT, make_folders
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.vault import LOG_KINDS, Layout, Stored
from wellfounded.vault.encrypted import ACCESS, KEPT
from wellfounded.vault.objects import CHUNK

_TOGETHER = 512


@dataclass(slots=True)
class Mirrored:
    """What a mirror run did: objects copied, already there, removed because they were withdrawn, and those damaged here."""

    copied: int = 0
    bytes: int = 0
    present: int = 0
    removed: int = 0
    damaged: list[str] = field(default_factory=list)


Progress = Callable[[int], None]


def mirror(case: Case, target: str | Path, progress: Progress = lambda size: None) -> Mirrored:
    """Bring a copy of the case in `target` up to date; durable on return. The cache is not copied: `build` makes it again.

    Raises Mistaken `not-empty` for a folder with something else, `own-case` for one inside the case, Damaged `mirror-ahead` for a copy that holds another history.
    """
    there = Layout(Path(target).absolute())
    if there.root.resolve().is_relative_to(case.root.resolve()):
        raise Mistaken(
            "own-case",
            "a copy inside the case's own folder is no second copy",
            where=str(there.root),
            next="name a folder elsewhere, best on another disk",
        )
    try:
        with case.lock():
            return _Mirror(case, there, progress).go()
    except OSError as exc:
        raise full(exc, there.root) from exc


def access_files(case: Case) -> list[Path]:
    """Give the files of people of an encrypted case; a plain one has none."""
    return sorted(p for p in (case.root / ACCESS).glob("*") if p.name.isdecimal())


def _segments(paths: Iterable[Path]) -> set[str]:
    """Give the names of segments of personal values; one still under its temporary name is none."""
    return {path.name for path in paths if path.suffix == ".jsonl"}


class _Mirror:
    """One run."""

    def __init__(self, case: Case, there: Layout, progress: Progress) -> None:
        self._case, self._there, self._progress = case, there, progress
        self._result = Mirrored()
        self._written: dict[Path, Path] = {}
        there.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        real = OneFolder(there.root)
        storage = Storage.of(there, real, case.ring)
        self._disk, self._files = storage.disk, storage.files
        self._prepare()
        make_case_folders(there, real, encrypted=case.is_encrypted)
        self._clear_cut_off()

    def go(self) -> Mirrored:
        for stored in self._case.vault.walk():
            self._object(stored)
        for kind in LOG_KINDS:
            self._private(kind)
        self._name_written()
        for kind in LOG_KINDS:
            self._log(kind)
        for path in (
            self._case.layout.settings,
            self._case.layout.aliases,
            *access_files(self._case),
        ):
            if self._case.files.exists(path):
                self._put(self._there.root / path.relative_to(self._case.root), path)
        self._name_written()
        self._put(self._there.format_file, self._case.layout.format_file)
        for kind in LOG_KINDS:
            self._private(kind, rewritten=True)
        self._name_written()
        for kind in LOG_KINDS:
            for left in self._log_there(kind).leftovers():
                self._disk.remove(left)
        self._remove_withdrawn()
        self._verifier()
        self._disk.barrier()
        return self._result

    def _verifier(self) -> None:
        """Put the program beside the copy that checks it without us, anew if it is another version's."""
        path, data = self._there.root / verifier.NAME, verifier.program()
        if path.exists() and path.read_bytes() == data:
            return
        self._disk.remove(path)
        file = self._disk.create(path)
        file.write(data)
        file.close()

    def _prepare(self) -> None:
        """Refuse a folder that is in use for something else, or holds a history ours does not continue."""
        there = self._there
        if not there.format_file.exists():
            ours = {p.relative_to(there.root).parts[0] for p in there.folders()}
            ours |= {there.settings.name, there.aliases.name, "format.new", ACCESS, KEPT}
            if set(os.listdir(there.root)) - ours:
                raise Mistaken("not-empty", "that folder is not empty", where=str(there.root))
            return
        if encrypted_id(there) != encrypted_id(self._case.layout):
            raise Mistaken("not-empty", "that folder holds another case", where=str(there.root))
        for kind in LOG_KINDS:
            here = self._case.logs[kind]
            mine, its = here.checkpoint(), self._log_there(kind).checkpoint()
            same = mine.origin == its.origin and its.size <= mine.size
            if not same or here.root_at(its.size) != its.root:
                raise Damaged(
                    "mirror-ahead",
                    "the copy holds a history that this case does not continue",
                    where=str(there.root),
                    next="check both copies; nothing was changed in either",
                )

    def _object(self, stored: Stored) -> None:
        path = self._there.object(stored.digest)
        if self._is_there(path, stored.size):
            self._result.present += 1
            return
        if not path.parent.is_dir():
            self._disk.make_folder(path.parent)
        temporary = self._there.incoming / f"{stored.digest.hex}.new"
        if self._copied(stored.digest, temporary):
            self._written[temporary] = path
            self._result.copied += 1
            self._result.bytes += stored.size
            self._progress(stored.size)
            if len(self._written) == _TOGETHER:
                self._name_written()
        else:
            self._disk.remove(temporary)
            self._result.damaged.append(str(stored.digest))

    def _is_there(self, path: Path, size: int) -> bool:
        try:
            return self._files.size(path) == size
        except Damaged:  # an encrypted file that was torn: it is copied again
            return False

    def _copied(self, digest: Digest, temporary: Path) -> bool:
        running = hashlib.sha256()
        file = self._disk.create(temporary)
        with self._case.vault.open(digest) as source:
            while data := source.read(CHUNK):
                running.update(data)
                file.write(data)
        file.close()
        return running.digest() == digest.raw

    def _private(self, kind: str, *, rewritten: bool = False) -> None:
        """Copy segments: new ones before the log that needs them, rewritten ones after the log that says what was destroyed."""
        here, there = self._case.layout.private(kind), self._there.private(kind)
        names = _segments(self._case.files.walk(here))
        for name in sorted(names):
            if rewritten or not self._files.exists(there / name):
                self._put(there / name, here / name)
        if rewritten:
            for stale in _segments(self._files.walk(there)) - names:
                self._disk.remove(there / stale)

    def _log(self, kind: str) -> None:
        here, there = self._case.layout.log(kind), self._there.log(kind)
        names = list(tiles.names_for(self._case.logs[kind].checkpoint().size))
        make_folders(self._disk, there, names)
        for name in names:
            if not self._files.exists(there / name):
                self._put(there / name, here / name)
        self._name_written()
        self._put(there / CHECKPOINT, here / CHECKPOINT)
        self._name_written()

    def _put(self, path: Path, source: Path) -> None:
        """Copy a small file under a temporary name, unless it is there with these bytes; `_name_written` gives it its name."""
        data = read(self._case.files, source)
        if self._holds(path, data):
            return
        temporary = path.with_name(path.name + ".new")
        file = self._disk.create(temporary)
        file.write(data)
        file.close()
        self._written[temporary] = path

    def _holds(self, path: Path, data: bytes) -> bool:
        try:
            return self._files.exists(path) and read(self._files, path) == data
        except Damaged:
            return False

    def _log_there(self, kind: str) -> FolderLog:
        return FolderLog(self._there.log(kind), self._files)

    def _clear_cut_off(self) -> None:
        """Remove what a run that was cut off left unnamed."""
        there = self._there
        parts = (there.incoming, *(f(k) for k in LOG_KINDS for f in (there.log, there.private)))
        left = [p for part in parts for p in self._files.walk(part) if p.suffix == ".new"]
        singles = ("format", "case.toml", "aliases.txt", *(f"{ACCESS}/{n}" for n in range(8)))
        left += [there.root / f"{name}.new" for name in singles]
        for path in sorted(left):
            self._disk.remove(path)

    def _name_written(self) -> None:
        """Give their names to the files written since the last time: all earlier ones, and their own bytes, are durable first."""
        self._disk.barrier()
        for temporary, path in self._written.items():
            self._disk.rename(temporary, path)
        self._written = {}

    def _remove_withdrawn(self) -> None:
        for entry in self._case.custody.entries():
            if entry.type != "withdrawn":
                continue
            for digest in (Digest.parse(d) for d in entry.body["objects"]):
                path = self._there.object(digest)
                if self._files.exists(path) and self._case.vault.stat(digest) is None:
                    self._disk.remove(path)
                    self._result.removed += 1
