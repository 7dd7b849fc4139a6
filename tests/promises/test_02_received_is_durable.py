"""Promise 2: when the program says "received", pulling the plug the next instant does not lose it.

What a power cut can do is tried in tests/faults on a modelled disk, and each barrier is shown to be needed there. Here: that the
program asks the real system for those barriers, in that order, before it says anything.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.disk import OneFolder, folder

_CALLS = "openat,open,creat,write,rename,renameat,renameat2,syncfs,fsync,fdatasync,dup,close"
_PROGRAM = (
    "import os, sys; from pathlib import Path; from wellfounded.case.home import Home;"
    "from wellfounded.case.folder import open_case; from wellfounded.case.preserve.add import add;"
    "case = open_case(sys.argv[1], home=Home(Path(sys.argv[2])));"
    "add(case, [sys.argv[3]], actor='mina', tell=lambda t: os.write(1, b'RECEIVED\\n'))"
)


def _given(tmp_path: Path) -> Path:
    given = tmp_path / "given"
    given.mkdir()
    for n in range(3):
        (given / f"{n}.txt").write_bytes(b"evidence %d" % n)
    return given


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is a program for Linux")
def test_the_system_is_asked_to_flush_before_anything_is_said(tmp_path: Path) -> None:
    """As the kernel saw it: bytes, flush, names, flush, checkpoint renamed, flush, and only then `received`."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: make system")
    home = Home(tmp_path / "home")
    init(tmp_path / "case", actor="mina", home=home).case.close()
    seen = tmp_path / "calls"
    command = ["strace", "-y", "-s", "64", "-e", f"trace={_CALLS}", "-o", str(seen), sys.executable]
    command += ["-c", _PROGRAM, str(tmp_path / "case"), str(home.folder), str(_given(tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = seen.read_text("utf-8", "replace").splitlines()
    received = _first(lines, r'^write\(1<.*"RECEIVED')
    flushes = [
        n for n, line in enumerate(lines) if re.match(r"syncfs\(.*= 0", line) and n < received
    ]
    written = _all(lines, r'^write\(\d+<[^>]*/incoming/[0-9a-f]{16}/\d+>, "evidence')
    named = _all(lines, r'^rename(at2?)?\(.*incoming/.*/vault/[0-9a-f]{2}/[0-9a-f]{62}"')
    committed = _first(lines, r'^rename(at2?)?\(.*custody/checkpoint\.new".*custody/checkpoint"')
    assert (len(written), len(named), len(flushes)) == (3, 3, 3)
    order = [
        max(written),
        flushes[0],
        min(named),
        max(named),
        flushes[1],
        committed,
        flushes[2],
        received,
    ]
    assert order == sorted(order)


def _all(lines: list[str], form: str) -> list[int]:
    return [n for n, line in enumerate(lines) if re.search(form, line)]


def _first(lines: list[str], form: str) -> int:
    found = _all(lines, form)
    assert found, form
    return found[0]


@pytest.mark.parametrize("has_syncfs", [True, False])
def test_every_barrier_reaches_the_disk_on_any_system(
    has_syncfs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has one call for all it is used once a barrier; elsewhere each file and folder touched is flushed by itself."""
    home = Home(tmp_path / "home")
    init(tmp_path / "case", actor="mina", home=home).case.close()
    asked: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        asked.append(
            os.readlink(f"/proc/self/fd/{descriptor}") if os.path.isdir("/proc/self") else ""
        )
        real(descriptor)

    whole = (lambda path: asked.append("everything")) if has_syncfs else None
    monkeypatch.setattr(folder, "_syncfs", lambda: whole)
    monkeypatch.setattr(os, "fsync", fsync)
    with Case(tmp_path / "case", home=home, disk=OneFolder(tmp_path / "case")) as case:
        add(case, [_given(tmp_path)], actor="mina", tell=lambda _: asked.append("told"))
        items = [s.digest for s in case.vault.walk()]
    before = asked[: asked.index("told")]
    if has_syncfs:
        assert before == ["everything"] * 3
        return
    root = str((tmp_path / "case").resolve())
    flushed = [path.removeprefix(root + "/") for path in before]
    written = [
        n for n, p in enumerate(flushed) if re.fullmatch(r"vault/incoming/[0-9a-f]{16}/\d", p)
    ]
    folders = [flushed.index(f"vault/{item.hex[:2]}") for item in items]
    last = len(flushed) - 1 - flushed[::-1].index("custody")
    assert len(written) == 3
    assert (
        max(written) < min(folders) <= max(folders) < flushed.index("custody/checkpoint.new") < last
    )
