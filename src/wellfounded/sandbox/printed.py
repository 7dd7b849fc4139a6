"""What a tool printed, counted against its limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wellfounded.sandbox.task import Tool
from wellfounded.sandbox.tooling import NOT_STARTED
from wellfounded.terms.decoding import OverLimit
from wellfounded.terms.record import Failure

LARGEST_KEPT: Final = 256 * 1024**2
"""The most a tool may print where nobody takes it as it comes, in bytes."""


class Printed:
    """Keeps or hands on the standard output of a tool."""

    def __init__(self, tool: Tool, take: Callable[[bytes], None] | None) -> None:
        """Keep what comes, or hand it to `take`."""
        self._tool = tool
        self._take = take
        self._kept: list[bytes] = []
        self._size = 0
        allowed = tool.limits.output_bytes
        self._allowed = allowed if take is not None else min(allowed, LARGEST_KEPT)

    @property
    def kept(self) -> bytes:
        """What was printed, if nobody took it."""
        return b"".join(self._kept)

    @property
    def settled(self) -> bool:
        """Never true: only its end tells that a program has printed all."""
        return False

    def feed(self, data: bytes | memoryview) -> None:
        """Take the next bytes; raises OverLimit."""
        data = bytes(data)
        self._size += len(data)
        if self._size > self._allowed:
            raise OverLimit("output_bytes", self._allowed)
        if self._take is None:
            self._kept.append(data)
        else:
            self._take(data)

    def conclude(self, status: int) -> Failure | None:
        """Give no failure for any exit status (`Outcome.status` has it), but for a program that did not start."""
        if status == NOT_STARTED:
            return Failure(self._tool.stage, "crashed", "the program could not be started")
        return None

    def abandon(self, failure: Failure) -> None:
        """Do nothing: what was printed before is kept."""
