"""What is installed from a wheel is all of the package: templates and the sample case included."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, SRC


def _shipped(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in (folder / PACKAGE).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built offline by the pinned build tool."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    """Each file under src/wellfounded is in it, whatever its kind, and nothing else but metadata."""
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == _shipped(SRC)


def test_the_wheel_carries_licence_and_notice(wheel: zipfile.ZipFile) -> None:
    """Who gets the wheel gets what NOTICE says about codecs and libraries."""
    names = [name.rpartition("/")[2] for name in wheel.namelist()]
    assert {"LICENSE", "NOTICE"} <= set(names)
