"""How commands speak: plain lines for people, JSON Lines for programs, progress only on a terminal, errors as one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from wellfounded.terms.errors import WellfoundedError

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


class Say:
    """Standard output of one command."""

    def __init__(self, as_json: bool) -> None:
        """Take whether to print JSON Lines."""
        self.as_json = as_json

    def line(self, text: str = "") -> None:
        """Print a line for people; nothing under --json."""
        if not self.as_json:
            sys.stdout.write(visible(text) + "\n")

    def record(self, kind: str, /, **fields: Any) -> None:
        """Print a record under --json; nothing for people."""
        if self.as_json:
            text = json.dumps({"type": kind, "v": 1, **fields}, ensure_ascii=False)
            sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")

    @contextmanager
    def progress(self, what: str) -> Iterator[Bar]:
        """Give a progress bar on a terminal, and a silent one elsewhere."""
        if self.as_json or not sys.stderr.isatty():
            yield _Silent()
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            yield _Shown(shown, shown.add_task(what, total=None))


class Bar(Protocol):
    """Progress of one long step."""

    def at(self, done: int, total: int | None = None, what: str | None = None) -> None:
        """Show how far it is."""


class _Silent:
    def at(self, done: int, total: int | None = None, what: str | None = None) -> None:
        """Show nothing."""


class _Shown:
    def __init__(self, shown: Any, task: Any) -> None:
        self._shown, self._task = shown, task

    def at(self, done: int, total: int | None = None, what: str | None = None) -> None:
        """Show how far it is."""
        fields: Mapping[str, Any] = {"description": what} if what else {}
        self._shown.update(self._task, completed=done, total=total, **fields)


def visible(text: str) -> str:
    """Make control and override characters of evidence harmless and visible in a terminal."""
    if text.isprintable():
        return text
    return "".join(_mark(c) for c in text)


def _mark(char: str) -> str:
    if char.isprintable() or char in "\n\t":
        return char
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"


def error_line(error: WellfoundedError, as_json: bool) -> str:
    """Give the one line an error is on standard error."""
    if as_json:
        return json.dumps(error.to_json(), ensure_ascii=False)
    return visible(f"error [{error.code}]: {error}").replace("\n", " ")


def size(count: int) -> str:
    """Give a number of bytes as people read it."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{count} bytes" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def clock(microseconds: int) -> str:
    """Give an instant by this computer's clock, in UTC, to the second."""
    from wellfounded.terms.moment import utc

    return utc(microseconds // 1_000_000 * 1_000_000).local.replace("T", " ") + " UTC"


def plural(count: int, one: str, many: str = "") -> str:
    """Give `1 file` or `2 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
