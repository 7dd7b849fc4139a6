"""The claims of the sample case, written and decided as a person would: some opened, some accepted unopened, some only suggested."""

from __future__ import annotations

from wellfounded.case.corroborate.candidates import suggested
from wellfounded.case.corroborate.claim import Bears, deciding
from wellfounded.case.corroborate.claim_log import book_of
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.claims.claim import Book, HeldClaim
from wellfounded.sample import SampleClaim, SampleDecisions


def demo_claims(case: Case, made: SampleDecisions, *, actor: str) -> None:
    """Write the claims and decisions in four commits: claims, links and sources, suggestions, what is accepted unopened."""
    with open_catalogue(case) as catalogue, deciding(case, catalogue, actor) as claims:
        claims.from_paper(catalogue.resolve(made.declaration), book_of(case, catalogue))
        for one in made.claims:
            if one.text:
                claims.new(one.text)
    with open_catalogue(case) as catalogue, deciding(case, catalogue, actor) as claims:
        book = book_of(case, catalogue)
        for one in made.claims:
            claim = _claim(book, one)
            for k in one.links:
                item = catalogue.resolve(k.item)
                claims.link(claim.id, Bears(item, k.stance, k.quote, "", k.knows, k.because))
        for pair in made.same:
            item = catalogue.resolve(pair.b)
            claims.same(pair.a, str(item), same=True, because=pair.because, items=(item,))
    with open_catalogue(case) as catalogue, deciding(case, catalogue, actor) as claims:
        book = book_of(case, catalogue)
        for claim in (_claim(book, one) for one in made.claims if one.suggest):
            for more in suggested(catalogue, claim, list(book.links[claim.id].values())):
                claims.suggest(claim.id, more)
    with open_catalogue(case) as catalogue, deciding(case, catalogue, actor) as claims:
        book = book_of(case, catalogue)
        for claim in (_claim(book, one) for one in made.claims if one.accept):
            for link in book.links[claim.id].values():
                claims.decide(claim, link, "confirmed")


def _claim(book: Book, wanted: SampleClaim) -> HeldClaim:
    return next(
        claim
        for claim in book.standing()
        if (claim.paragraph == wanted.paragraph if wanted.paragraph else claim.text == wanted.text)
    )
