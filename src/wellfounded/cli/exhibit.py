"""`wellfounded exhibit`: what is to be filed, in which order, and what has to be decided first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.catalogue import Catalogue
    from wellfounded.ledger import Entry
    from wellfounded.packet.exhibit import Exhibit
    from wellfounded.terms.digest import Digest

    _Open: TypeAlias = tuple[Case, Catalogue, Digest, str, Callable[[Entry], None]]

app = typer.Typer(
    rich_markup_mode=None,
    help="The exhibits: their order and tabs, what each is offered to show, and what a person has to decide before it is filed.",
)

_Title = Annotated[str, typer.Option("--title", help="In plain words.")]
_Maker = Annotated[str, typer.Option("--maker", help="Who made it.")]
_Dated = Annotated[str, typer.Option("--dated", help="Its date, as you state it.")]
_Offered = Annotated[str, typer.Option("--offered", help="What it is offered to show.")]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List the exhibits: tab, title, pages, and for each what speaks against filing it and how that was decided."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.exhibit import exhibits
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = exhibits(case, catalogue)
    for one in found:
        say.line()
        for text in _lines(one):
            say.line(text)
        say.record("exhibit", **_record(one))
    ready = sum(e.ready for e in found)
    say.line()
    say.line(
        f"{plural(len(found), 'exhibit')}, {ready} with every decision made. What is listed is a machine reading, unchecked:"
    )
    say.line("look at each exhibit yourself before it is filed.")
    say.record("exhibits", count=len(found), ready=ready)


@app.command("add")
def add(
    item: ItemArgument,
    title: _Title = "",
    maker: _Maker = "",
    dated: _Dated = "",
    offered: _Offered = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put an item in the list, at its end; for one that is in, change what is written about it.

    Example:  wellfounded exhibit add @3 --title "Letter" --offered "that the gate was closed" --by mina
    """
    from wellfounded.case.present.exhibit import describe

    words = {"title": title, "maker": maker, "dated": dated, "offered": offered}
    with _writing(item, case_at, by, as_json) as (case, catalogue, digest, actor, done):
        done(describe(case, catalogue, digest, words, actor=actor))


@app.command("remove")
def remove(
    item: ItemArgument,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an exhibit out of the list; the item stays in the case.

    Example:  wellfounded exhibit remove @3 --by mina
    """
    from wellfounded.case.present.exhibit import remove as remove_

    with _writing(item, case_at, by, as_json) as (case, catalogue, digest, actor, done):
        done(remove_(case, catalogue, digest, actor=actor))


@app.command("decide")
def decide(
    item: ItemArgument,
    concern: Annotated[str, typer.Argument(metavar="CONCERN", help="Its word in the list.")],
    verdict: Annotated[str, typer.Argument(metavar="file|hold", help="As it is, or not.")],
    because: Annotated[str, typer.Option("--because", help="Why; kept as a private value.")] = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide about one thing that speaks against filing an exhibit. It holds for what was found, and lapses with it.

    Example:  wellfounded exhibit decide @3 author file --because "the name is on the letter too" --by mina
    """
    from wellfounded.case.present.exhibit import decide as decide_

    with _writing(item, case_at, by, as_json) as (case, catalogue, digest, actor, done):
        done(decide_(case, catalogue, digest, concern, verdict, actor=actor, because=because))


@app.command("excerpt")
def excerpt(
    item: ItemArgument,
    pages: Annotated[str, typer.Argument(metavar="PAGES", help="1-3,7; or all.")],
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """File only some pages of an exhibit. Each is stamped with its number in the whole, and the tab sheet says which they are.

    Example:  wellfounded exhibit excerpt @3 1-2,9 --by mina
    """
    from wellfounded.case.present.exhibit import excerpt as excerpt_
    from wellfounded.packet.exhibit import pages_named

    named = () if pages == "all" else pages_named(pages)
    with _writing(item, case_at, by, as_json) as (case, catalogue, digest, actor, done):
        done(excerpt_(case, catalogue, digest, named, actor=actor))


@app.command("order")
def order(
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help="First to last.")],
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put these exhibits first, in this order; the others follow as they stood. Tabs are given anew.

    Example:  wellfounded exhibit order @7 @3 --by mina
    """
    from wellfounded.case.present.exhibit import order as order_

    with _writing(items[0], case_at, by, as_json) as (case, catalogue, _, actor, done):
        done(order_(case, catalogue, [catalogue.resolve(i) for i in items], actor=actor))


@app.command("sheet")
def sheet(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.csv", help="A new file.")],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the list as a spreadsheet, to be changed and read back.

    Example:  wellfounded exhibit sheet -o exhibits.csv
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.exhibit import exhibits
    from wellfounded.case.proof.handout import refuse_plain_inside
    from wellfounded.cli.say import Say, plural
    from wellfounded.packet.sheet import write

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = exhibits(case, catalogue)
    refuse_plain_inside(case, out, "a sheet")
    with out.open("xb") as file:
        file.write(write(found))
    say.line(f"Wrote {plural(len(found), 'exhibit')} to {out}")
    say.record("exhibit-sheet", file=str(out), count=len(found))


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A sheet written before.")],
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a changed spreadsheet over: order, words, rows added by digest and rows taken out, in one commit.

    Example:  wellfounded exhibit read exhibits.csv --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.exhibit import read_sheet
    from wellfounded.cli.say import Say, plural
    from wellfounded.packet.sheet import read as rows_of

    say = Say(as_json)
    rows = rows_of(file.read_bytes())
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        entries = read_sheet(case, catalogue, rows, actor=case.home.actor(by))
    say.line(f"{plural(len(rows), 'exhibit')}, {plural(len(entries), 'change')} written")
    say.record("exhibit-sheet-read", count=len(rows), changes=len(entries))


@app.command("rules")
def rules(case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List what the forum's rules say a filing must look like, with authority. Never legal advice.

    Example:  wellfounded exhibit rules
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.element import rules_of
    from wellfounded.cli.say import Say
    from wellfounded.law.telling import authority

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        forum = rules_of(case, catalogue)
    say.line(forum.name)
    say.line("A checklist, not legal advice: hold the finished filing against it.")
    for rule in forum.filing:
        say.line()
        say.line(f"{rule.id:5} {rule.text}")
        say.line(f"      {authority(rule.authority, rule.source, rule.checked)}")
        say.record(
            "filing-rule",
            id=rule.id,
            text=rule.text,
            authority=rule.authority,
            check=rule.check,
            source=rule.source,
            checked=str(rule.checked),
        )
    if not forum.filing:
        say.line("This forum's rules on file say nothing of it.")


@contextmanager
def _writing(item: str, case_at: str | None, by: str | None, as_json: bool) -> Iterator[_Open]:
    """Open the case and its catalogue, find the item, and say what was written."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        digest = catalogue.resolve(item)

        def done(entry: Entry) -> None:
            say.line(f"{digest.hex[:12]}: written (work log, entry {entry.index})")
            say.record("exhibit-written", item=str(digest), entry=entry.index)

        yield case, catalogue, digest, case.home.actor(by), done


def _lines(one: Exhibit) -> Iterator[str]:
    from wellfounded.cli.say import plural

    pages = f", {plural(one.pages, 'page')}" if one.pages is not None else ""
    yield f"{one.tab:4} {one.words.get('title') or '(no title)'}"
    yield f"     {one.name}  {one.item.hex[:12]}  {one.kind or 'not read'}{pages}"
    if one.excerpt:
        yield f"     only pages {', '.join(map(str, one.excerpt))}"
    for name in ("maker", "dated", "offered"):
        if name in one.words:
            yield f"     {name}: {one.words[name]}"
    for concern in one.concerns:
        standing = one.standing(concern)
        decided = one.decided.get(concern.kind)
        who = f", by {decided.by}" if decided and standing in ("filed", "held") else ""
        why = f": {decided.because}" if who and decided and decided.because else ""
        some = "" if concern.refused else f" ({concern.count}: {'; '.join(concern.shown)})"
        yield f"     {standing.upper() if standing != 'filed' else 'filed'}{who}{why}  {concern.kind}  {concern.what}{some}"


def _record(one: Exhibit) -> dict[str, Any]:
    return {
        "tab": one.tab,
        "item": str(one.item),
        "name": one.name,
        "kind": one.kind,
        "pages": one.pages,
        "words": dict(one.words),
        "excerpt": list(one.excerpt),
        "ready": one.ready,
        "concerns": [
            {
                "kind": c.kind,
                "what": c.what,
                "count": c.count,
                "shown": list(c.shown),
                "standing": one.standing(c),
            }
            for c in one.concerns
        ],
    }
