"""What a power cut can leave on a disk: the recorded calls of a command, replayed with everything unflushed dropped or reordered.

The model knows only this: what was done before the last barrier is there. After it

- each name in each folder stands, independently of every other name, at any point of its own history (so a rename may have reached the
  disk on one side, a later file may be there and an earlier one not, a folder may be lost with what is in it);
- the bytes of each file that were written after the barrier are there, are missing (the file is empty or ends early), or are zeros, in
  blocks of 4,096 bytes independently.

Real file systems keep more order than that. A case must not need it.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.adding import Unflushed
from wellfounded.disk import NewFile

BLOCK = 4096
Site = tuple[str, int]


@dataclass(frozen=True)
class Call:
    """One recorded call: a name gets a value (a file's number, a folder, nothing), a file gets bytes, a barrier, or something told."""

    kind: str
    name: str = ""
    value: int | str | None = None
    data: bytes = b""
    site: Site = ("", 0)
    told: object = None


@dataclass
class Trace:
    """The calls of one command, and the bytes of the files it found."""

    calls: list[Call] = field(default_factory=list)

    def sites(self) -> list[Site]:
        """Give the places in the source that asked for a barrier, as (file and function, line)."""
        return sorted({call.site for call in self.calls if call.kind == "barrier"})


class RecordingDisk(Unflushed):
    """A disk that does what it is asked and writes it down."""

    def __init__(self, root: Path, trace: Trace) -> None:
        super().__init__(root)
        self._root_, self.trace = root, trace
        self._standing: dict[str, int | str | None] = {}
        self._count = 0

    def make_folder(self, path: Path) -> None:
        there = path.is_dir()
        super().make_folder(path)
        if not there:
            self._names(path, "folder")

    def create(self, path: Path) -> NewFile:
        file = super().create(path)
        self._count += 1
        self._names(path, self._count)
        return _RecordedFile(file, self._count, self.trace)

    def rename(self, source: Path, target: Path) -> None:
        super().rename(source, target)
        value = self._standing[self._name(source)]
        self._names(target, value)
        self._names(source, None)

    def remove(self, path: Path) -> None:
        there = path.exists()
        super().remove(path)
        if there:
            self._names(path, None)

    def barrier(self) -> None:
        frame = sys._getframe(1)
        if frame.f_back is not None and "encrypted" in Path(frame.f_code.co_filename).parts:
            frame = frame.f_back  # who asked the encrypting disk
        site = (Path(frame.f_code.co_filename).stem + "." + frame.f_code.co_name, frame.f_lineno)
        self.trace.calls.append(Call("barrier", site=site))

    def _names(self, path: Path, value: int | str | None) -> None:
        self._standing[self._name(path)] = value
        self.trace.calls.append(Call("name", self._name(path), value))

    def _name(self, path: Path) -> str:
        return os.path.relpath(path, self._root_)


class _RecordedFile:
    def __init__(self, real: NewFile, number: int, trace: Trace) -> None:
        self._real, self._number, self._trace = real, number, trace

    def write(self, data: bytes | memoryview) -> None:
        self._real.write(data)
        self._trace.calls.append(Call("data", value=self._number, data=bytes(data)))

    def close(self) -> None:
        self._real.close()


@dataclass(frozen=True)
class State:
    """What is on the disk after a power cut: what each changed name is, the bytes of each new file, and what was told before."""

    names: dict[str, int | str | None]
    files: dict[int, bytes]
    told: list[object]
    at: int

    def key(self) -> tuple[object, ...]:
        """Give what makes it another state than others."""
        names = frozenset(self.names.items())
        used = {v for v in self.names.values() if isinstance(v, int)}
        return (
            names,
            frozenset((n, hashlib.sha256(self.files[n]).digest()) for n in used),
            len(self.told),
        )


class Crashes:
    """The states a trace can be cut off in. `missing` are the sites whose barriers are taken away: then only states after one of those."""

    def __init__(self, trace: Trace, seed: int, missing: Set[Site] = frozenset()) -> None:
        self._calls = trace.calls
        self._random = random.Random(seed)
        self._barriers = [
            n for n, c in enumerate(self._calls) if c.kind == "barrier" and c.site not in missing
        ]
        self._gone = [
            n for n, c in enumerate(self._calls) if c.kind == "barrier" and c.site in missing
        ]

    def states(self, count: int) -> Iterator[State]:
        """Give `count` different states: systematic ones around every barrier, then random ones."""
        seen = set()
        given = 0
        for state in self._all():
            if state.key() not in seen:
                seen.add(state.key())
                given += 1
                yield state
            if given == count:
                return

    def _all(self) -> Iterator[State]:
        last = len(self._calls)
        if self._gone:
            after = [min((b for b in self._barriers if b > g), default=last) for g in self._gone]
            ends = sorted({*after, *(g + 1 for g in self._gone)})
        else:
            near = {p + d for p in (0, *self._barriers, last) for d in (-1, 0, 1)}
            ends = sorted(end for end in near if 0 <= end <= last)
        for end in ends:
            yield from self._systematic(end)
        while True:
            end = self._random.choice(ends) - self._random.choice((0, 0, 1, 2, 5, 20))
            end = self._random.randrange(last + 1) if end < 0 else end
            yield self._state(end, _Chance(self._random, self._random.choice((0.1, 0.5, 0.9))))

    def _systematic(self, end: int) -> Iterator[State]:
        """All names and no bytes; all bytes and no names; each name alone, with and without bytes; all names but one."""
        for bytes_ in ("all", "none", "zeros"):
            yield self._state(end, _Fixed(bytes_))
        pending = sorted(self._histories(end)[1])
        for name in self._random.sample(pending, min(len(pending), 6)):
            for bytes_ in ("all", "zeros"):
                yield self._state(end, _Fixed(bytes_, only=name))
                yield self._state(end, _Fixed(bytes_, without=name))

    def _histories(
        self, end: int
    ) -> tuple[dict[str, int | str | None], dict[str, list[int | str | None]]]:
        """Give what each name durably is at a cut before call `end`, and what became of it since the last barrier."""
        flushed = max((b for b in self._barriers if b < end), default=-1)
        durable: dict[str, int | str | None] = {}
        pending: dict[str, list[int | str | None]] = {}
        for n, call in enumerate(self._calls[:end]):
            if call.kind == "name" and n < flushed:
                durable[call.name] = call.value
            elif call.kind == "name":
                pending.setdefault(call.name, []).append(call.value)
        return durable, pending

    def _state(self, end: int, choice: _Chance | _Fixed) -> State:
        flushed = max((b for b in self._barriers if b < end), default=-1)
        names, pending = self._histories(end)
        for name, history in pending.items():
            steps = choice.steps(name, len(history))
            if steps:
                names[name] = history[steps - 1]
        files: dict[int, bytearray] = {}
        late: dict[int, int] = {}
        for n, call in enumerate(self._calls[:end]):
            if call.kind == "name" and isinstance(call.value, int):
                files.setdefault(call.value, bytearray())
            elif call.kind == "data" and isinstance(call.value, int):
                if n > flushed:
                    late.setdefault(call.value, len(files[call.value]))
                files[call.value] += call.data
        shown = {
            number: choice.bytes(bytes(data), late[number]) if number in late else bytes(data)
            for number, data in files.items()
        }
        told = [c.told for c in self._calls[:end] if c.kind == "told"]
        return State(names, shown, told, end)


@dataclass(frozen=True)
class _Fixed:
    """One choice for all names (or one, or all but one) and one for all bytes."""

    data: str
    only: str = ""
    without: str = ""

    def steps(self, name: str, count: int) -> int:
        if self.only:
            return count if name == self.only or self.only.startswith(name + "/") else 0
        return 0 if name == self.without else count

    def bytes(self, data: bytes, start: int) -> bytes:
        if self.data == "all":
            return data
        return data[:start] if self.data == "none" else data[:start].ljust(len(data), b"\0")


@dataclass(frozen=True)
class _Chance:
    """A random choice for each name and block."""

    random: random.Random
    reached: float

    def steps(self, name: str, count: int) -> int:
        return self.random.randint(1, count) if self.random.random() < self.reached else 0

    def bytes(self, data: bytes, start: int) -> bytes:
        kind = self.random.choice(("all", "all", "none", "zeros", "early", "holes"))
        if kind in ("all", "none", "zeros"):
            return _Fixed(kind).bytes(data, start)
        if kind == "early":
            return data[: self.random.randrange(start, len(data) + 1)]
        whole = bytearray(data)
        for at in range(start - start % BLOCK, len(data), BLOCK):
            if self.random.random() < 0.5:
                end = min(at + BLOCK, len(data))
                whole[max(at, start) : end] = bytes(end - max(at, start))
        return bytes(whole)


class Materialiser:
    """Lays states out as folders, sharing equal files: nothing in a case is ever changed in place."""

    def __init__(self, start: Path, pool: Path) -> None:
        """Take the case before the command, and a folder for the shared files."""
        self._start, self._pool = start, pool
        self._folders = [os.path.relpath(p, start) for p, _, _ in os.walk(start)]
        self._files: dict[str, Path] = {}
        for place, _, names in os.walk(start):
            for name in names:
                path = Path(place, name)
                self._files[os.path.relpath(path, start)] = self._share(path.read_bytes())

    def lay(self, state: State, root: Path, skip: tuple[str, ...] = ("cache",)) -> None:
        """Make the folder `root` as the state says; what is under `skip` is left out."""
        for folder in self._folders:
            if state.names.get(folder, "folder") == "folder" and not folder.startswith(skip):
                os.makedirs(root / folder)
        for name, value in sorted(state.names.items()):
            if value == "folder" and (root / name).parent.is_dir() and not (root / name).is_dir():
                os.mkdir(root / name)
        for name, path in self._files.items():
            if name not in state.names and not name.startswith(skip):
                os.link(path, root / name)
        for name, value in state.names.items():
            if isinstance(value, int) and (root / name).parent.is_dir():
                os.link(self._share(state.files[value]), root / name)

    def unchanged(self) -> bool:
        """Say whether nobody wrote into a shared file."""
        return all(
            hashlib.sha256(path.read_bytes()).hexdigest() == path.name
            for path in self._pool.iterdir()
        )

    def _share(self, data: bytes) -> Path:
        path = self._pool / hashlib.sha256(data).hexdigest()
        if not path.exists():
            path.write_bytes(data)
        return path


def clear(folder: Path) -> None:
    """Remove a laid-out state."""
    shutil.rmtree(folder)
