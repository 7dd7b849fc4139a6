"""Runs one named program on one item in a jailed fork of the tool worker: profile `tool`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wellfounded.sandbox.jail import confine, mounts
from wellfounded.terms.decoding import Limits

NOT_STARTED: Final = 127
"""The exit status of a fork that could not start its program."""

_ITEM_PATH: Final = "/proc/self/fd/0"
_ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "TMPDIR": mounts.SCRATCH,
}


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """What the fork is told about the program."""

    program: str
    arguments: tuple[str, ...]
    interpreters: tuple[str, ...]
    readable: tuple[str, ...]
    environment: Mapping[str, str]
    scratch: bool
    limits: Limits

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> ToolRequest:
        """Read the request as the near side wrote it."""
        return cls(
            said["program"],
            tuple(said["arguments"]),
            tuple(said["interpreters"]),
            tuple(said["readable"]),
            dict(said["environment"]),
            said["scratch"],
            Limits(**said["limits"]),
        )


def run(request: ToolRequest, item: int, pipe: int, left_out: frozenset[str]) -> None:
    """Become the program: item on standard input, pipe on standard output. Returns only where it cannot start."""
    with contextlib.suppress(OSError):
        os.lseek(item, 0, os.SEEK_SET)
    os.dup2(item, 0)
    os.dup2(pipe, 1)
    os.close(item)
    os.close(pipe)
    program = os.path.realpath(request.program)
    arguments = [_filled(argument) for argument in request.arguments]
    allowed = confine.ToolFiles(
        programs=(program, *_interpreters(program), *request.interpreters),
        readable=request.readable,
        item=0,
        scratch=request.scratch,
    )
    confine.tool(request.limits, allowed, left_out)
    os.execve(program, [request.program, *arguments], _ENVIRONMENT | dict(request.environment))


def _filled(argument: str) -> str:
    return argument.replace("{item}", _ITEM_PATH).replace("{scratch}", mounts.SCRATCH)


def _interpreters(program: str) -> tuple[str, ...]:
    """Give the interpreter a script names in its first line (execve(2)), and what `env` would find."""
    with open(program, "rb") as file:
        line = file.readline(256)
    if not line.startswith(b"#!"):
        return ()
    words = line[2:].decode("utf-8", "replace").split()
    found = [os.path.realpath(words[0])] if words else []
    if len(words) > 1 and words[0].endswith("/env"):
        found.append(os.path.realpath(os.path.join("/usr/bin", words[1])))
    return tuple(found)
