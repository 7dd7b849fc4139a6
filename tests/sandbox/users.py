"""Runs harness.py as root and as a user without rights."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
_NEEDED = ("src/wellfounded/__init__.py", "src/wellfounded/terms", "src/wellfounded/sandbox")


def report_of(user: str) -> dict[str, Any] | str:
    """Give what harness.py printed when it ran as `root` or `unprivileged`, or why that cannot be."""
    uid = os.getuid()
    if user == "root" and uid != 0:
        return "only root can run it as root"
    drop: dict[str, Any] = {}
    if user == "unprivileged" and uid == 0:
        drop = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    with tempfile.TemporaryDirectory(prefix="wellfounded-user-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _copy_program(folder / "program")
        for own in ("own", "temporary"):
            (folder / own).mkdir()
            if drop:
                os.chown(folder / own, NOBODY, NOBODY)
        python = _interpreter(drop)
        if python is None:
            return "no Python 3.11 that such a user may run"
        return _run(python, folder, drop)


def _run(python: str, folder: Path, drop: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [python, "-m", "tests.sandbox.harness", str(folder / "own")],
        cwd=folder / "program",
        env={
            "PYTHONPATH": str(folder / "program"),
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder / "own"),
            "TMPDIR": str(folder / "temporary"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **drop,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _copy_program(folder: Path) -> None:
    """Copy what the harness imports to where any user may read it."""
    ignore = shutil.ignore_patterns("__pycache__")
    for path in _NEEDED:
        source, target = ROOT / path, folder / Path(path).relative_to("src")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignore)
        else:
            shutil.copy(source, target)
    # The one library of the program's terms, which is compiled for this version of Python.
    shutil.copytree(Path(msgspec.__file__).parent, folder / "msgspec", ignore=ignore)
    (folder / "tests").mkdir()
    (folder / "tests" / "__init__.py").touch()
    shutil.copytree(ROOT / "tests/sandbox", folder / "tests/sandbox", ignore=ignore)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _interpreter(drop: dict[str, Any]) -> str | None:
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            done = subprocess.run([python, "-I", "-c", new_enough], cwd="/", **drop, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None
