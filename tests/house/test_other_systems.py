"""Everything but hostile decoding imports where there is no fork, no fcntl and no Unix flags, as on Windows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
ABSENT = ("fcntl", "resource", "termios", "pwd", "grp", "pty", "tty")
FLAGS = ("O_NOFOLLOW", "O_NOCTTY", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY")
CALLS = ("fork", "setsid", "getuid", "geteuid", "memfd_create", "pidfd_open", "syncfs")

_PROGRAM = """
import importlib, os, pathlib, sys, types
sys.path.insert(0, sys.argv[1])
absent, gone = sys.argv[2].split(","), sys.argv[3].split(",")

class Without:
    def find_spec(self, name, path=None, target=None):
        if name in absent:
            raise ModuleNotFoundError(name)
        return None

import subprocess, tempfile, multiprocessing, sqlite3, socket, ctypes, json, concurrent.futures  # load what Python itself needs first
import typer, rich, cryptography, jinja2
for name in absent:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Without())
for name in gone:
    if hasattr(os, name):
        delattr(os, name)
sys.platform = "win32"
sys.modules["msvcrt"] = types.ModuleType("msvcrt")
root = pathlib.Path(sys.argv[1]) / "wellfounded"
count = 0
for file in sorted(root.rglob("*.py")):
    parts = file.relative_to(root.parent).with_suffix("").parts
    if "untrusted" in parts or "__main__" in parts or parts[1:3] == ("sandbox", "jail"):
        continue
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    importlib.import_module(name)
    count += 1
print(count)
"""


def _imports(absent: tuple[str, ...], gone: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", _PROGRAM, str(SRC), ",".join(absent), ",".join(gone)]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)


def test_every_room_but_the_decoders_imports_elsewhere() -> None:
    """With the Unix-only modules and flags taken away every module still loads; taking away json would be seen."""
    ran = _imports(ABSENT, FLAGS + CALLS)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout) > 80
    assert _imports((*ABSENT, "hashlib"), FLAGS).returncode != 0
