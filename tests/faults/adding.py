"""One `add` of 25 files, what it must leave, and whether a case on disk keeps what was promised of it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import wellfounded.case.preserve.add as adding
from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import Received, Tell, add
from wellfounded.case.preserve.check import check
from wellfounded.case.protect.access import by_key
from wellfounded.disk import Disk, OneFolder
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import WellfoundedError
from wellfounded.vault.encrypted import Identity, Ring
from wellfounded.vault.encrypted.names import path_of

FILES = 25
COMMIT_EVERY = 9
BEFORE = 244
GIVER, NOTE = "s7", "handed over at the ferry"
BIG = 2 << 20


@dataclass(frozen=True)
class Kept:
    """One receipt as it lies in the case: where the file was, its digest, its name, giver and note."""

    path: str
    digest: str
    name: str
    giver: str
    note: str


@dataclass(frozen=True)
class Ground:
    """A case before the `add`, the home of its key, and the files to be given."""

    root: Path
    home: Home
    given: Path
    ring: Ring | None = None

    def copy(self, place: Path) -> Ground:
        """Give a fresh case and home like these in a new folder."""
        shutil.copytree(self.root, place / "case")
        shutil.copytree(self.home.folder, place / "home")
        return Ground(place / "case", Home(place / "home"), self.given, self.ring)

    def opened(self, disk: Disk | None = None) -> Case:
        """Open the case, without flushing anything: no test here waits for a real disk."""
        disk = disk or Unflushed(self.root)
        return Case(self.root, home=self.home, disk=disk, ring=self.ring)


class Unflushed(OneFolder):
    """The real disk without its barrier."""

    def barrier(self) -> None:
        """Do nothing."""


def ground(place: Path, *, encrypted: bool = False) -> Ground:
    """Make the case, plain or encrypted: 244 entries, so that the `add` passes the end of a tile, and two of its files received before."""
    given = place / "given"
    for folder in ("", "letters", "pictures"):
        (given / folder).mkdir(parents=True)
    for n in range(FILES):
        folder = ("", "letters", "pictures")[n % 3]
        data = b"letter %d\n" % n * (1 + n * 20)
        if n in (5, 17):
            data = b"the same words twice\n"
        if n == 11:
            data = bytes(range(256)) * (BIG // 256)
        if n == 20:
            data = b""
        (given / folder / f"{n:02d}.txt").write_bytes(data)
    home = Home(place / "home")
    own = by_key("mina", str(Identity.new().recipient)) if encrypted else None
    made = init(place / "case", title="Trial", actor="mina", home=home, entrance=own)
    made.case.close()
    here = Ground(place / "case", home, given, made.case.ring)
    with here.opened() as case:
        with Batch(case, "mina") as batch:
            for n in range(BEFORE - 3):
                batch.add(Event("weaker-jail", body={"held": [], "missing": [str(n)]}))
            batch.commit()
        add(case, [given / "00.txt", given / "letters" / "04.txt"], actor="mina")
    return here


def give(case: Case, given: Path, tell: Tell = lambda _: None) -> adding.Added:
    """Run the `add` in commits of nine."""
    usual, adding.BATCH_FILES = adding.BATCH_FILES, COMMIT_EVERY
    try:
        receipt = state({"source": GIVER, "note": NOTE})
        return add(case, [given], actor="mina", receipt=receipt, tell=tell)
    finally:
        adding.BATCH_FILES = usual


def receipts(case: Case) -> list[Kept]:
    """Give the receipts of the `add`, from the log and the private values."""
    found = []
    for entry in case.custody.entries(BEFORE - 2):
        values = case.reveal("custody", entry)
        if entry.type == "received" and values.get("giver"):
            path = bytes.fromhex(values["path"]["bytes_hex"])
            digest = str(entry.about[0][0])
            name = values["name"]["shown"]
            found.append(Kept(os.fsdecode(path), digest, name, values["giver"], values["note"]))
    return sorted(found, key=lambda k: k.path)


def as_told(told: Received, given: Path) -> tuple[str, str]:
    """Give path and digest of what the program said was received."""
    return os.path.join(given, told.name.shown), str(told.digest)


@dataclass(frozen=True)
class Left:
    """What a finished `add` leaves: receipts, objects, entries, and the names of all files but the cache and the segments."""

    receipts: list[Kept]
    objects: list[Digest]
    entries: int
    files: list[str]


def left(case: Case) -> Left:
    """Look at a case after the `add`."""
    files = []
    for place, _, names in os.walk(case.root):
        for name in names:
            files.append(_meant(case, os.path.relpath(os.path.join(place, name), case.root)))
    shown = [f for f in files if not f.startswith(("cache/", "private/"))]
    objects = [stored.digest for stored in case.vault.walk()]
    return Left(receipts(case), objects, case.custody.checkpoint().size, sorted(shown))


def _meant(case: Case, name: str) -> str:
    """Give the path a file of an encrypted case stands for, of a plain one its own."""
    if case.ring is None:
        return name
    short = name.removeprefix("kept/").removeprefix("vault/").replace("/", "")
    return path_of(case.ring, short) or name


def broken(here: Ground, acknowledged: list[tuple[str, str]]) -> list[str]:
    """Say what of the promise a case does not keep as it was left: acknowledged and whole, nothing partial to be seen."""
    with here.opened() as case:
        found = check(case, full=True)
        wrong = [
            f"{f.verdict} {f.code}: {f.what} {f.where}" for f in found.findings if _bad(f.verdict)
        ]
        if wrong:
            return wrong
        held = {(k.path, k.digest) for k in receipts(case) if (k.giver, k.note) == (GIVER, NOTE)}
        return [
            f"told and not there: {path}"
            for path, digest in acknowledged
            if (path, digest) not in held
        ]


def unfinished(here: Ground, wanted: Left) -> list[str]:
    """Run the same `add` again and say how the case differs from one in which nothing went wrong.

    After a run that had ended it would be a new one; then whatever is written next clears what is left.
    """
    try:
        with here.opened() as case:
            if _is_complete(case):
                Batch(case, "mina").__exit__(None, None, None)
            else:
                give(case, here.given)
            found = check(case, full=True)
            now = left(case)
    except WellfoundedError as exc:
        return [f"the second run ends with {exc.code}: {exc}"]
    wrong = [f"{f.verdict} {f.code}: {f.where}" for f in found.findings if f.verdict != "unknown"]
    for name in ("receipts", "objects", "entries", "files"):
        one, other = getattr(now, name), getattr(wanted, name)
        if one != other:
            wrong.append(f"{name}: {_difference(one, other)}")
    return wrong


def _difference(one: object, other: object) -> str:
    if isinstance(one, list) and isinstance(other, list):
        more, less = [x for x in one if x not in other], [x for x in other if x not in one]
        return f"more {more[:5]}, less {less[:5]}, {len(one)} instead of {len(other)}"
    return f"{one!r} instead of {other!r}"


def _bad(verdict: str) -> bool:
    return verdict in {"damaged", "withdrawn"}


def _is_complete(case: Case) -> bool:
    return not list(case.layout.incoming.glob("*.run")) and len(receipts(case)) == FILES
