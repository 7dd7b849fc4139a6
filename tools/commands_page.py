"""Writes docs/lookup/commands.md from the command line itself:  python tools/commands_page.py

A test holds that the page is what this program would write.
"""

from pathlib import Path

import typer.main
from typer.testing import CliRunner

from wellfounded.cli.main import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "lookup" / "commands.md"
_runner = CliRunner(env={"COLUMNS": "100"})
_HEAD = """# Commands

Made by `python tools/commands_page.py` from what the program says itself.
[Exit codes](exit-codes.md) · [what to type into `search`](../know/search.md)
"""


def _verbs() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        found.append((name,))
        found += [(name, inner) for inner in getattr(command, "commands", {})]
    return found


def page() -> str:
    """The whole page: each command's own help, in the order of `wellfounded --help`."""
    parts = [_HEAD]
    for words in _verbs():
        told = _runner.invoke(app, [*words, "--help"], prog_name="wellfounded")
        name = " ".join(("wellfounded", *words))
        parts.append(f"## {name}\n\n```text\n{told.stdout.strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
