"""Encrypted cases that must be refused: the golden one with a few files changed, the same bytes every time.

A folder `encrypted-case/CODE/` holds the files that stand in place of those of tests/golden/case-2, and in `gone` the names of files that
are not there. A reader refuses to open the case with CODE, or finds CODE when it checks it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

from wellfounded.disk import OneFolder
from wellfounded.terms.digest import Digest
from wellfounded.vault import Layout
from wellfounded.vault.encrypted import Access, Passphrase, Places, Ring
from wellfounded.vault.encrypted.age import open_header, read_header
from wellfounded.vault.encrypted.stream import Decrypting

GOLDEN = Path(__file__).parents[2] / "tests" / "golden"
CASE = GOLDEN / "case-2"
PASSPHRASE = (GOLDEN / "passphrase-2.txt").read_text("utf-8").strip()
LETTER = Digest.of(b"The gate was blue.\n")
REPLY = Digest.of(b"The gate was green.\n")
GONE = "gone"
_SECRET, _RING = 214, 2249

Changed = Mapping[str, bytes | None]


def vectors() -> dict[str, Changed]:
    """Give what is changed of the golden case, by the code it must be refused with; None takes a file away."""
    ring = _ring()
    letter, reply, checkpoint = (_name(ring, path) for path in _paths(CASE))
    own = _own(ring)
    return {
        "age-header": {letter: _bytes(letter)[:100]},
        "age-mac": {letter: _other_letter(letter, _header(letter) - 10)},
        "age-payload": {letter: _flipped(letter, -1)},
        "age-no-match": {letter: _bytes("access/0")[_SECRET : _SECRET + _RING]},
        "object-size": {letter: _bytes(reply)},
        "object-missing": {letter: None},
        "checkpoint-missing": {checkpoint: None},
        "access-missing": {own: None},
        "access-form": {own: _bytes(own)[:-1]},
        "no-access": {own: _other_letter(own, _bytes(own).index(b"\n--- ") - 10)},
    }


def write(folder: Path) -> None:
    """Write the vectors below a folder."""
    for code, changed in vectors().items():
        (folder / code).mkdir(parents=True)
        for name, data in changed.items():
            path = folder / code / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is not None:
                path.write_bytes(data)
        gone = sorted(name for name, data in changed.items() if data is None)
        if gone:
            (folder / code / GONE).write_text("".join(f"{name}\n" for name in gone), "utf-8")


def _ring() -> Ring:
    return Access(CASE, OneFolder(CASE)).open([Passphrase(PASSPHRASE)])


def _paths(root: Path) -> tuple[Path, Path, Path]:
    layout = Layout(root)
    return layout.object(LETTER), layout.object(REPLY), layout.log("custody") / "checkpoint"


def _name(ring: Ring, path: Path) -> str:
    return Places(CASE, ring).found(path).relative_to(CASE).as_posix()


def _own(ring: Ring) -> str:
    """Give the file of the one person who can open the case: without it nobody can."""
    return next(name for name in (f"access/{n}" for n in range(8)) if _handle(ring, name))


def _handle(ring: Ring, name: str) -> str:
    """Give whose file it is: "" for nobody's."""
    data = _bytes(name)[_SECRET + _RING :]
    header = read_header(file := io.BytesIO(data))
    about = Decrypting(file, header.length, len(data), open_header(header, ring)).readall()
    return str(json.loads(about)["handle"])


def _bytes(name: str) -> bytes:
    return (CASE / name).read_bytes()


def _header(name: str) -> int:
    with (CASE / name).open("rb") as file:
        return read_header(file).length


def _other_letter(name: str, at: int) -> bytes:
    """Give a file with another letter in a base64 text of its header."""
    data = bytearray(_bytes(name))
    data[at] = ord("B") if data[at] == ord("A") else ord("A")
    return bytes(data)


def _flipped(name: str, at: int) -> bytes:
    data = bytearray(_bytes(name))
    data[at] ^= 1
    return bytes(data)
