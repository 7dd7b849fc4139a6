"""`wellfounded watch`: receive what comes to rest in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.add import Consent, Handling, Note, Source
from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.preserve.watch import Looked
    from wellfounded.cli.say import Say

NAME = "watch"


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to watch.")],
    rest: Annotated[
        float,
        typer.Option(
            "--rest",
            metavar="SECONDS",
            min=0.1,
            max=3600,
            help="How long a file stays the same before it is received.",
        ),
    ] = 10.0,
    once: Annotated[
        bool, typer.Option("--once", help="Receive what is at rest now, and end.")
    ] = False,
    source: Source = "",
    note: Note = "",
    handling: Handling = "",
    consent: Consent = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Receive every file that comes to rest in a folder, until it is stopped with Ctrl-C. Your files are not changed.

    Begun again, it goes on where it stopped: what the log holds is not received twice, and a file that changed since is received again.

    Example:  wellfounded watch ~/incoming --source s1 --consent court
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.watch import asleep, watch
    from wellfounded.cli.add import told
    from wellfounded.cli.say import Say
    from wellfounded.intake.receipt import state

    words = {"source": source, "note": note, "handling": handling, "consent": consent}
    receipt, say, looks = state(words), Say(as_json), 0

    def wait(seconds: float) -> bool:
        nonlocal looks
        looks += 1
        return not (once and looks > 1) and asleep(seconds)

    with open_case(case_at) as case:
        actor = case.home.actor(by)
        if not once:
            say.line(f"Watching {folder}; Ctrl-C ends it.")
        try:
            watch(
                case,
                folder,
                actor=actor,
                receipt=receipt,
                rest_s=rest,
                wait=wait,
                tell=lambda thing: told(thing, say),
                looked=lambda found: _looked(found, say, once=once),
            )
        except KeyboardInterrupt:
            say.line("Stopped. What was named is on the disk and in the log.")


def _looked(found: Looked, say: Say, *, once: bool) -> None:
    from wellfounded.cli.say import plural

    added = found.added
    if added.received or added.not_received or once:
        still = f"; {found.unsettled} still being written" if found.unsettled else ""
        say.line(f"Received {plural(added.received, 'file')}{still}.")
    say.record(
        "looked",
        received=added.received,
        not_received=len(added.not_received),
        unsettled=found.unsettled,
    )
