"""`wellfounded withdraw`: destroy an item on a person's order."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption
from wellfounded.terms.errors import Mistaken

NAME = "withdraw"


def run(
    item: ItemArgument,
    reason: Annotated[
        str, typer.Option("--reason", help="Why. Kept as a private value of the log.")
    ] = "",
    with_containers: Annotated[
        bool,
        typer.Option(
            "--with-containers",
            help="Withdraw the archives or mails that hold the same bytes, too.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Destroy an item's bytes, personal values and everything made from them. Its digest, receipt and your reason stay in the log.

    Example:  wellfounded withdraw note-H-2024-10-17.txt --reason "consent ended" --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.withdraw import NOT_REACHED, withdraw
    from wellfounded.cli.resolve import item_of
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case:
        digest, actor = item_of(case, item), case.home.actor(by)
        if not yes:
            _ask(digest.hex[:12])
        done = withdraw(case, digest, reason=reason, actor=actor, containers=with_containers)
    for one in done.items:
        say.line(f"withdrawn  {one}")
    say.line(
        f"Destroyed {plural(len(done.items), 'object')} and {plural(done.personal, 'personal value')}, and what was made from them."
    )
    if done.reports:
        say.line(
            "Reports under the case's out/ were removed; make them again with wellfounded report."
        )
    for place in NOT_REACHED:
        say.line(f"Not reached: {place}.")
    say.record(
        "withdrawn",
        items=[str(d) for d in done.items],
        personal=done.personal,
        not_reached=list(NOT_REACHED),
    )


def _ask(short: str) -> None:
    if not sys.stdin.isatty():
        raise Mistaken(
            "not-confirmed", "destroying evidence is confirmed by a person", next="add --yes"
        )
    answer = input(f"This destroys {short} in this case for good. Type its first six digits: ")
    if answer.strip() != short[:6]:
        raise Mistaken("not-confirmed", "nothing was destroyed")
