"""A skipped test fails the run where CI=true, and prints its reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

_TEST = "import pytest\ndef test_a(): pytest.skip('no probe here')\n"
_MODULE = "import pytest\npytest.importorskip('no_such_probe')\n"


def _run(file: Path, *arguments: str, ci: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), str(file), *arguments]
    env = os.environ | {"CI": ci}
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(("text", "arguments"), [(_TEST, ("-n", "1")), (_MODULE, ())])
def test_a_skip_fails_the_run_on_ci_only(
    text: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    """The same file passes or fails by CI alone, in one process and in several."""
    file = tmp_path / "test_probe.py"
    file.write_text(text)
    here = _run(file, *arguments, ci="")
    there = _run(file, *arguments, ci="true")
    assert here.returncode in {0, 5}, here.stdout
    assert there.returncode == 1, there.stdout
    assert "SKIPPED" in there.stdout
    assert "probe" in there.stdout
