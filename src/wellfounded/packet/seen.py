"""A finished packet as it was seen from outside: pages with their lines, and what the file holds beside them.

Made from the records of `packet.untrusted.filed`; the rules of a filing are held against this and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from wellfounded.terms.record import Fact, Passage, Record

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box, in thousandths of a point from the top left of the page as shown."""

    text: str
    box: Box
    drawn: bool = True


@dataclass(frozen=True)
class Page:
    """A page: its number in the file from 1, size in thousandths of a point, lines, and what else is on it, by name."""

    number: int
    width: int
    height: int
    lines: tuple[Line, ...] = ()
    found: dict[str, tuple[str | int, ...]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        """Say whether something of this name was found on the page."""
        return name in self.found

    @cached_property
    def text(self) -> str:
        """All lines, joined by line breaks."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def flowing(self) -> str:
        """All words with single blanks between, as patterns are held against them."""
        return " ".join(self.text.split())

    @property
    def language(self) -> str:
        """The language most of its words are in, as a machine reads it; empty if that does not show."""
        return str(self.found.get("filed.language", ("",))[0])

    @property
    def pictures(self) -> int:
        """The share of the page that pictures take, in thousandths."""
        return int(self.found.get("filed.pictures", (0,))[0])

    @cached_property
    def rows(self) -> tuple[tuple[Line, ...], ...]:
        """Lines that stand side by side, from top to bottom, each row from left to right."""
        rows: list[list[Line]] = []
        for line in sorted(self.lines, key=lambda one: (one.box[1] + one.box[3], one.box[0])):
            middle = (line.box[1] + line.box[3]) // 2
            if rows and rows[-1][-1].box[1] <= middle <= rows[-1][-1].box[3]:
                rows[-1].append(line)
            else:
                rows.append([line])
        return tuple(tuple(sorted(row, key=lambda one: one.box[0])) for row in rows)


@dataclass(frozen=True)
class Seen:
    """A finished PDF: its name and size in bytes, its pages, and what was found in the whole of it, by name.

    `unread` says why nothing or not all of it was read; empty if all was.
    """

    name: str
    size: int
    pages: tuple[Page, ...] = ()
    found: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    bookmarks: tuple[tuple[str, int], ...] = ()
    unread: str = ""


def seen(name: str, size: int, records: Iterable[Record], unread: str = "") -> Seen:
    """Give a packet as its records tell of it."""
    on: dict[int, dict[str, list[str | int]]] = defaultdict(lambda: defaultdict(list))
    lines: dict[int, list[Line]] = defaultdict(list)
    marks: list[tuple[str, int]] = []
    for one in records:
        if isinstance(one, Fact):
            page = (one.locus.page or 0) if one.locus else 0
            if one.name == "filed.bookmark":
                marks.append((str(one.value), page))
            else:
                on[page][one.name].append(one.value)
        elif isinstance(one, Passage) and one.locus.page and one.locus.box:
            lines[one.locus.page].append(Line(one.text, one.locus.box, one.source != "ocr"))
    pages = []
    for number in sorted(n for n in on if "filed.size" in on[n]):
        width, height = map(int, str(on[number]["filed.size"][0]).split())
        pages.append(Page(number, width, height, tuple(lines[number]), _fixed(on[number])))
    return Seen(name, size, tuple(pages), _fixed(on[0]), tuple(marks), unread)


def _fixed(found: dict[str, list[str | int]]) -> dict[str, tuple[str | int, ...]]:
    return {name: tuple(values) for name, values in found.items()}


def spans(numbers: Iterable[int]) -> str:
    """Give page numbers as people write them: `3, 5-7`."""
    runs = []
    ordered = sorted(set(numbers))
    for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        runs.append(str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}")
    return ", ".join(runs)
