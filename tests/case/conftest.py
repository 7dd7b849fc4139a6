"""A small case to work on, with its own home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home of its own, so that no test sees another's keys."""
    return Home(tmp_path / "home")


@pytest.fixture
def case(tmp_path: Path, home: Home) -> Iterator[Case]:
    """A new, empty case."""
    with init(tmp_path / "case", title="Trial", actor="mina", home=home).case as made:
        yield made
