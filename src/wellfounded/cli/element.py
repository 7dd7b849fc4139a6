"""`wellfounded element`: what has to be shown, and what shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.cli.say import Say
    from wellfounded.law.element import Foreign, Row

app = typer.Typer(
    rich_markup_mode=None,
    help="The elements matrix: what the forum's rules say has to be shown, what people link to it, and the gaps. Never legal advice.",
)

_CLAIM: Final = re.compile(r"[cC][1-9]\d*", re.ASCII)
_Country = Annotated[str, typer.Option("--country", help="For this country of removal only.")]


@app.callback(invoke_without_command=True)
def bare(
    context: typer.Context,
    country: _Country = "",
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the matrix: element, standard, authority, support, what speaks against it, and the gap.

    Example:  wellfounded element --country Karsia
    """
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.element import foreign, matrix_of, rules_of
    from wellfounded.case.present.matter import matter_of
    from wellfounded.cli.say import Say
    from wellfounded.law.matter import missing

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        rules = rules_of(case, catalogue)
        rows = matrix_of(case, catalogue, country)
        papers = list(foreign(catalogue, rules.language)) if rules.language else []
        lacks = list(missing(matter_of(case, catalogue), rules))
    say.line(rules.name)
    say.line("A checklist, not legal advice: people link, nothing is weighed, no element is met.")
    for row in rows:
        _row(say, row)
    for law in rules.evidence_law:
        say.line()
        say.line(f"{law.id:5} {law.text}")
        say.line(f"      {_known(law.authority, law.source)}")
    _papers(say, papers, rules.language)
    for text in lacks:
        say.line(f"the matter does not state: {text}")
    say.record(
        "elements", rows=len(rows), open=sum(not (r.links or r.claims) for r in rows), missing=lacks
    )


@app.command("link")
def link(
    item: Annotated[str, typer.Argument(metavar="ITEM|CLAIM", help="An item, or a claim: C3.")],
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="Its id, as in the matrix.")],
    stance: Annotated[
        str, typer.Option("--stance", metavar="supports|denies|contradicts")
    ] = "supports",
    country: _Country = "",
    kind: Annotated[
        str, typer.Option("--kind", help="Which of the usual kinds of evidence it is.")
    ] = "",
    because: Annotated[str, typer.Option("--because", help="Why; kept as a private value.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="It is no longer held so.")] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold an item or a claim (C3) against an element, under your handle, in the work log.

    Example:  wellfounded element link @3 B2b --kind media-reprints --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.element import link_element
    from wellfounded.cli.say import Say

    if _CLAIM.fullmatch(item):
        words = {"stance": stance, "country": country, "because": because}
        _link_claim(item, element, words, kind, undo, (case_at, by, as_json))
        return
    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        digest = catalogue.resolve(item)
        entry = link_element(
            case,
            catalogue,
            digest,
            element,
            actor=case.home.actor(by),
            stance=stance,
            country=country,
            kind=kind,
            because=because,
            undo=undo,
        )
    no_longer = "no longer " if undo else ""
    say.line(f"{digest.hex[:12]} {no_longer}{stance} {element} (work log, entry {entry.index})")
    say.record(
        "element-linked",
        item=str(digest),
        claim="",
        element=element,
        stance=stance,
        undone=undo,
        entry=entry.index,
    )


def _link_claim(
    name: str,
    element: str,
    words: dict[str, str],
    kind: str,
    undo: bool,
    where: tuple[str | None, str | None, bool],
) -> None:
    """Hold a claim against an element, and say so."""
    from wellfounded.case.corroborate.claim_log import book_of, claim_named
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.element import link_claim
    from wellfounded.cli.say import Say

    if kind:
        raise Mistaken("evidence-kind", "a claim is no kind of evidence; the items under it are")
    say = Say(where[2])
    with open_case(where[0]) as case, open_catalogue(case) as catalogue:
        claim, actor = claim_named(book_of(case, catalogue), name), case.home.actor(where[1])
        entry = link_claim(case, catalogue, claim.id, element, actor=actor, undo=undo, **words)
    no_longer = "no longer " if undo else ""
    stance = words["stance"]
    say.line(f"{claim.label} {no_longer}{stance} {element} (work log, entry {entry.index})")
    say.record(
        "element-linked",
        item="",
        claim=claim.label,
        element=element,
        stance=stance,
        undone=undo,
        entry=entry.index,
    )


def _known(authority: str, source: str) -> str:
    from wellfounded.law.rule import known_how

    return f"{authority} ({known_how(source)})"


def _row(say: Say, row: Row) -> None:
    from wellfounded.cli.say import plural

    e = row.element
    say.line()
    say.line(f"{e.id:5} {e.text}" + (f"  [{row.country}]" if row.country else ""))
    say.line(f"      standard: {e.standard}")
    say.line(f"      {_known(e.authority, e.source)}")
    for one in row.links:
        marks = [one.kind, one.country, "private paper" if one.closed else ""]
        said = ", ".join(filter(None, marks))
        why = f': "{one.because}"' if one.because else ""
        say.line(
            f"      {one.stance}  {one.name}  by {one.by}{why}" + (f"  ({said})" if said else "")
        )
    for claim in row.claims:
        why = f': "{claim.because}"' if claim.because else ""
        say.line(f"      {claim.stance}  {claim.label} {claim.text}  by {claim.by}{why}")
        say.line(f"           {claim.says}")
    count = len(row.of("supports")) + sum(c.stance == "supports" for c in row.claims)
    if count:
        say.line(f"      {count} in support, of {plural(row.origins, 'separate origin')}")
    if row.gap:
        say.line(f"      gap: usually shown by {', '.join(row.gap)}")
    say.record("element", **_record(row))


def _record(row: Row) -> dict[str, Any]:
    return {
        "id": row.element.id,
        "country": row.country,
        "text": row.element.text,
        "standard": row.element.standard,
        "authority": row.element.authority,
        "source": row.element.source,
        "links": [
            {
                "item": str(k.item),
                "stance": k.stance,
                "by": k.by,
                "country": k.country,
                "kind": k.kind,
                "because": k.because,
                "private": k.closed,
            }
            for k in row.links
        ],
        "claims": [
            {
                "claim": c.label,
                "text": c.text,
                "stance": c.stance,
                "says": c.says,
                "by": c.by,
                "country": c.country,
                "because": c.because,
            }
            for c in row.claims
        ],
        "origins": row.origins,
        "gap": list(row.gap),
    }


def _papers(say: Say, papers: list[Foreign], language: str) -> None:
    from wellfounded.cli.say import plural

    if papers:
        say.line()
        say.line(f"Not in the forum's language ({language}), by machine reading, unchecked:")
    for one in papers:
        pages = "no pages of its own" if one.pages is None else plural(one.pages, "page")
        say.line(f"      {one.name}  {one.language}, {pages}: without {one.lacks}")
        say.record(
            "foreign", item=str(one.item), language=one.language, pages=one.pages, lacks=one.lacks
        )
