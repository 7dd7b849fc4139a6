"""Where the shared test material stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def corpora() -> Path:
    """The folder of shared material; without it the test is skipped, which fails where CI=true."""
    where = os.environ.get("WELLFOUNDED_CORPORA")
    if not where:
        pytest.skip("WELLFOUNDED_CORPORA does not name the shared test material")
    return Path(where)
