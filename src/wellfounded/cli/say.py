"""How commands speak: plain lines for people, JSON Lines for programs, progress only on a terminal, errors as one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol
from unicodedata import category

from wellfounded.terms.errors import WellfoundedError

_KEPT = "\t\u200c\u200d"
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


class Say:
    """Standard output of one command."""

    def __init__(self, as_json: bool) -> None:
        """Take whether to print JSON Lines."""
        self.as_json = as_json

    def line(self, text: str = "") -> None:
        """Print one line for people, whatever stands in it; nothing under --json."""
        if not self.as_json:
            sys.stdout.write(visible(text) + "\n")

    def text(self, text: str, indent: str = "") -> None:
        """Print text that may have several lines, each behind `indent`; nothing under --json."""
        for line in text.split("\n"):
            self.line(indent + line)

    def record(self, kind: str, /, **fields: Any) -> None:
        """Print a record under --json; nothing for people."""
        if self.as_json:
            sys.stdout.write(_json({"type": kind, "v": 1, **fields}) + "\n")

    def flush(self) -> None:
        """Hand on what was said: for commands that stay."""
        sys.stdout.flush()

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
    """Make text of evidence one harmless line: control and override characters, line breaks too, stand as \\xNN, \\uNNNN.

    Blanks of other scripts and the joiners that Persian and Indian scripts need stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(c if _plain(c) else _mark(c) for c in text)


def _plain(char: str) -> bool:
    return char.isprintable() or char in _KEPT or category(char) == "Zs"


def _mark(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _json(record: Mapping[str, Any]) -> str:
    """Give one line of JSON; what a terminal might act on stands as its escape, which says the same."""
    text = json.dumps(record, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(c if _plain(c) else json.dumps(c)[1:-1] for c in text)


def error_line(error: WellfoundedError, as_json: bool) -> str:
    """Give the one line an error is on standard error."""
    if as_json:
        return _json(error.to_json())
    return visible(f"error [{error.code}]: {error}")


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
