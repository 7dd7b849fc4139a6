"""An index of an archive outside any case: prints of every file of a folder, and what a query needs to find them again.

    INDEX/format        `wf-archive/1`
    INDEX/files         one line of canonical JSON a file: place, size, time of change, digest, prints, failures
    INDEX/prints/       the prints, by digest
    INDEX/near/FORM/    a NearIndex of the codes of one form; may be deleted: it is made again from the prints

Building may be stopped at any moment and repeated: a file counts when its line is written, after its prints.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wellfounded.case.verify.prints import Printed, Printer, taken
from wellfounded.copies.copy import Copy, Pass
from wellfounded.copies.engine import Engine, Taken
from wellfounded.copies.engines import ENGINES
from wellfounded.copies.index.folder import FolderIndex
from wellfounded.copies.print import unpack
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused
from wellfounded.terms.record import RawName

FORMAT: Final = "wf-archive/1"
_SYNC_EVERY: Final = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """One file that is now in the index, or was looked at and gave nothing: how many prints, and what was not read."""

    place: str
    item: Digest
    prints: int
    failures: tuple[tuple[str, str], ...]


Tell = Callable[[Entered], None]


class Archive:
    """The index in a folder. One process builds at a time."""

    def __init__(self, folder: Path) -> None:
        """Open it; raises Mistaken `no-index` where there is none, Damaged `index`."""
        self._folder = folder
        form = folder / "format"
        if not form.is_file() or form.read_text("utf-8").strip() != FORMAT:
            raise Mistaken(
                "no-index",
                "that folder is not an index of this version",
                where=str(folder),
                next="make one: wellfounded index build DIR -o INDEX",
            )
        self._lines = self._whole_lines()
        self._near: dict[str, FolderIndex] = {}

    @classmethod
    def begin(cls, folder: Path) -> Archive:
        """Open the index in a folder, made now if the folder is new or empty; raises Mistaken `not-empty`."""
        if not (folder / "format").exists():
            if folder.exists() and any(folder.iterdir()):
                raise Mistaken(
                    "not-empty", "that folder holds other things", where=str(folder),
                    next="name a new folder for the index",
                )  # fmt: skip
            (folder / "prints").mkdir(parents=True)
            (folder / "format").write_text(FORMAT + "\n", "utf-8")
        return cls(folder)

    def __len__(self) -> int:
        """Give the number of files."""
        return len(self._lines)

    def build(self, root: Path, *, weaker: bool, pass_: Pass, tell: Tell) -> None:
        """Take the prints of every file under `root` that is new or has changed; told of each."""
        skip = self._folder.resolve()
        with Printer(weaker=weaker, pass_=pass_) as printer, self._files().open("ab") as out:
            for count, path in enumerate(_walk(root.absolute(), skip), 1):
                place, stat = shown_place(path), path.lstat()
                about = {"size": stat.st_size, "modified_ns": str(stat.st_mtime_ns), "pass": pass_}
                known = self._lines.get(place)
                if known is not None and about.items() <= known.items():
                    continue
                self._enter(place, about, printer.of(path), out, tell)
                if count % _SYNC_EVERY == 0:
                    self._sync()
        self._sync()

    def query(self, printed: Printed) -> Iterator[Copy]:
        """Give what a file has in common with files of the archive: side `a` in the archive, `b` in the query."""
        names = {line["item"]: place for place, line in reversed(self._lines.items())}
        for engine in ENGINES:
            asked = taken(printed, engine)
            if asked is None:
                continue
            index = self._index(engine)
            for item in engine.candidates(asked, index):
                held = self._taken(item, engine, names.get(str(item), ""))
                if held is not None:
                    yield from engine.compare(held, asked)

    def _enter(
        self, place: str, about: dict[str, Any], printed: Printed, out: Any, tell: Tell
    ) -> None:
        prints = []
        for one in printed.prints:
            blobs = [self._keep(data) for data in one.parts]
            prints.append({"kind": one.kind, "form": one.form, "pass": one.pass_, "blobs": blobs})
        failures = [[f.code, f.what] for f in printed.failures]
        line = {"place": place, "item": str(printed.item), "prints": prints, "failures": failures}
        out.write(canonical.encode(line | about) + b"\n")
        out.flush()
        os.fsync(out.fileno())
        self._lines[place] = line | about
        said = tuple((f.code, f.what) for f in printed.failures)
        tell(Entered(place, printed.item, len(prints), said))

    def _sync(self) -> None:
        for engine in ENGINES:
            self._index(engine).sync()

    def _index(self, engine: Engine) -> FolderIndex:
        """Give the near index of one form, with every print in it."""
        form = engine.recipe.form
        if form not in self._near:
            self._near[form] = FolderIndex(engine.recipe.width, self._folder / "near" / form)
        index = self._near[form]
        there, wanted = set(index.owners()), set()
        for line in self._lines.values():
            item = Digest.parse(line["item"])
            if any(p["form"] == form for p in line["prints"]) and item not in wanted:
                wanted.add(item)
                if item not in there and (held := self._taken(item, engine, "")) is not None:
                    index.add(item, engine.codes(held))
        for item in there - wanted:
            index.remove(item)
        return index

    def _taken(self, item: Digest, engine: Engine, place: str) -> Taken | None:
        """Give the closest print of an item, or None where it is gone or is none."""
        found = [
            p
            for line in self._lines.values()
            if line["item"] == str(item)
            for p in line["prints"]
            if p["form"] == engine.recipe.form
        ]
        if not found:
            return None
        best = next((p for p in found if p["pass"] == "dense"), found[0])
        pass_: Pass = "first" if best["pass"] == "first" else "dense"
        try:
            parts = tuple(unpack(self._bytes(blob)) for blob in best["blobs"])
        except (Refused, OSError) as exc:
            raise Damaged(
                "index",
                "a print of the index is gone or has changed",
                where=place or str(item),
                next="delete the index and build it again",
            ) from exc
        return Taken(item, place, engine.recipe.kind, engine.recipe.form, pass_, parts)

    def _files(self) -> Path:
        return self._folder / "files"

    def _whole_lines(self) -> dict[str, dict[str, Any]]:
        """Read the lines, the last of a place last; half a line, left by a process that ended, is cut off."""
        path = self._files()
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            with path.open("r+b") as file:
                file.truncate(len(whole))
        try:
            lines = [canonical.decode(line) for line in whole.splitlines()]
            return {line["place"]: line for line in lines}
        except (Refused, KeyError, TypeError) as exc:
            raise Damaged(
                "index",
                "the list of files is not as it was written",
                where=str(path),
                next="delete the index and build it again",
            ) from exc

    def _print(self, blob: str) -> Path:
        name = Digest.parse(blob).hex
        return self._folder / "prints" / name[:2] / name[2:]

    def _keep(self, data: bytes) -> str:
        blob = str(Digest.of(data))
        path = self._print(blob)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            new = path.with_suffix(".new")
            new.write_bytes(data)
            os.replace(new, path)
        return blob

    def _bytes(self, blob: str) -> bytes:
        data = self._print(blob).read_bytes()
        if str(Digest.of(data)) != blob:
            raise Refused("print", "a print has changed")
        return data


def _walk(root: Path, skip: Path) -> Iterator[Path]:
    """Give every regular file under a folder in order of name, the index itself left out; links are not followed."""
    if root.is_file() and not root.is_symlink():
        yield root
        return
    for place, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if Path(place, f).resolve() != skip)
        for name in sorted(files):
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def shown_place(place: Path) -> str:
    """Give a path as it can be printed."""
    return RawName.of_path(os.fsencode(place)).shown


def query(
    archive: Archive, files: Sequence[Path], *, weaker: bool
) -> Iterator[tuple[Printed, list[Copy]]]:
    """Give, for each file, its prints and what of the archive it has something in common with. A query is always dense."""
    with Printer(weaker=weaker) as printer:
        for file in files:
            printed = printer.of(file)
            yield printed, list(archive.query(printed))
