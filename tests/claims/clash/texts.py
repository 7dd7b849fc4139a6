"""Texts compared in this process, without a case: read by the rules, in sentences of the tests' own."""

from __future__ import annotations

from tests.claims.reading import whole
from wellfounded.claims.clash.acquainted import Acquaintance
from wellfounded.claims.clash.compare import Clash, clashes
from wellfounded.claims.clash.reading import frames
from wellfounded.claims.clash.writing import Paragraph, Writing
from wellfounded.claims.untrusted import pages
from wellfounded.terms.digest import Digest


def writing(text: str, published: str = "", *, statements: bool = False) -> Writing:
    """Gives a text as it is compared; statements are read where a test needs them."""
    digest = Digest.of(text.encode("utf-8", "surrogatepass"))
    paragraphs = [Paragraph(p.start, p.end) for p in pages.of_text(text, digest).paragraphs]
    said = list(whole(text, published).statements()) if statements else []
    return Writing(digest, text, paragraphs, said, published)


def compared(*writings: Writing) -> list[Clash]:
    """Gives what clashes among some texts."""
    by_item = {one.item: one for one in writings}
    every = [frame for one in writings for frame in frames(one)]
    return clashes(every, Acquaintance(by_item.__getitem__))


def words(clash: Clash) -> set[str]:
    """Gives the words that differ, one for each side."""
    return {clash.a[0].text, clash.b[0].text}
