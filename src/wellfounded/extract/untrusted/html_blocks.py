"""The visible text of a page as blocks in document order, walked without recursion."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lxml import html

_UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
        "select",
        "datalist",
        "math",
        "textarea",
    ]
)
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "input",
        "button",
        "picture",
        "source",
    ]
)
_CELLS: Final = frozenset(["td", "th"])
_ASIDES: Final = frozenset(["nav", "aside", "footer", "form", "dialog", "menu"])
_HEADINGS: Final = frozenset(["h2", "h3", "h4", "h5", "h6"])
_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|text-indent\s*:\s*-\d{3,}",
    re.I,
)
_BYLINE = re.compile(r"\b(?:byline|author|writer)\b", re.I)


class Block(NamedTuple):
    """One block of visible text; `heading` is title (h1), heading (h2 to h6), byline or ''.

    `aside` says that it stands in a menu, a side column, a footer or a form.
    """

    text: str
    heading: str
    aside: bool


def is_hidden(element: html.HtmlElement) -> bool:
    """Say whether the element hides itself by attribute or its own style (style sheets are not read)."""
    if not isinstance(element.tag, str):
        return True
    if "hidden" in element.attrib:
        return True
    style = element.get("style")
    return style is not None and _STYLE.search(style) is not None


def visible_blocks(tree: html.HtmlElement) -> list[Block]:
    """Give the blocks; white space collapsed, a line break where the page has one, cells by tab."""
    walk = _Walk()
    stack: list[tuple[html.HtmlElement, bool]] = [(tree, True)]
    while stack:
        element, entering = stack.pop()
        if not entering:
            walk.leave(element)
            continue
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or is_hidden(element):
            walk.add(element.tail)
            continue
        walk.enter(element)
        stack.append((element, False))
        stack.extend((child, True) for child in reversed(element))
    walk.end_block()
    return walk.blocks


class _Walk:
    """What has been gathered on the way through a page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._headings: list[str] = []
        self._asides = 0

    def enter(self, element: html.HtmlElement) -> None:
        """Begin an element: a block ends what came before it."""
        tag = element.tag
        if tag == "br":
            self._parts.append("\n")
        elif tag in _CELLS:
            self._parts.append("\t")
        elif tag not in _INLINE:
            self.end_block()
            self._headings.append(_heading(element))
            self._asides += tag in _ASIDES
        self.add(element.text)

    def leave(self, element: html.HtmlElement) -> None:
        """End an element and take the text after it."""
        if element.tag not in _INLINE and element.tag not in _CELLS and element.tag != "br":
            self.end_block()
            self._headings.pop()
            self._asides -= element.tag in _ASIDES
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Take some text."""
        if text:
            self._parts.append(" ".join(text.split("\n")) if "\n" in text else text)

    def end_block(self) -> None:
        """Keep what was gathered as one block, if there is anything in it."""
        lines = [
            "\t".join(" ".join(cell.split()) for cell in line.split("\t"))
            for line in "".join(self._parts).split("\n")
        ]
        self._parts = []
        text = "\n".join(line.strip("\t ") for line in lines).strip("\n")
        if text.strip():
            heading = next((h for h in reversed(self._headings) if h), "")
            self.blocks.append(Block(text, heading, self._asides > 0))


def _heading(element: html.HtmlElement) -> str:
    if element.tag == "h1":
        return "title"
    if element.tag in _HEADINGS:
        return "heading"
    marks = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('rel', '')}"
    if _BYLINE.search(marks) and len(element.text_content()) < 200:
        return "byline"
    return ""
