"""What may bear on a claim: every statement of the case, and every sentence that stands in nobody else's name."""

from __future__ import annotations

from collections.abc import Iterator

from wellfounded.case.corroborate.citing import Paper, span_of
from wellfounded.case.understand.resting import published_on
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import HeldClaim, HeldLink
from wellfounded.claims.suggest import Candidate, Suggested, suggestions
from wellfounded.copies.text.sentences import sentences
from wellfounded.terms.digest import Digest


def suggested(catalogue: Catalogue, claim: HeldClaim, links: list[HeldLink]) -> list[Suggested]:
    """Give what seems to bear on a claim and is not linked to it yet, the likeliest first.

    The paper a claim stands in is left out: it does not bear on itself.
    """
    known = [(k.item, k.place.words) for k in links if k.place is not None]
    papers: dict[Digest, Paper] = {}
    found = []
    for one in suggestions(claim.text, candidates(catalogue, claim.item, papers)):
        words = papers[one.item].text[one.start : one.end]
        if not any(item == one.item and (w in words or words in w) for item, w in known):
            found.append(one)
    return found


def candidates(
    catalogue: Catalogue, besides: Digest | None, papers: dict[Digest, Paper]
) -> Iterator[Candidate]:
    """Give the candidates of a case, item by item; the papers read are put into `papers`."""
    for summary in catalogue.items():
        if summary.digest == besides or summary.state in ("withdrawn", "unread"):
            continue
        paper = papers[summary.digest] = Paper(catalogue, summary.digest)
        published = published_on(catalogue, summary.digest)
        yield from _of_paper(paper, published)


def _of_paper(paper: Paper, published: str) -> Iterator[Candidate]:
    taken: list[tuple[int, int]] = []
    for statement in paper.statements:
        start, end = span_of(statement)
        words = " ".join(span.text for span in statement.content)
        taken += [(start, end), *statement.also]
        yield Candidate(paper.item, start, end, words, statement, published)
    for first, _, passage in paper.places:
        if passage.heading or passage.source == "cell":
            continue
        for start, end in sentences(passage.text):
            words = passage.text[start:end].strip()
            at = first + start + (end - start - len(passage.text[start:end].lstrip()))
            here = (at, at + len(words))
            if words and not any(_mostly(here, other) for other in taken):
                yield Candidate(paper.item, *here, words, None, published)


def _mostly(sentence: tuple[int, int], statement: tuple[int, int]) -> bool:
    """Say whether a statement is half of a sentence or more: then the sentence is not the text's own word."""
    shared = min(sentence[1], statement[1]) - max(sentence[0], statement[0])
    return 2 * shared >= sentence[1] - sentence[0]
