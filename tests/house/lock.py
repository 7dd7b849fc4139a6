"""The locks in requirements/ as data."""

import re
from pathlib import Path

from tests.house.tree import ROOT

_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)")


def text(name: str) -> str:
    """The text of one lock: default, full or dev."""
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, set[str]]:
    """Every library in a lock's text, with its version: more than one where a marker chooses."""
    found: dict[str, set[str]] = {}
    for line in lock.splitlines():
        if match := _PIN.match(line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def normal(name: str) -> str:
    """A library's name in the one spelling that locks use."""
    return re.sub(r"[-_.]+", "-", name).lower()


def unhashed(lock: str) -> list[str]:
    """Pins without a SHA-256, and lines that are neither pin nor digest."""
    found = []
    logical = lock.replace("\\\n", " ").splitlines()
    for line in logical:
        if not _PIN.match(line) or not re.search(r"--hash=sha256:[0-9a-f]{64}\b", line):
            found.append(line.split(" ")[0])
    return found


PYPROJECT = Path(ROOT, "pyproject.toml")
