"""`wellfounded claim`: what is claimed, what bears on it, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli import claim_decide, claim_sheet
from wellfounded.cli.claim_open import (
    BecauseOption,
    ClaimArgument,
    KnowsOption,
    SpeakerOption,
    StanceOption,
    again,
    deciding,
    item_of,
    show_link,
    wrote,
)
from wellfounded.cli.item_first import ItemFirst
from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption

if TYPE_CHECKING:
    from wellfounded.catalogue import Catalogue

NAME = "claim"
app = typer.Typer(
    cls=ItemFirst,
    invoke_without_command=False,
    help="""What is claimed, what bears on it, how many independent origins it has, and what it falls with.

    Example:  wellfounded claim    |    wellfounded claim C3    |    wellfounded claim --without "Northline News Agency"
    """,
)


@app.command("list", short_help="The claims of the case, or one with all its links.")
def listed(
    claim: Annotated[
        str, typer.Argument(metavar="[CLAIM]", help="C1, C2, ...: with every link.")
    ] = "",
    without: Annotated[
        str,
        typer.Option(
            "--without",
            metavar="SOURCE",
            help="Leave out a source, by name, or an item, and what rests on it alone.",
        ),
    ] = "",
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List each claim: support and denials, independent origins, what it falls with, and what nobody linked.

    `wellfounded claim C3` is short for this. With --without everything is counted again as if that source were not there.

    Example:  wellfounded claim --without "Tavesh Archive"
    """
    from wellfounded.case.corroborate.claim_log import book_of, claim_named
    from wellfounded.case.corroborate.claim_views import claim_views
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.claim_said import lines, record
    from wellfounded.cli.say import Say, plural

    say, count = Say(as_json), 0
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        book = book_of(case, catalogue)
        only = claim_named(book, claim).number if claim else 0
        source = _source(catalogue, without)
        if without:
            say.line(f"Counted without {without}:")
        for view in claim_views(case, catalogue, without=source, book=book):
            if not only or view.number == only:
                count += 1
                for line in lines(view, whole=bool(only)):
                    say.line(line)
                say.record("claim", without=without, **record(view))
    say.line(
        f"{plural(count, 'claim')}. What people linked, and what it rests on; nothing here is weighed."
    )


@app.command("show", short_help="One claim, or one link in its passage with its mark.")
def show(
    claim: ClaimArgument,
    link: Annotated[int | None, typer.Argument(metavar="[LINK]", help="Its number.")] = None,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one link: the words in their passage, between >> and <<, and the mark by which you confirm that you read them.

    Example:  wellfounded claim show C3 2
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say

    if link is None:
        listed(claim, "", case_at, as_json)
        return
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        show_link(case, catalogue, claim, link, Say(as_json))


@app.command("from", short_help="The numbered paragraphs of a declaration become claims.")
def from_paper(
    item: ItemArgument, case_at: CaseOption = None, by: ByOption = None, as_json: JsonOption = False
) -> None:
    """Write a claim for each numbered paragraph of a paper, with its exact place. Paragraphs that are claims already stay as they are.

    Example:  wellfounded claim from declaration.docx --by mina
    """
    with deciding(case_at, by, as_json) as opened:
        written = opened.claims.from_paper(opened.catalogue.resolve(item), opened.book)
    wrote(opened, written)


@app.command("new", short_help="A claim in your own words; --suggest finds what bears on it.")
def new(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is claimed, in one sentence.")],
    suggest_too: Annotated[
        bool, typer.Option("--suggest", help="Suggest what bears on it.")
    ] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a claim. With --suggest the statements that seem to bear on it are linked as suggested, not counted.

    Example:  wellfounded claim new "The centre at Kerrin has four halls" --suggest --by mina
    """
    with deciding(case_at, by, as_json) as opened:
        written = [opened.claims.new(text)]
    names = wrote(opened, written)
    if suggest_too:
        suggest(names[0], copies=False, case_at=case_at, by=by, as_json=as_json)


@app.command("suggest", short_help="What seems to bear on a claim, or what could be one.")
def suggest(
    claim: Annotated[
        str,
        typer.Argument(
            metavar="[CLAIM]", help="C1, C2, ...; else what several texts say of one thing."
        ),
    ] = "",
    copies: Annotated[
        bool, typer.Option("--copies", help="Also what stands in copies of one text only.")
    ] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Link the statements that seem to bear on a claim as suggested, each with its reasons. They count nothing until a person confirms.

    Without a claim: list what texts of two origins and more say, or deny, of one thing. Nothing is written then.

    Example:  wellfounded claim suggest C3 --by mina
    """
    from wellfounded.case.corroborate.candidates import suggested
    from wellfounded.case.corroborate.claim_log import claim_named
    from wellfounded.cli.say import plural

    if not claim:
        _propose(copies, case_at, as_json)
        return
    with deciding(case_at, by, as_json) as opened:
        held = claim_named(opened.book, claim)
        found = suggested(opened.catalogue, held, list(opened.book.links[held.id].values()))
        for one in found:
            opened.claims.suggest(held.id, one)
    read = f" Read each: wellfounded claim show {held.label} 1" if found else ""
    opened.say.line(f"{held.label}: {plural(len(found), 'suggestion')}, not counted.{read}")
    opened.say.record("claim-suggested", claim=held.label, count=len(found))


def _propose(copies: bool, case_at: str | None, as_json: bool) -> None:
    """List what could be a claim."""
    from wellfounded.case.corroborate.candidates import proposed
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.claim_said import proposed_lines, proposed_record
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = proposed(catalogue, copies=copies)
    for one in found:
        for line in proposed_lines(one):
            say.line(line)
        say.record("claim-proposed", **proposed_record(one))
    say.line(
        f'{plural(len(found), "proposal")} (machine reading, unchecked): wellfounded claim new "TEXT" --suggest'
    )


@app.command("link", short_help="Say that words, or an item, bear on a claim.")
def link(
    claim: ClaimArgument,
    item: ItemArgument,
    stance: StanceOption = "supports",
    quote: Annotated[
        str,
        typer.Option(
            "--quote",
            metavar="WORDS",
            help="The words in it, as they stand there; else the item as a whole.",
        ),
    ] = "",
    knows: KnowsOption = "",
    speaker: SpeakerOption = "",
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Link words of an item to a claim, or a document, picture or clip as a whole. It counts as opened: you named it yourself.

    Example:  wellfounded claim link C3 scan.pdf --knows document --by mina
    """
    from wellfounded.case.corroborate.claim import Bears
    from wellfounded.case.corroborate.claim_log import claim_named

    with deciding(case_at, by, as_json) as opened:
        held = claim_named(opened.book, claim)
        digest = opened.catalogue.resolve(item)
        bears = Bears(digest, stance, quote, speaker, knows, because)
        id_ = opened.claims.link(held.id, bears, opened.book.links[held.id].values())
    number = again(opened).links[held.id][id_].number
    opened.say.line(f"{held.label} link {number}: {stance}, opened and confirmed")
    opened.say.record("claim-decided", claim=held.label, link=number, state="confirmed")


def _source(catalogue: Catalogue, words: str) -> str:
    """Give an item's full digest where words name one, else the words."""
    found = item_of(catalogue, words) if words else None
    return str(found) if found is not None else words


for _name, _short, _run in (
    ("confirm", "Say that a suggested link bears on its claim.", claim_decide.confirm),
    ("reject", "Say that a suggested link does not bear on its claim.", claim_decide.reject),
    ("unlink", "Take links back.", claim_decide.unlink),
    ("split", "One claim becomes several.", claim_decide.split),
    ("merge", "Two claims become one.", claim_decide.merge),
    ("drop", "End a claim.", claim_decide.drop),
    ("sheet", "Every claim and link as a spreadsheet.", claim_sheet.sheet),
    ("read", "Take a changed spreadsheet over.", claim_sheet.read),
    ("reword", "Let a claim say something else.", claim_decide.reword),
    ("same", "Say that two sources are one, or that they are not.", claim_decide.same),
):
    app.command(_name, short_help=_short)(_run)
