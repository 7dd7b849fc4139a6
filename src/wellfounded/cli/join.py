"""`wellfounded join`: receive the case of a second laptop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.cli.say import Say

NAME = "join"


def run(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="The other case; without it, what was joined is listed."
        ),
    ] = None,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Receive the items and the custody log of another computer's case, as evidence that it kept.

    The other case is only read; its work log stays there. Join again when it has grown.

    Example:  wellfounded join /media/second-laptop/vale
    """
    from wellfounded.case.folder import open_case
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        if folder is None:
            _list(case, say)
        else:
            _join(case, folder, case.home.actor(by), say)


def _join(case: Case, folder: Path, actor: str, say: Say) -> None:
    from wellfounded.case.preserve.join import join
    from wellfounded.cli.say import plural

    with say.progress("joining") as bar:
        count = 0

        def tell(*_: object) -> None:
            nonlocal count
            count += 1
            bar.at(count)

        done = join(case, folder, actor=actor, tell=tell)
    say.line(
        f"Joined {done.origin} with {plural(done.size, 'entry', 'entries')} (custody log, entry {done.entry})"
    )
    say.line(f"  {plural(done.received, 'receipt')} taken over, {done.already} here before")
    for item in done.withdrawn_there:
        say.line(f"  withdrawn there, and still here: wellfounded withdraw {item.hex[:12]}")
    say.line("Next: wellfounded build, and wellfounded check")
    say.record(
        "joined",
        log=done.origin,
        size=done.size,
        entry=done.entry,
        received=done.received,
        already=done.already,
        withdrawn_there=[str(d) for d in done.withdrawn_there],
    )


def _list(case: Case, say: Say) -> None:
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.preserve.joined import joined_logs, newest
    from wellfounded.cli.say import clock, plural

    with open_catalogue(case) as catalogue:
        found = newest(joined_logs(catalogue.entries("custody", types=("joined",))))
    if not found:
        say.line("No other log was joined: wellfounded join DIR")
    for one in found.values():
        say.line(
            f"{one.origin}  {plural(one.size, 'entry', 'entries')}, received by {one.by} on {clock(one.clock)} (entry {one.index})"
        )
        say.record(
            "joined-log",
            log=one.origin,
            size=one.size,
            entry=one.index,
            actor=one.by,
            clock=one.clock,
        )
