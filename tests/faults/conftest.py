"""A case to disturb, on a memory disk where there is one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.adding import Ground, Left, give, ground, left


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder for many small cases."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="wellfounded-faults-", dir=memory if memory.is_dir() else None
    ) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def start(place: Path) -> Ground:
    """The case before the `add`; never written to."""
    (place / "start").mkdir()
    return ground(place / "start")


@pytest.fixture(scope="session")
def undisturbed(place: Path, start: Ground) -> Left:
    """What the `add` leaves when nothing goes wrong."""
    (place / "undisturbed").mkdir()
    here = start.copy(place / "undisturbed")
    with here.opened() as case:
        give(case, here.given)
        return left(case)
