"""`wellfounded init`: make a case."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.init import Begun
    from wellfounded.cli.say import Say

NAME = "init"


def run(
    context: typer.Context,
    directory: Annotated[str, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    title: Annotated[str, typer.Option("--title", help="What to call the case.")] = "",
    encrypted: Annotated[
        bool | None,
        typer.Option("--encrypted/--plain", help="Encrypt it, or not; on a terminal it is asked."),
    ] = None,
    recipient: Annotated[
        str | None,
        typer.Option(
            "--recipient",
            metavar="age1...",
            help="Open it by a key pair of yours, by its public half.",
        ),
    ] = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a case in DIR: a vault, two logs, and a key kept outside it.

    Example:  wellfounded init vale --title "The Kerrin footage" --by mina
    """
    from wellfounded.case.home import Home
    from wellfounded.case.init import init
    from wellfounded.cli.say import Say
    from wellfounded.cli.secrets import new_entrance

    say, home = Say(as_json), Home.find()
    actor, entrance = home.actor(by), None
    if encrypted if encrypted is not None else recipient is not None or _wants_encryption():
        entrance = new_entrance(actor, context.obj.passphrase(), recipient)
    begun = init(directory, title=title, actor=actor, home=home, entrance=entrance)
    _tell(begun, directory, actor, say)
    begun.case.close()


def _wants_encryption() -> bool:
    """Ask, and propose it; without a terminal a case is plain, as the command says."""
    return sys.stdin.isatty() and typer.confirm(
        "Encrypt this case? Without its passphrase nobody will read it, you included", default=True
    )


def _tell(begun: Begun, directory: str, actor: str, say: Say) -> None:
    from wellfounded.case.init import NOT_ENCRYPTED

    case = begun.case
    say.line(f"Made a case in {case.root}")
    say.line(f"  key          {case.fingerprint}")
    say.line(f"  kept in      {begun.key_file}")
    say.line(
        "  back it up   wellfounded key backup FILE   (without it nobody can add to this case)"
    )
    if case.is_encrypted:
        say.line(
            f"This case is encrypted: {actor} opens it, and so can whom you add: wellfounded access add HANDLE"
        )
        say.line("There is no other way in. Who loses the passphrase or key has lost the case.")
    else:
        say.line(f"{NOT_ENCRYPTED}.")
    for finding in begun.findings:
        say.line(f"This folder is {finding.what}.")
    say.line(f"Next: wellfounded -C {directory} add FILES --source HANDLE")
    say.record(
        "case",
        root=str(case.root),
        fingerprint=case.fingerprint,
        key_file=str(begun.key_file),
        encrypted=case.is_encrypted,
        findings=[{"code": f.code, "what": f.what} for f in begun.findings],
    )
