"""The program runs on Python 3.9 and on every interpreter there is, with the standard library alone, and says the same everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, imports, read
from tests.verifier.both import lay
from tests.verifier.old_python import too_new
from tools.formats.hostile import forged, good, hostile
from wellfounded import verifier

FILE = ROOT / "src/wellfounded/verifier/wellfounded_verify.py"
HALF = FILE.with_name("wellfounded_verify_packet.py")
BAD = """
from __future__ import annotations
import tomllib
from typing import Self
def one(x: int | None) -> int | str: return x
def two(x): return isinstance(x, int | str)
list(zip([], [], strict=True))
(5).bit_count()
(5).to_bytes()
hashlib.file_digest(f, "sha256")
datetime.UTC
@dataclass(slots=True)
class A: pass
"""


def interpreters() -> dict[str, str]:
    """Give every Python from 3.9 on that this machine has, by version: on the path, in pyenv, and this one."""
    names = [f"python3.{n}" for n in range(9, 15)]
    found = [shutil.which(name) for name in names]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found += [str(p) for p in sorted(pyenv.glob("3.*/bin/python3"))]
    versions = {}
    for path in [sys.executable, *filter(None, found)]:
        asked = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True)
        version = done.stdout.strip()
        if done.returncode == 0 and tuple(map(int, version.split("."))) >= (3, 9):
            versions.setdefault(version, path)
    return versions


def test_the_program_knows_nothing_that_is_newer() -> None:
    """Neither syntax nor names nor keywords that came after 3.9."""
    assert too_new(FILE.read_text("utf-8")) == []
    assert too_new(HALF.read_text("utf-8")) == []


def test_what_is_newer_is_seen() -> None:
    """Each planted line of a bad sample is found; the annotations, which are not computed, are not. So is newer syntax."""
    assert [line.split(":")[0] for line in too_new(BAD)] == [
        f"line {n}" for n in (3, 4, 6, 7, 8, 9, 10, 11, 12)
    ]
    for text in ("match x:\n    case 1: pass", "try: pass\nexcept* OSError: pass", "type A = int"):
        assert len(too_new(text)) == 1
    assert too_new("x = 1 | 2\nzip(a, b)\n(5).to_bytes(2, 'big')") == []


def test_it_needs_the_standard_library_alone() -> None:
    """Nothing it imports is ours or anybody's, but the half that reads packets, which lies beside it."""
    halves = [m for m in read() if m.path.startswith("wellfounded/verifier/wellfounded_verify")]
    names = {name.split(".")[0] for module in halves for name, _ in imports(module)}
    assert names <= sys.stdlib_module_names
    assert len(names) > 10
    assert [len(file.read_text("utf-8").splitlines()) <= 600 for file in (FILE, HALF)] == [True] * 2
    assert verifier.program() == FILE.read_bytes()
    assert verifier.packet_half() == HALF.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("version", "python"), interpreters().items())
def test_every_interpreter_says_the_same(version: str, python: str, tmp_path: Path) -> None:
    """Exit status and output of good, forged and hostile cases and proofs are those of this interpreter."""
    vectors = [*good(4), *forged(2), *list(hostile(1))[::12]]
    for number, vector in enumerate(vectors):
        lay(vector.files, tmp_path / str(number))

    def said(interpreter: str) -> list[tuple[int, str, str]]:
        found = []
        for number in range(len(vectors)):
            command = [interpreter, "-I", "-S", str(FILE), str(number), "--json"]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
            found.append((done.returncode, done.stdout, done.stderr))
        return found

    ours = said(sys.executable)
    assert {status for status, _, _ in ours} == {3, 6}
    assert not any("Traceback" in err for _, _, err in ours)
    assert said(python) == ours
