"""What may bear on a claim: every statement of the case, and every sentence that stands in nobody else's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wellfounded.case.corroborate.citing import Paper, span_of
from wellfounded.case.corroborate.origin_map import OriginMap
from wellfounded.case.understand.resting import published_on
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import HeldClaim, HeldLink
from wellfounded.claims.clusters import groups
from wellfounded.claims.suggest import Candidate, Suggested, suggestions
from wellfounded.claims.view import Stance
from wellfounded.copies.text.sentences import sentences
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus


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


@dataclass(frozen=True, slots=True)
class Member:
    """One place where a proposition stands: the item's name, the place, who says so (empty: the text itself), and how it seems to bear."""

    item: Digest
    name: str
    locus: Locus
    words: str
    speaker: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposition that several texts hold: its words, who says so where, and in how many origins."""

    words: str
    members: tuple[Member, ...]
    publications: int
    origins: int


def proposed(catalogue: Catalogue, *, copies: bool = False) -> list[Proposed]:
    """Give what texts of two origins and more say of one thing, most origins first; with `copies` also what stands in one alone.

    A machine's reading: nothing is written, and nothing is counted.
    """
    papers: dict[Digest, Paper] = {}
    origins = OriginMap(catalogue)
    found = []
    for group in groups(list(candidates(catalogue, None, papers))):
        items = {one.item for one in group.members}
        one = Proposed(
            group.words,
            tuple(
                map(_member, group.members, group.stances, (papers[m.item] for m in group.members))
            ),
            len(items),
            len({origins.of(item) for item in items}),
        )
        if one.origins > 1 or (copies and one.publications > 1):
            found.append(one)
    return sorted(found, key=lambda p: (-p.origins, -p.publications))


def _member(one: Candidate, stance: Stance, paper: Paper) -> Member:
    said = one.statement
    speaker = "" if said is None else said.speaker or " ".join(s.text for s in said.source)
    words = " ".join(one.words.split())
    return Member(
        one.item, paper.name, paper.place(one.start, one.end).locus, words, speaker, stance
    )


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
