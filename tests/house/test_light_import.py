"""Importing the package and asking for help load nothing heavy: the lists of modules show it."""

import re
import subprocess
import sys

from tests.house.test_imports import DECODERS

HEAVY = DECODERS | {"numpy", "cryptography", "jinja2", "trafilatura", "segno", "opencc", "torch"}
NETWORK = {"ssl", "http.client", "urllib.request", "asyncio", "requests"}


def loaded(*arguments: str) -> set[str]:
    """Names of all modules that a fresh Python loads while it runs these arguments."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(re.findall(r"^import time:[ \d|]+\|\s+(\S+)$", done.stderr, re.MULTILINE))


def heavy(modules: set[str]) -> set[str]:
    """Those of them that are heavy, decode, or reach the network."""
    return {name for name in modules if name.split(".")[0] in HEAVY} | (modules & NETWORK)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """No decoder, no array library, no cryptography, no network; and not the command line."""
    modules = loaded("-c", "import wellfounded")
    assert heavy(modules) == set()
    assert modules & {"typer", "rich", "sqlite3"} == set()
    assert len(modules) < 250


def test_help_loads_nothing_heavy() -> None:
    """`--help` reads no decoder, no cryptography and opens no catalogue."""
    modules = loaded("-c", "from wellfounded.cli.main import main; main(['--help'])")
    assert "wellfounded.cli.main" in modules
    assert heavy(modules) == set()


def test_heavy_modules_are_seen() -> None:
    """The same look at a program that loads a decoder and the network names both."""
    seen = heavy(loaded("-c", "import zipfile, urllib.request"))
    assert {"zipfile", "urllib.request"} <= seen
