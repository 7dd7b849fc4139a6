"""Making a case: try the folder, make the key, begin both logs. The file `format` comes last: without it there is no case."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.disk import OneFolder
from wellfounded.disk.folder import full
from wellfounded.disk.selftest import Finding, examine
from wellfounded.ledger import Draft, FolderLog, Heads, KeySigner, Writer, new_origin
from wellfounded.terms.errors import Mistaken, Unavailable
from wellfounded.vault import CASE_FORMAT, LOG_KINDS, Layout

NOT_ENCRYPTED = "This case is not encrypted: whoever has the disk can read it"
PROGRAM = "wellfounded/0.1.0"


@dataclass(frozen=True, slots=True)
class Begun:
    """A new case, what its folder does to durability and secrecy, and where its key lies."""

    case: Case
    findings: tuple[Finding, ...]
    key_file: Path


def init(root: str | Path, *, title: str = "", actor: str, home: Home | None = None) -> Begun:
    """Make a case in `root`, a new or empty folder; durable on return.

    Raises Mistaken `not-empty`, Unavailable `disk` or `folder-unfit`.
    """
    layout, home = Layout(Path(root).absolute()), home or Home.find()
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
        _build(layout, signer, actor, title)
    except OSError as exc:
        raise full(exc, layout.root) from exc
    case = Case(layout.root, home=home)
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
    ours |= {"lock", "case.toml", "format.new"}
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
            next="restore `format` from a copy of the case: it holds the one line " + CASE_FORMAT,
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
    return False


def _build(layout: Layout, signer: KeySigner, actor: str, title: str) -> None:
    disk = OneFolder(layout.root)
    disk.make_folder(layout.cache)
    for folder in layout.folders():
        disk.make_folder(folder)
    case_id = secrets.token_hex(16)
    for kind in LOG_KINDS:
        heads = Heads(layout.heads(kind))
        writer = Writer(FolderLog(layout.log(kind)), disk, heads, signer, origin=new_origin())
        body = {"case": case_id, "key": signer.public_key.hex(), "kind": kind, "program": PROGRAM}
        writer.add(Draft("opened", body=body), actor)
        writer.commit()
        heads.close()
    _write(disk, layout.settings, f"title = {_toml(title)}\n")
    temporary = layout.root / "format.new"
    _write(disk, temporary, CASE_FORMAT + "\n")
    disk.barrier()
    disk.rename(temporary, layout.format_file)
    disk.barrier()


def _write(disk: OneFolder, path: Path, text: str) -> None:
    file = disk.create(path)
    file.write(text.encode())
    file.close()


def _toml(text: str) -> str:
    """Give a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    )
