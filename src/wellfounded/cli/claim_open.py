"""What the verbs of `wellfounded claim` share: their options, and a case opened for decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.case.corroborate.claim import Claims
    from wellfounded.case.folder import Case
    from wellfounded.catalogue import Catalogue
    from wellfounded.claims.claim import Book
    from wellfounded.cli.say import Say
    from wellfounded.terms.digest import Digest

ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="C1, C2, ...")]
LinksArgument = Annotated[
    list[int] | None, typer.Argument(metavar="[LINK...]", help="Numbers of links of that claim.")
]
StanceOption = Annotated[
    str, typer.Option("--stance", metavar="supports|denies", help="How it bears on the claim.")
]
KnowsOption = Annotated[
    str,
    typer.Option(
        "--knows",
        metavar="HOW",
        help="How its source could have known: eyewitness, document, measurement, official or unknown.",
    ),
]
SpeakerOption = Annotated[
    str,
    typer.Option("--speaker", metavar="NAME", help="Who says so, where the reading has it wrong."),
]
BecauseOption = Annotated[str, typer.Option("--because", help="Why; kept as a private value.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every suggested link.")]


@dataclass(frozen=True, slots=True)
class Open:
    """A case opened for a decision."""

    case: Case
    catalogue: Catalogue
    book: Book
    claims: Claims
    say: Say


def show_link(case: Case, catalogue: Catalogue, claim: str, number: int, say: Say) -> str:
    """Show one link in its passage; gives its mark."""
    from wellfounded.case.corroborate.claim_log import book_of, claim_named, link_numbered, mark_of
    from wellfounded.case.corroborate.claim_views import claim_views
    from wellfounded.cli.claim_said import link_lines, link_record

    book = book_of(case, catalogue)
    held = claim_named(book, claim)
    mark = mark_of(held, link_numbered(book, held, number))
    view = next(v for v in claim_views(case, catalogue, book=book) if v.number == held.number)
    one = next(k for k in view.links if k.number == number)
    say.line(f"{view.label}  {view.text}")
    for line in link_lines(one):
        say.line(line)
    if one.place.locus is not None:
        say.line(f"         {one.place.locus.describe()}")
    if one.place.at is not None:
        start, end = one.place.at
        text = one.place.passage
        say.text(f"{text[:start]}>>{text[start:end]}<<{text[end:]}", "      | ")
    say.line(f"  mark {mark}: wellfounded claim confirm {view.label} {number} --seen {mark}")
    say.record(
        "claim-link",
        claim=view.label,
        mark=mark,
        passage=one.place.passage,
        at=one.place.at,
        **link_record(one),
    )
    return mark


def wrote(opened: Open, written: Sequence[str]) -> list[str]:
    """Say which claims were written, and give their names."""
    from wellfounded.cli.say import plural

    book = again(opened)
    for id_ in written:
        claim = book.claims[id_]
        paragraph = f"  (paragraph {claim.paragraph})" if claim.paragraph else ""
        opened.say.line(f"{claim.label}  {claim.text}{paragraph}")
        opened.say.record(
            "claim-written",
            claim=claim.label,
            id=claim.id,
            text=claim.text,
            paragraph=claim.paragraph,
        )
    opened.say.line(f"{plural(len(written), 'claim')} written")
    return [book.claims[id_].label for id_ in written]


def again(opened: Open) -> Book:
    """Read the claims as they stand after the commit."""
    from wellfounded.case.corroborate.claim_log import book_of
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue

    with open_case(str(opened.case.root)) as case, open_catalogue(case) as catalogue:
        return book_of(case, catalogue)


def item_of(catalogue: Catalogue, words: str) -> Digest | None:
    """Give the item that words name, or None."""
    try:
        return catalogue.resolve(words)
    except Mistaken:
        return None


@contextmanager
def deciding(case_at: str | None, by: str | None, as_json: bool) -> Iterator[Open]:
    """Open the case for decisions under a handle; they are committed together at the end."""
    from wellfounded.case.corroborate.claim import deciding
    from wellfounded.case.corroborate.claim_log import book_of
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say

    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        actor = case.home.actor(by)
        with deciding(case, catalogue, actor) as claims:
            yield Open(case, catalogue, book_of(case, catalogue), claims, Say(as_json))
