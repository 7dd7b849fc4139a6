"""`wellfounded unlock`: read an item that needs a password."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption, WeakerOption
from wellfounded.terms.errors import Mistaken

NAME = "unlock"


def run(
    item: ItemArgument,
    stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Take the password from standard input.")
    ] = False,
    weaker_jail: WeakerOption = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Read a password-protected item. The password is asked for, used once and kept nowhere.

    Example:  wellfounded unlock statement.pdf --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.understand.unlock import unlock
    from wellfounded.cli.resolve import item_of
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        digest, actor = item_of(case, item), case.home.actor(by)
        sums = unlock(case, digest, _password(stdin), actor=actor, weaker=weaker_jail)
    wrong = "needs-password" in sums.codes
    say.line(
        "That password does not open it."
        if wrong
        else f"{digest.hex[:12]} was read with the password; now: wellfounded build"
    )
    say.record("unlocked", item=str(digest), opened=not wrong, members=sums.members)
    return 1 if wrong else 0


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Mistaken(
            "no-password",
            "there is no terminal to ask for the password on",
            next="pipe it in, with --password-stdin",
        )
    import getpass

    return getpass.getpass("Password (not shown): ")
