"""The words of a web page or mail in HTML, block by block, and the remote addresses it would
have called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from lxml import etree

_BLOCKS: Final = frozenset(
    "address article blockquote br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table td th title tr ul".split()
)
_SILENT: Final = frozenset({"script", "style", "head", "template", "noscript"})
_PIECE: Final = 1 << 20
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


class Events(Protocol):
    """What is told of a page as it is read, from front to back."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends; elements without an end mark end at once."""

    def data(self, data: str) -> None:
        """Words stand there."""


def tell(markup: str, events: Events) -> None:
    """Read `markup` in time linear to its length; broken markup tells what can be read."""
    target: Any = _Target(events)
    parser = etree.HTMLParser(target=target, no_network=True, huge_tree=True)
    try:
        for at in range(0, len(markup), _PIECE):
            parser.feed(markup[at : at + _PIECE].replace("\0", "\ufffd"))
        parser.close()
    except etree.LxmlError:
        return


class _Target:
    """Passes on what the parser calls, tags and attributes as text."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def start(self, tag: Any, attrib: Any) -> None:
        self._events.start(str(tag), {str(k): str(v) for k, v in attrib.items()})

    def end(self, tag: Any) -> None:
        self._events.end(str(tag))

    def data(self, data: str) -> None:
        self._events.data(data)

    def comment(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass


def words_of(markup: str) -> Words:
    """Give the words of `markup`; broken markup gives what can be read."""
    reader = _Reader()
    tell(markup, reader)
    reader.end_block()
    return Words(tuple(reader.blocks), tuple(dict.fromkeys(reader.remote)))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.remote: list[str] = []
        self._words: list[str] = []
        self._silent = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.end_block()
        wanted = _FETCHED.get(tag, ())
        self.remote += [v for n, v in attributes.items() if n in wanted and _is_remote(v)]

    def end(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag in _BLOCKS:
            self.end_block()

    def data(self, data: str) -> None:
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
