"""`wellfounded authority`: the time stamp authorities you ask and the roots you judge their stamps by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellfounded.cli.options import JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    help="The time stamp authorities you ask, and the roots you judge stamps by. They are yours, not the case's.",
)


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the authorities you named."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.home import Home
    from wellfounded.case.proof.trust import authorities
    from wellfounded.cli.say import Say

    say, found = Say(as_json), authorities(Home.find())
    if not found:
        say.line("No authority is named yet: wellfounded authority new NAME --url URL --roots FILE")
    for one in found:
        roots = [root.subject.rfc4514_string() for root in one.roots]
        say.line(f"{one.name:20} {one.url or '(roots only)'}")
        say.line(f"{'':20} {'; '.join(roots) or 'no root: its stamps cannot be checked here'}")
        say.record("authority", name=one.name, url=one.url, roots=roots)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What you call it.")],
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where it is asked.")] = "",
    roots: Annotated[
        Path | None,
        typer.Option("--roots", metavar="FILE", help="Its root certificates (PEM), from itself."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Name an authority, or change one. Nobody is contacted.

    Example:  wellfounded authority new ridge --url https://time.example/tsr --roots ridge.pem
    """
    from wellfounded.case.home import Home
    from wellfounded.case.proof.trust import keep_authority
    from wellfounded.cli.say import Say

    say = Say(as_json)
    one = keep_authority(Home.find(), name, url, roots)
    names = [root.subject.rfc4514_string() for root in one.roots]
    say.line(f"{one.name}: {one.url or 'roots only'}; {'; '.join(names) or 'no root yet'}")
    say.record("authority", name=one.name, url=one.url, roots=names)
