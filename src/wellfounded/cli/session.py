"""`wellfounded open` and `wellfounded lock`: keep an encrypted case open between commands, and end that."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption

NAME, LOCK = "open", "lock"


def run(
    hours: Annotated[
        float,
        typer.Option("--hours", metavar="N", min=0.01, max=24.0, help="How long, at most 24."),
    ] = 8.0,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open an encrypted case once, so that the commands after this one do not ask. Its keys stay in the kernel's memory.

    Example:  wellfounded open --hours 2
    """
    from wellfounded.case.protect.access import keep_open
    from wellfounded.cli.say import Say

    say = Say(as_json)
    root = keep_open(case_at, hours=hours)
    say.line(f"Open for {hours:g} hours, or until: wellfounded lock")
    say.line("Until then every program you run on this computer can read it.")
    say.record("opened", root=str(root), hours=hours)


def lock(case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """Lock the case: its keys leave the kernel's memory, and the next command asks again.

    Example:  wellfounded lock
    """
    from wellfounded.case.protect.access import lock as close
    from wellfounded.cli.say import Say

    say, was_open = Say(as_json), close(case_at)
    say.line("Locked." if was_open else "It was not kept open; it is locked.")
    say.record("locked", was_open=was_open)
