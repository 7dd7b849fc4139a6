"""`wellfounded init`: make a case."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, JsonOption

NAME = "init"


def run(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    title: Annotated[str, typer.Option("--title", help="What to call the case.")] = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a case in DIR: a vault, two logs, and a key kept outside it.

    Example:  wellfounded init vale --title "The Kerrin footage" --by mina
    """
    from wellfounded.case.home import Home
    from wellfounded.case.init import NOT_ENCRYPTED, init
    from wellfounded.cli.say import Say

    say, home = Say(as_json), Home.find()
    begun = init(directory, title=title, actor=home.actor(by), home=home)
    case = begun.case
    say.line(f"Made a case in {case.root}")
    say.line(f"  key          {case.fingerprint}")
    say.line(f"  kept in      {begun.key_file}")
    say.line(
        "  back it up   wellfounded key backup FILE   (without it nobody can add to this case)"
    )
    say.line(f"{NOT_ENCRYPTED}.")
    for finding in begun.findings:
        say.line(f"This folder is {finding.what}.")
    say.line(f"Next: wellfounded -C {directory} add FILES --source HANDLE")
    say.record(
        "case",
        root=str(case.root),
        fingerprint=case.fingerprint,
        key_file=str(begun.key_file),
        encrypted=False,
        findings=[{"code": f.code, "what": f.what} for f in begun.findings],
    )
    case.close()
