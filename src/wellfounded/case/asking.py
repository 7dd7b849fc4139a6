"""How whoever runs the program is asked for what opens an encrypted case. Imports nothing: the command line sets it at every start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wellfounded.vault.encrypted import Opener

Ask = Callable[[bool], "Sequence[Opener]"]
"""Gives what opens the case: named with the command (the argument is False), or asked for now (True); empty when there is nothing."""


def _nobody(now: bool) -> Sequence[Opener]:
    return ()


ASK: ContextVar[Ask] = ContextVar("ASK", default=_nobody)
