"""The project's pages as data: their links, their anchors, the commands they show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```+|~~~+)(\w*)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a `console` block and the lines of output shown under it."""

    line: str
    shown: tuple[str, ...]


def all_pages(root: Path = ROOT) -> list[Path]:
    """README, CONTRIBUTING and everything under docs/ and benchmarks/."""
    inner = [p for folder in ("docs", "benchmarks") for p in (root / folder).rglob("*.md")]
    return sorted([*root.glob("*.md"), *inner])


def links(text: str) -> Iterator[str]:
    """Targets of links and pictures, outside of code."""
    prose = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))
    for match in _LINK.finditer(prose):
        yield match[1] or match[2]


def anchors(text: str) -> set[str]:
    """The names under which the page's headings can be reached."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.add(re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-"))
    return found


def broken_links(page: Path) -> list[str]:
    """Links of a page that lead to no file, or to no heading in one."""
    text = page.read_text(encoding="utf-8")
    broken = []
    for link in links(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        missing = not target.exists()
        if missing or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)
    return broken


def commands(text: str) -> list[Command]:
    """The commands of all `console` blocks, in order: lines that start with a dollar sign.

    A backslash at the end continues a command on the next line. Other lines are output.
    """
    found: list[Command] = []
    for _, language, body in _FENCE.findall(text):
        if language != "console":
            continue
        for line in body.replace("\\\n", " ").splitlines():
            if line.startswith("$ "):
                found.append(Command(line[2:].strip(), ()))
            elif found and line.strip():
                last = found[-1]
                found[-1] = Command(last.line, (*last.shown, line.strip()))
    return found
