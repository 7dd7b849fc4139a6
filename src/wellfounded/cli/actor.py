"""`wellfounded actor`: the private list of who stands behind a handle."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    help="The people behind the handles. The names are private values: no report for court or public holds them.",
)


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List the handles and the people behind them."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        for handle, person in catalogue.people().items():
            say.line(f"{handle:20} {person}")
            say.record("actor", handle=handle, person=person)


@app.command("new")
def new(
    handle: Annotated[str, typer.Argument(metavar="HANDLE", help="1 to 32 of a-z 0-9 . _ -")],
    name: Annotated[str, typer.Option("--name", help="The person's name; kept private.")],
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down who stands behind a handle; a later entry for the same handle holds.

    Example:  wellfounded actor new mina --name "Mina Example" --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.statement import actor
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        entry = actor(case, handle, name, actor=case.home.actor(by))
    say.line(
        f"{handle} is written down (custody log, entry {entry.index}); the name is a private value."
    )
    say.record("actor", handle=handle, entry=entry.index)
