"""A written report read back as a browser would: every page's elements, in order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from wellfounded.report.model import ReportView
from wellfounded.report.write import write_report

EMPTY = frozenset({"br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect"})


@dataclass
class Element:
    """An element: its tag, attributes, the tags around it, and all the text inside."""

    tag: str
    attributes: dict[str, str]
    around: tuple[str, ...]
    text: str = ""


@dataclass
class Page:
    """A page: where it lies in the report, and its elements in order."""

    path: str
    elements: list[Element] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of these tags."""
        return [e for e in self.elements if e.tag in tags]

    @property
    def ids(self) -> list[str]:
        """Every id."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def text(self) -> str:
        """All text of the page."""
        return self.all("html")[0].text


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{self.page.path}: attribute twice in <{tag}>"
        around = tuple(e.tag for e in self.open)
        element = Element(tag, {k: v or "" for k, v in attrs}, around)
        self.page.elements.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in EMPTY, f"{self.page.path}: <{tag}/>"
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{self.page.path}: </{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"{self.page.path}: </{tag}> in <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read_page(folder: Path, path: str) -> Page:
    """Read one page; fails if an element is not closed where it should be."""
    page = Page(path)
    reader = _Reader(page)
    reader.feed((folder / path).read_text(encoding="utf-8"))
    reader.close()
    assert reader.open == [], f"{path}: not closed: {[e.tag for e in reader.open]}"
    return page


def read_pages(folder: Path) -> list[Page]:
    """Read every page of a report."""
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))
    return [read_page(folder, path) for path in found]


def written(view: ReportView, folder: Path) -> list[Page]:
    """Write a report and read every page back."""
    write_report(view, folder)
    return read_pages(folder)
