"""The vectors of docs/formats/: every good sample is accepted and every bad one refused with its code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.both import lay, package, verifier
from tools.formats.hostile import Vector
from wellfounded.disk import OneFolder
from wellfounded.ledger import entry, note, proof
from wellfounded.terms import canonical
from wellfounded.terms.errors import WellfoundedError
from wellfounded.vault import PrivateFolder

VECTORS = Path(__file__).parent / "vectors"


def _segment(family: dict[str, Any], data: bytes, vector: dict[str, Any], folder: Path) -> None:
    path = folder / "000000000001.jsonl"
    path.write_bytes(data)
    PrivateFolder(folder, OneFolder(folder)).read(path)


def _proof(family: dict[str, Any], data: bytes, vector: dict[str, Any], folder: Path) -> None:
    key = bytes.fromhex(family["public_key"])
    proof.parse(data).check(bytes.fromhex(vector["entry_hex"]), key)


READERS: dict[str, Callable[[dict[str, Any], bytes, dict[str, Any], Path], object]] = {
    "canonical-json": lambda family, data, vector, folder: canonical.decode(data),
    "entry": lambda family, data, vector, folder: entry.read(data, family["origin"], 5),
    "checkpoint": lambda family, data, vector, folder: note.open_signed(
        data, bytes.fromhex(family["public_key"])
    ),
    "proof": _proof,
    "private-fields": _segment,
}


@pytest.mark.parametrize("name", READERS)
def test_every_vector_gets_its_verdict(name: str, tmp_path: Path) -> None:
    """Good samples are accepted, bad ones refused with the code docs/formats/ gives; there are both."""
    family = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    codes = []
    for vector in family["vectors"]:
        try:
            READERS[name](family, bytes.fromhex(vector["input_hex"]), vector, tmp_path)
            code = None
        except WellfoundedError as exc:
            code = exc.code
        assert code == vector["error"], vector["name"]
        codes.append(code)
    assert codes.count(None) >= 2
    assert len(codes) - codes.count(None) >= 5


@pytest.mark.parametrize(
    "folder",
    [p for kind in ("case", "proof") for p in sorted((VECTORS / kind).iterdir())],
    ids=lambda p: f"{p.parent.name}-{p.name}",
)
def test_every_folder_gets_the_verdict_it_is_named_by(folder: Path, tmp_path: Path) -> None:
    """Whole cases and proofs: the program that is handed out and this package refuse each under the code that is its name."""
    files = {name: (folder / name).read_bytes() for name in _files(folder)}
    code = "" if folder.name == "good" else folder.name
    vector = Vector(folder.name, folder.parent.name, files, code)
    copy = lay(files, tmp_path / "given")
    for found in (package(vector, copy, tmp_path / "away"), verifier(copy)):
        assert (code in found.codes) if code else not found.codes
        assert found.exit == (3 if code else 6)


@pytest.mark.parametrize("folder", sorted((VECTORS / "packet").iterdir()), ids=lambda p: p.name)
def test_every_packet_gets_the_verdict_it_is_named_by(folder: Path, tmp_path: Path) -> None:
    """A packet with its proof holds against its key; one of which the PDF or the proof is another is named by what is wrong."""
    good = VECTORS / "packet" / "good"
    files = {name: (good / name).read_bytes() for name in ("packet.pdf", "packet.proof")}
    files |= {name: (folder / name).read_bytes() for name in _files(folder)}
    path = lay(files, tmp_path / "given") / "packet.pdf"
    found = verifier(path, "--key", (good / "key").read_text().strip())
    unsure = {f["code"] for f in found.findings if f["verdict"] == "cannot check"}
    if folder.name == "good":
        assert (found.exit, found.codes | unsure) == (0, set())
    else:
        assert folder.name in found.codes | unsure
        assert found.exit == (6 if folder.name == "packet-file" else 3)


def _files(folder: Path) -> list[str]:
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != ".gitattributes")
    return sorted(p.relative_to(folder).as_posix() for p in found)


def test_the_vectors_are_what_their_script_makes(tmp_path: Path, monkeypatch: Any) -> None:
    """The samples can be made again byte for byte."""
    import importlib.util

    script = Path(__file__).parents[2] / "tools" / "formats" / "vectors.py"
    spec = importlib.util.spec_from_file_location("vectors", script)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    monkeypatch.setattr(made, "OUT", tmp_path)
    made.main()
    names = _files(VECTORS)
    assert names == _files(tmp_path)
    for name in names:
        assert (tmp_path / name).read_bytes() == (VECTORS / name).read_bytes(), name
