"""Texts read in this process: the jail is tried elsewhere."""

from wellfounded.claims.untrusted import pages, parser, reader
from wellfounded.terms.digest import Digest
from wellfounded.terms.statement import Span, Statement


def read(text: str, published: str = "") -> list[Statement]:
    """Gives the statements of a text."""
    return list(whole(text, published).statements())


def whole(text: str, published: str = "") -> reader.Reader:
    """Gives the reader of a text, for what else it finds."""
    return reader.Reader(
        pages.of_text(text, Digest.of(text.encode("utf-8", "surrogatepass"))),
        parser.packaged(),
        published,
    )


def words(spans: tuple[Span, ...]) -> str:
    """Gives the words of spans on one line."""
    return " ... ".join(span.text for span in spans)


def told(statement: Statement) -> tuple[str, str, str]:
    """Gives who says what, and the stance."""
    return words(statement.source), words(statement.content), statement.stance
