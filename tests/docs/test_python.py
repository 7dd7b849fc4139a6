"""Python shown in the docs runs: the blocks of a page, in order, as one program in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import all_pages
from tests.house.tree import ROOT

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PAGES = [page for page in all_pages() if _BLOCK.search(page.read_text(encoding="utf-8"))]


def run(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the page's blocks as one program."""
    program = "\n".join(_BLOCK.findall(text))
    home = {"WELLFOUNDED_HOME": str(folder / ".home")}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=os.environ | home,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("page", _PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_programs_of_a_page_run(page: Path, tmp_path: Path) -> None:
    """No error, and each `print` prints."""
    text = page.read_text(encoding="utf-8")
    done = run(text, tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= text.count("print(")


def test_a_program_that_fails_is_seen(tmp_path: Path) -> None:
    """The page of the library is among those run; a wrong program ends with an error."""
    assert "use-as-a-library.md" in {page.name for page in _PAGES}
    assert run("```python\nraise SystemExit(3)\n```\n", tmp_path).returncode == 3
