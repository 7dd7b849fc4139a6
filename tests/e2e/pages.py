"""Reads the pages of a report strictly: tags that close, no script, no character that acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "wbr", "col", "source"})
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ATTRIBUTE = re.compile(r"^[a-z][a-z0-9-]*$")


class Page(HTMLParser):
    """One page: its wrongs, its links and its words."""

    def __init__(self, path: Path) -> None:
        """Read the page; raises UnicodeDecodeError if it is not UTF-8."""
        super().__init__(convert_charrefs=True)
        self.path, self.open = path, list[str]()
        self.wrongs: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        text = path.read_text(encoding="utf-8")
        if found := ACTING.search(text):
            self.wrongs.append(f"acting character {found[0]!r}")
        self.feed(text)
        self.close()
        if self.open:
            self.wrongs.append(f"not closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, its links, and what must not be there."""
        if (tag not in VOID and not (self.open and "svg" in self.open)) or tag == "svg":
            self.open.append(tag)
        if tag in {"script", "iframe", "object", "embed", "base"}:
            self.wrongs.append(f"element {tag}")
        for name, value in attrs:
            if name.startswith("on") or (not ATTRIBUTE.match(name) and "svg" not in self.open):
                self.wrongs.append(f"attribute {name}")
            if name in {"href", "src", "srcset", "poster", "action"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that is open."""
        if "svg" in self.open and tag != "svg":
            return
        if not self.open or self.open.pop() != tag:
            self.wrongs.append(f"closes {tag}")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words of the page."""
        return "".join(self.words)


def wrongs(report: Path) -> dict[str, list[str]]:
    """What is wrong with the pages of a report, by page: markup, acting characters, links that lead nowhere or out."""
    found: dict[str, list[str]] = {}
    for path in sorted(report.rglob("*.html")):
        page = Page(path)
        bad = page.wrongs + [f"link {link}" for link in page.links if not _leads(path, link)]
        if bad:
            found[str(path.relative_to(report))] = bad
    return found


def _leads(path: Path, link: str) -> bool:
    target = link.partition("#")[0]
    if ":" in target or target.startswith("/"):
        return False
    return not target or (path.parent / target).exists()
