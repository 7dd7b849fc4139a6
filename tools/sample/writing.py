"""The texts of the sample case as they were written, read from `text/`."""

from dataclasses import dataclass
from pathlib import Path

TEXT = Path(__file__).parent / "text"


@dataclass(frozen=True, slots=True)
class Article:
    """One press article: the header fields as written, and its paragraphs."""

    outlet: str
    title: str
    author: str
    published: str
    modified: str
    place: str
    paragraphs: tuple[str, ...]


def text(name: str) -> str:
    """The text `name` with line ends `\\n`."""
    return (TEXT / f"{name}.txt").read_text(encoding="utf-8")


def paragraphs(name: str) -> tuple[str, ...]:
    """The paragraphs of the text `name`: blocks between empty lines."""
    return tuple(block.strip() for block in text(name).split("\n\n") if block.strip())


def article(name: str) -> Article:
    """The article `name`: a block of `field: value` lines, then paragraphs."""
    head, *body = paragraphs(name)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Article(
        outlet=fields["outlet"],
        title=fields["title"],
        author=fields["author"],
        published=fields["published"],
        modified=fields.get("modified", ""),
        place=fields["place"],
        paragraphs=tuple(body),
    )
