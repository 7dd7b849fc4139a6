"""Making a case: try the folder, make the key, begin both logs. The file `format` comes last: without it there is no case."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.opening import keep_off_the_disk
from wellfounded.case.storage import Storage, make_case_folders
from wellfounded.disk import Disk, OneFolder
from wellfounded.disk.folder import full
from wellfounded.disk.selftest import Finding, examine
from wellfounded.ledger import Draft, FolderLog, Heads, KeySigner, Writer, new_origin
from wellfounded.terms.errors import Mistaken, Unavailable
from wellfounded.vault import CASE_FORMAT, ENCRYPTED_FORMAT, LOG_KINDS, Layout
from wellfounded.vault.encrypted import ACCESS, KEPT, Access, Entrance, Ring

NOT_ENCRYPTED = "This case is not encrypted: whoever has the disk can read it"
PROGRAM = "wellfounded/0.1.0"
_KEPT_BY_INIT = 16


@dataclass(frozen=True, slots=True)
class Begun:
    """A new case, what its folder does to durability and secrecy, and where its key lies."""

    case: Case
    findings: tuple[Finding, ...]
    key_file: Path


def init(
    root: str | Path,
    *,
    title: str = "",
    actor: str,
    home: Home | None = None,
    entrance: Entrance | None = None,
) -> Begun:
    """Make a case in `root`, a new or empty folder; durable on return. With the `entrance` of its first person it is encrypted.

    Raises Mistaken `not-empty`, Unavailable `disk` or `folder-unfit`.
    """
    layout, home = Layout(Path(root).absolute()), home or Home.find()
    ring = None if entrance is None else Ring.new()
    if ring is not None:
        keep_off_the_disk()
        home = home.serving(ring)
    try:
        _make_room(layout)
        findings = examine(layout.root)
        unfit = [f for f in findings if f.stops]
        if unfit:
            raise Unavailable(
                "folder-unfit",
                "this folder cannot hold a case",
                where=str(layout.root),
                why="; ".join(f.what for f in unfit),
                next="choose a folder on a local disk",
            )
        signer = KeySigner.new()
        key_file = home.keys.keep(signer)
        disk = OneFolder(layout.root)
        storage = Storage.of(layout, disk, ring)
        make_case_folders(layout, disk, encrypted=ring is not None)
        form = CASE_FORMAT + "\n"
        if ring is not None and entrance is not None:
            Access(layout.root, disk).begin(ring, entrance)
            form = f"{ENCRYPTED_FORMAT}\n{secrets.token_hex(16)}\n"
        _build(layout, storage, signer, actor, title, form)
    except OSError as exc:
        raise full(exc, layout.root) from exc
    case = Case(layout.root, home=home, ring=ring)
    for log in case.logs.values():
        home.remember(log.note(), log.checkpoint())
    return Begun(case, findings, key_file)


def _make_room(layout: Layout) -> None:
    """Make the folder, or take an empty one, or one in which an `init` was interrupted."""
    if layout.format_file.exists():
        raise Mistaken(
            "not-empty",
            "there is a case in that folder already",
            where=str(layout.root),
            next="add to it: wellfounded -C DIR add FILES",
        )
    layout.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    ours = {p.relative_to(layout.root).parts[0] for p in layout.folders()}
    ours |= {"lock", "case.toml", "format.new", KEPT, ACCESS}
    there = set(os.listdir(layout.root))
    if there - ours or (there and not (layout.root / "cache").is_dir()):
        raise Mistaken(
            "not-empty",
            "that folder is not empty",
            where=str(layout.root),
            next="name a new folder; evidence is added afterwards, with wellfounded add",
        )
    if _holds_evidence(layout):
        raise Mistaken(
            "not-empty",
            "that folder holds a case whose file `format` is missing",
            where=str(layout.root),
            next="restore `format` from a copy of the case"
            + (f": it holds the one line {CASE_FORMAT}" if layout.log("custody").is_dir() else ""),
        )
    for name in there:
        path = layout.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    os.chmod(layout.root, 0o700)


def _holds_evidence(layout: Layout) -> bool:
    """Whether more lies here than an interrupted `init` leaves: a file received or made, or a log that went on."""
    for folder in (layout.vault, layout.root / "private", layout.out):
        if any(path.is_file() for path in folder.rglob("*")):
            return True
    for kind in LOG_KINDS:
        checkpoint = layout.log(kind) / "checkpoint"
        if checkpoint.is_file() and checkpoint.read_text("utf-8").split("\n")[1:2] != ["1"]:
            return True
    kept = layout.root / KEPT
    return kept.is_dir() and len(os.listdir(kept)) > _KEPT_BY_INIT


def _build(
    layout: Layout, storage: Storage, signer: KeySigner, actor: str, title: str, form: str
) -> None:
    disk = storage.disk
    case_id = secrets.token_hex(16)
    for kind in LOG_KINDS:
        heads = Heads(layout.heads(kind), storage.database_key)
        writer = Writer(
            FolderLog(layout.log(kind), storage.files), disk, heads, signer, origin=new_origin()
        )
        body = {"case": case_id, "key": signer.public_key.hex(), "kind": kind, "program": PROGRAM}
        writer.add(Draft("opened", body=body), actor)
        writer.commit()
        heads.close()
    _write(disk, layout.settings, f"title = {_toml(title)}\n")
    temporary = layout.root / "format.new"
    _write(disk, temporary, form)
    disk.barrier()
    disk.rename(temporary, layout.format_file)
    disk.barrier()


def _write(disk: Disk, path: Path, text: str) -> None:
    file = disk.create(path)
    file.write(text.encode())
    file.close()


def _toml(text: str) -> str:
    """Give a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    )
