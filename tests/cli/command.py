"""Runs the command line in this process, as a person would type it."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from wellfounded.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON Lines it printed."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*words: str | Path, home: Path, by: str = "mina", stdin: str = "") -> Ran:
    """Run `wellfounded WORDS` with a home of its own."""
    out, err = io.StringIO(), io.StringIO()
    environment = {"WELLFOUNDED_HOME": str(home), "WELLFOUNDED_BY": by}
    with (
        patch.dict("os.environ", environment),
        patch.object(sys, "stdin", io.StringIO(stdin)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main([str(w) for w in words])
        except SystemExit as exc:
            status = int(exc.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())
