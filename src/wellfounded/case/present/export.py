"""Handing out preserved originals as a plain folder or a bag that stands for itself: files, their sums, a page, and a proof of their custody.

It is made whole beside its place and then named, so a folder that is there is whole. That files went out is an entry `exported`
about each; the proof, made after, shows it. A proof lies in `proof`, or `proof-1`, `proof-2` ... when one cannot hold all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.present import export_bag, export_page
from wellfounded.case.present.export_choose import Chosen, Form, Wanted, choose
from wellfounded.case.present.export_names import Going, name_all
from wellfounded.case.proof import handout
from wellfounded.case.proof.prove import Asked, prove
from wellfounded.disk.folder import full
from wellfounded.ledger import clock_us
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.vault.objects import CHUNK

PLACES: Final[dict[Form, str]] = {"folder": "files", "bagit": "data"}
SUMS: Final[dict[Form, str]] = {"folder": "sha256sums.txt", "bagit": export_bag.MANIFEST}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What went out and where: `manifest` is the digest of its list of sums, `handles` those its proofs name."""

    folder: Path
    files: tuple[Going, ...]
    manifest: Digest
    left_out: Mapping[str, int]
    unshown: tuple[Digest, ...]
    proofs: int
    handles: tuple[str, ...]

    @property
    def octets(self) -> int:
        """Bytes of the originals in it."""
        return sum(one.size for one in self.files)


def export(
    case: Case,
    wanted: Wanted,
    target: Path,
    *,
    actor: str,
    clock: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Exported:
    """Write what an audience may have into a new folder, and log for each item that it went out.

    Nothing is logged before every byte was read and agreed with its digest. Raises Mistaken `exists`, `own-case`, `plain-inside`, `withdrawn`,
    `nothing-to-export`; Damaged `object` for bytes that changed; Unavailable `disk`.
    """
    target = Path(os.path.abspath(target))
    handout.refuse_taken(target)
    handout.refuse_plain_inside(case, target, "what is handed out")
    _refuse_inside(case, target)
    with open_catalogue(case) as catalogue:
        chosen = choose(case, catalogue, wanted, clock_us() if clock is None else clock)
    going = tuple(
        name_all(chosen.items, received=wanted.audience == "team", folder=PLACES[wanted.form])
    )
    with _whole(target) as folder:
        sums = _files(case, folder, wanted, chosen, going, progress)
        manifest = Digest.of(sums)
        _log(case, wanted, going, manifest, actor)
        handles = _proofs(case, folder, wanted, chosen, actor)
        if wanted.form == "bagit":
            export_bag.close(folder)
    return Exported(
        target, going, manifest, chosen.left_out, chosen.unshown, len(chosen.proofs), handles
    )


def _refuse_inside(case: Case, target: Path) -> None:
    """Refuse a place among the case's own files; `out` is there for what is made from it."""
    place, root = target.resolve(), case.root.resolve()
    if place.is_relative_to(root) and not place.is_relative_to(root / "out"):
        raise Mistaken(
            "own-case",
            "that place is among the case's own files",
            where=str(target),
            next="name a folder elsewhere",
        )


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Give a folder to fill that gets its name at the end, and is gone if that is not reached."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
        try:
            yield made
            handout.refuse_taken(target)
            os.rename(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as exc:
        raise full(exc, target.parent) from exc


def _files(
    case: Case,
    folder: Path,
    wanted: Wanted,
    chosen: Chosen,
    going: Sequence[Going],
    progress: Progress,
) -> bytes:
    """Write originals, page, names and sums; give the list of sums."""
    place, listed = PLACES[wanted.form], SUMS[wanted.form]
    (folder / place).mkdir()
    lines = []
    for number, one in enumerate(going):
        progress(number, len(going))
        _copy(case, one.item, folder / one.path)
        lines.append((one.path, one.item))
    shown = bool(chosen.proofs)
    page = export_page.page(wanted.audience, proof=shown, sums=listed, folder=place)
    beside = {export_page.NAME: page}
    if wanted.audience == "team":
        beside[export_page.NAMES] = _names(going)
    if wanted.form == "bagit":
        beside |= export_bag.tag_files(one.size for one in going)
    else:
        lines += [(name, Digest.of(data)) for name, data in beside.items()]
    sums = "".join(f"{digest.hex}  {name}\n" for name, digest in sorted(lines)).encode()
    for name, data in (beside | {listed: sums}).items():
        (folder / name).write_bytes(data)
    return sums


def _names(going: Sequence[Going]) -> bytes:
    """Give the names as received, a line an item."""
    lines = (
        {"file": one.path, "item": str(one.item), "names": [name.to_json() for name in one.names]}
        for one in going
    )
    return b"".join(canonical.encode(line) + b"\n" for line in lines)


def _copy(case: Case, item: Digest, path: Path) -> None:
    """Copy an object while recomputing its digest."""
    running = hashlib.sha256()
    with case.vault.open(item) as source, path.open("xb") as file:
        while data := source.read(CHUNK):
            running.update(data)
            file.write(data)
    if running.digest() != item.raw:
        raise Damaged(
            "object",
            "the bytes of a preserved object have changed since they were received",
            where=str(item),
            why="nothing was handed out",
            next="restore this object from a mirror; do not use it until then",
        )


def _log(case: Case, wanted: Wanted, going: Sequence[Going], manifest: Digest, actor: str) -> None:
    """Write an entry about each item; one about all would show each item's receiver the digests of the others.

    So would the manifest's digest to whoever guesses what else went: it is a personal field, shown when somebody names it.
    """
    private = {"manifest": str(manifest)} | ({"to": wanted.to} if wanted.to else {})
    with Batch(case, actor) as batch:
        for one in going:
            body = {"audience": wanted.audience, "form": wanted.form}
            batch.add(Event("exported", (one.item,), body, private))
        batch.commit()


def _proofs(
    case: Case, folder: Path, wanted: Wanted, chosen: Chosen, actor: str
) -> tuple[str, ...]:
    """Write the proofs, and give the handles that stand in them."""
    handles = set()
    for number, group in enumerate(chosen.proofs, 1):
        name = "proof" if len(chosen.proofs) == 1 else f"proof-{number}"
        asked = Asked(group, whole_entries=True)  # `choose` has looked at every entry
        proven = prove(case, asked, actor=actor, to=wanted.to)
        handout.write(handout.files_of(proven), folder / name)
        handles |= {entry.actor for entry in proven.custody.entries.values()}
    return tuple(sorted(handles))
