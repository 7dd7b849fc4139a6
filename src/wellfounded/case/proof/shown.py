"""A checkpoint somebody shows: a file, a picture or PDF with its QR code, a proof, a report, a copy of the case, a stamp beside its checkpoint."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellfounded.case.preserve.checked import Checked
from wellfounded.case.proof.stamp import kind_of
from wellfounded.intake.open import reading
from wellfounded.ledger import note, proof
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms import record
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import (
    CannotCheck,
    Mistaken,
    Refused,
    Unavailable,
    WellfoundedError,
)
from wellfounded.terms.record import Fact, RawName

_DECODER = "wellfounded.extract.untrusted.qr"
_LIMITS = Limits(wall_s=60, cpu_s=60, pages=500)
_IN_A_FOLDER = ("checkpoint", "custody.checkpoint", "custody/checkpoint", "work/checkpoint")
_TOKENS = (".tsr", ".ots", ".cosig")
_MAX_TOKEN = 1 << 18


@dataclass(frozen=True, slots=True)
class Shown:
    """A signed checkpoint, where it was found, and the stamps on it that were shown with it: (kind, bytes, file name)."""

    name: str
    note: bytes
    stamps: tuple[tuple[str, bytes, str], ...] = ()


def shown(paths: Iterable[Path], result: Checked) -> list[Shown]:
    """Give every checkpoint in what was shown; what holds none, or cannot be read, becomes a finding `checkpoint-…`."""
    found: list[Shown] = []
    for path in paths:
        try:
            found += _in_folder(path) if path.is_dir() else _in_file(path)
        except OSError as exc:
            result.note("unknown", "checkpoint-unread", "it could not be read", str(exc))
        except WellfoundedError as exc:
            code = exc.code if exc.code.startswith("checkpoint-") else "checkpoint-unread"
            step = f"; {exc.next}" if exc.next else ""
            result.note(
                "unknown", code, f"no checkpoint could be read: {exc.what}{step}", path.name
            )
    return found


def _in_folder(folder: Path) -> Iterator[Shown]:
    files = [folder / name for name in _IN_A_FOLDER if (folder / name).is_file()]
    stamped = sorted((folder / "stamps").glob("*.checkpoint"))
    if not files and not stamped:
        step = "name a folder of a proof, a report or a copy of the case, or a file"
        raise CannotCheck("checkpoint-none", "that folder holds none", next=step)
    for path in files + stamped:
        signed = path.read_bytes()
        note.parse(signed)
        beside = [path.with_suffix(s) for s in _TOKENS if path in stamped]
        stamps = tuple(_stamp(token) for token in beside if token.is_file())
        yield Shown(f"{folder.name}/{path.relative_to(folder)}", signed, stamps)


def _in_file(path: Path) -> Iterator[Shown]:
    with path.open("rb") as file:
        start = file.read(note.MAX_NOTE_BYTES + 1)
    try:
        note.parse(start)
    except Refused as exc:
        yield from _other(path, start, exc)
    else:
        yield Shown(path.name, start)


def _other(path: Path, start: bytes, why: Refused) -> Iterator[Shown]:
    """Find a checkpoint in what is not one itself."""
    if start.startswith(b"c2sp.org/tlog-proof@"):
        yield Shown(path.name, proof.parse(start).checkpoint)
    elif path.suffix in _TOKENS:
        beside = path.with_suffix(".checkpoint")
        if not beside.is_file():
            step = f"put the checkpoint file it is about beside it, as {beside.name}"
            raise CannotCheck(
                "checkpoint-none", "that is a stamp without its checkpoint", next=step
            )
        signed = beside.read_bytes()
        note.parse(signed)
        yield Shown(path.name, signed, (_stamp(path),))
    elif start.startswith(b"PK\x03\x04"):
        step = "unpack it, and name the folder"
        raise CannotCheck("checkpoint-form", "that is an archive", next=step)
    elif _is_text(start):
        raise why
    else:
        yield from _in_picture(path)


def _in_picture(path: Path) -> Iterator[Shown]:
    found = []
    for text in _codes(path):
        signed = text.encode()
        try:
            note.parse(signed)
        except Refused:
            continue
        found.append(Shown(path.name, signed))
    if not found:
        step = "photograph the QR code from nearer and straight on, or type its text into a file"
        raise CannotCheck("checkpoint-none", "no QR code of a checkpoint is in it", next=step)
    yield from found


def _codes(path: Path) -> list[str]:
    """Give the text of each QR code in a picture or PDF, read in the jail."""
    kept = _Codes()
    try:
        sandbox = Sandbox([_DECODER], _LIMITS)
    except Unavailable as exc:
        step = "read the QR code with a telephone and type its text into a file"
        raise CannotCheck("checkpoint-unread", exc.what, why=exc.why, next=step) from exc
    with sandbox as box, reading(os.fsencode(path)) as original:
        size = path.stat().st_size
        name = RawName.of_path(os.fsencode(path.name)).shown
        task = Task(_DECODER, Digest.of(b""), size, name=name, limits=_LIMITS, stage="qr")
        outcome = box.read(task, original.fd, kept)
    if outcome.failure is not None and not kept.texts:
        failure = outcome.failure
        raise CannotCheck("checkpoint-unread", failure.what, next=failure.next)
    return kept.texts


class _Codes:
    """Collects the codes of one picture."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def on_record(self, found: dict[str, Any]) -> None:
        one = record.from_json(found)
        if isinstance(one, Fact) and one.name == "qr":
            self.texts.append(str(one.value))

    def on_blob(self, data: bytes) -> None:
        pass

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        pass

    def on_member_data(self, data: bytes) -> None:
        pass

    def on_member_end(self, digest: Digest, size: int) -> None:
        pass

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        pass


def _stamp(path: Path) -> tuple[str, bytes, str]:
    with path.open("rb") as file:
        data = file.read(_MAX_TOKEN + 1)
    if len(data) > _MAX_TOKEN:
        raise Mistaken("stamp-form", f"a stamp has at most {_MAX_TOKEN} bytes", where=path.name)
    return kind_of(data), data, path.name


def _is_text(start: bytes) -> bool:
    return not any(byte < 9 for byte in start[:512]) and start[:4] not in (b"%PDF",)
