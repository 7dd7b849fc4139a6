"""The words of a web page or mail in HTML, block by block, and the remote addresses it would
have called.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    "address article blockquote br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table td th title tr ul".split()
)
_SILENT: Final = frozenset({"script", "style", "head", "template", "noscript"})
_FETCHED: Final = {
    "img": ("src",),
    "link": ("href",),
    "iframe": ("src",),
    "body": ("background",),
    "table": ("background",),
    "td": ("background",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The blocks of text in order, and the addresses that opening the page would have called."""

    blocks: tuple[str, ...]
    remote: tuple[str, ...]


def words_of(markup: str) -> Words:
    """Give the words of `markup`; broken markup gives what can be read."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.end_block()
    return Words(tuple(reader.blocks), tuple(dict.fromkeys(reader.remote)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.remote: list[str] = []
        self._words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag in _BLOCKS:
            self.end_block()
        wanted = _FETCHED.get(tag, ())
        self.remote += [v for n, v in attrs if n in wanted and v and _is_remote(v)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        if tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def end_block(self) -> None:
        """Close the block of text under way."""
        block = " ".join("".join(self._words).split())
        self._words.clear()
        if block:
            self.blocks.append(block)


def _is_remote(address: str) -> bool:
    return address.strip().lower().startswith(("http:", "https:", "//", "ftp:"))
