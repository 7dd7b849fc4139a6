"""What a person offers: every file under the paths they named, in a fixed order, and what is
there but is no file.

Nothing is opened here and no symbolic link is followed. Folders are walked without recursion, names
sorted by their bytes, one sorted list of names per open folder in memory.
"""

# Paths are bytes here, because names need not be text.

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wellfounded.terms.errors import Mistaken
from wellfounded.terms.record import RawName

_SPARSE_GAP = 64 * 1024
_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISFIFO, "a named pipe, which has no bytes of its own"),
    (stat.S_ISSOCK, "a socket, which has no bytes of its own"),
    (stat.S_ISBLK, "a block device, not a file"),
    (stat.S_ISCHR, "a character device, not a file"),
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A regular file that may be received, as it stood when the walk passed it.

    `path` opens it; `name` is its name relative to the path the person gave (the last component for
    a file given by itself). `size` and `allocated` are bytes, `modified_ns` is the file system's
    time in nanoseconds since 1970. `door` is `file` (named by itself) or `folder`.
    """

    path: bytes
    name: RawName
    size: int
    modified_ns: int
    device: int
    inode: int
    allocated: int
    door: str

    @property
    def sparse(self) -> bool:
        """Whether the disk holds noticeably fewer bytes than the file has: it has holes, or is
        stored compressed.
        """
        return self.size - self.allocated >= _SPARSE_GAP


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something at a place the person named that is not received, and why.

    `code` is symlink, not-a-file, unreadable, vanished or own-case; `what` names no file or person.
    `target` holds where a symbolic link points; like `name` and `path` it is private.
    """

    name: RawName
    path: bytes
    code: str
    what: str
    target: bytes = b""


@dataclass(frozen=True, slots=True)
class _Place:
    path: bytes
    name: bytes
    door: str


def offered(
    paths: Sequence[bytes | str | Path], *, case: bytes | str | Path | None = None
) -> Iterator[Offered | NotTaken]:
    """Give every file at and under `paths`, and what is no file, in a fixed order.

    Raises Mistaken before the first result if a path is missing or lies inside the folder of
    `case`: what a case made of evidence must not come back as evidence.
    """
    own = _identity(os.fsencode(case)) if case is not None else None
    roots = [os.fsencode(path) for path in paths]
    for root in roots:
        _check_root(root, own)
    return _walk(roots, own)


def _check_root(root: bytes, own: tuple[int, int] | None) -> None:
    try:
        os.lstat(root)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise Mistaken(
            "no-such-path",
            "there is nothing at that path",
            where=os.fsdecode(root),
            next="check the spelling, and that the disk or stick is there",
        ) from exc
    except ValueError as exc:
        raise Mistaken("no-such-path", "not a path", where=repr(root), why=str(exc)) from exc
    except OSError:
        return
    if own is None:
        return
    here = os.path.realpath(root)
    while True:
        if _identity(here) == own:
            raise Mistaken(
                "own-case",
                "that path lies inside the case's own folder",
                where=os.fsdecode(root),
                why="what the case made of evidence must not come back as evidence",
                next="keep what you add outside the case's folder",
            )
        if here == os.path.dirname(here):
            return
        here = os.path.dirname(here)


def _identity(path: bytes) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _walk(roots: Sequence[bytes], own: tuple[int, int] | None) -> Iterator[Offered | NotTaken]:
    for root in roots:
        place = _Place(root, os.path.basename(os.path.normpath(root)), "file")
        seen = _look(place)
        if isinstance(seen, os.stat_result):
            yield from _tree(_Place(root, b"", "folder"), own)
        else:
            yield seen


def _tree(root: _Place, own: tuple[int, int] | None) -> Iterator[Offered | NotTaken]:
    """Walk one folder, deepest part of the current branch on top of the stack."""
    stack: list[tuple[_Place, Iterator[bytes]]] = []
    opening: _Place | None = root
    while opening is not None or stack:
        if opening is not None:
            names = _names(opening)
            if isinstance(names, NotTaken):
                yield names
            else:
                stack.append((opening, iter(names)))
            opening = None
            continue
        folder, remaining = stack[-1]
        name = next(remaining, None)
        if name is None:
            stack.pop()
            continue
        inner = folder.name + b"/" + name if folder.name else name
        place = _Place(os.path.join(folder.path, name), inner, "folder")
        seen = _look(place)
        if not isinstance(seen, os.stat_result):
            yield seen
        elif own is not None and (seen.st_dev, seen.st_ino) == own:
            yield _not_taken(
                place, "own-case", "the case's own folder, which holds no new evidence"
            )
        else:
            opening = place


def _names(folder: _Place) -> list[bytes] | NotTaken:
    try:
        names = os.listdir(folder.path)
    except OSError as exc:
        return _failed(folder, exc)
    names.sort()
    return names


def _look(place: _Place) -> Offered | NotTaken | os.stat_result:
    """Give the file or what stands in its place; a folder gives its status."""
    try:
        found = os.lstat(place.path)
    except OSError as exc:
        return _failed(place, exc)
    mode = found.st_mode
    if stat.S_ISREG(mode):
        return Offered(
            place.path,
            RawName.of_path(place.name),
            found.st_size,
            found.st_mtime_ns,
            found.st_dev,
            found.st_ino,
            _on_disk(found),
            place.door,
        )
    if stat.S_ISDIR(mode):
        return found
    if stat.S_ISLNK(mode):
        return _symlink(place)
    what = next((what for is_kind, what in _KINDS if is_kind(mode)), "not a regular file")
    return _not_taken(place, "not-a-file", what)


def _on_disk(found: os.stat_result) -> int:
    """Give the bytes the disk holds; where the system does not count blocks, the size."""
    try:
        return found.st_blocks * 512
    except AttributeError:
        return found.st_size


def _symlink(place: _Place) -> NotTaken:
    try:
        target = os.readlink(place.path)
    except OSError as exc:
        return _failed(place, exc)
    what = "a symbolic link, which is not followed; give the path it points to"
    return _not_taken(place, "symlink", what, target)


def _failed(place: _Place, error: OSError) -> NotTaken:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _not_taken(place, "vanished", "it was there and is gone")
    return _not_taken(place, "unreadable", f"could not be read: {error.strerror}")


def _not_taken(place: _Place, code: str, what: str, target: bytes = b"") -> NotTaken:
    return NotTaken(RawName.of_path(place.name), place.path, code, what, target)
