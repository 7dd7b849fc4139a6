"""Writing a proof where somebody can take it: a folder or a zip, with the program that checks it and a page on how."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from wellfounded import verifier
from wellfounded.case.folder import Case
from wellfounded.case.proof.prove import Proven
from wellfounded.terms.errors import Mistaken

READ_ME = "READ-ME.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def files_of(proven: Proven) -> dict[str, bytes]:
    """Give every file that is handed out, by name: the proof, the program, the page."""
    page = resources.files("wellfounded.verifier").joinpath(READ_ME).read_bytes()
    return {**proven.files, READ_ME: page, verifier.NAME: verifier.program()}


def write(files: Mapping[str, bytes], target: Path) -> None:
    """Write files into a new folder, or into a new zip if `target` is called .zip; raises Mistaken `exists`.

    The same files give the same zip.
    """
    refuse_taken(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".zip":
        _whole(target, zipped(files))
        return
    target.mkdir()
    for name, data in sorted(files.items()):
        path = target / name
        path.parent.mkdir(exist_ok=True)
        _whole(path, data)


def refuse_taken(target: Path) -> None:
    """Refuse a path where there is something; raises Mistaken `exists`."""
    if os.path.lexists(target):
        raise Mistaken(
            "exists", "there is something at that path", where=str(target), next="name a new one"
        )


def refuse_plain_inside(case: Case, target: Path, what: str) -> None:
    """Refuse to write something for others, called `what`, into the folder of an encrypted case; raises Mistaken `plain-inside`."""
    if case.is_encrypted and target.absolute().resolve().is_relative_to(case.root.resolve()):
        raise Mistaken(
            "plain-inside",
            f"{what} is not encrypted, and that place lies inside the encrypted case",
            where=str(target),
            next="name a place elsewhere",
        )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Give the zip of some files: sorted, dated 1980-01-01, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _whole(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
