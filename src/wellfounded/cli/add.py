"""`wellfounded add`: receive evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.case.preserve.add import Added, Received
    from wellfounded.cli.say import Say
    from wellfounded.intake.receipt import Receipt
    from wellfounded.intake.walk import NotTaken

NAME = "add"

Source = Annotated[str, typer.Option("--source", metavar="HANDLE", help="Who gave it, by handle.")]
Note = Annotated[str, typer.Option("--note", help="How it came to you. Kept private.")]
Received_ = Annotated[
    str,
    typer.Option("--received", metavar="WHEN", help="When you got it, as far as known: 2024-03."),
]
Published = Annotated[
    str, typer.Option("--published", metavar="WHEN", help="When it was published, as stated.")
]
Handling = Annotated[
    str, typer.Option("--handling", metavar="open|private|privileged", help="Who may see it.")
]
Consent = Annotated[
    str, typer.Option("--consent", metavar="none|team|court|public", help="How far consent goes.")
]
Until = Annotated[str, typer.Option("--consent-until", metavar="WHEN", help="When consent ends.")]
Minor = Annotated[bool, typer.Option("--minor", help="Concerns a minor.")]
Graphic = Annotated[
    bool, typer.Option("--graphic", help="Shows what not everybody should have to see.")
]


def run(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files and folders.")],
    source: Source = "",
    note: Note = "",
    received: Received_ = "",
    published: Published = "",
    handling: Handling = "",
    consent: Consent = "",
    consent_until: Until = "",
    minor: Minor = False,
    graphic: Graphic = False,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="FILE.csv", help="A table that describes the files, a row each."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be received.")
    ] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Receive files and folders: each is copied bit for bit and logged. Your files are not changed.

    Stopped on the way, the same command goes on where it stopped.

    Example:  wellfounded add phone/ --source s1 --received 2024-09-12 --consent court
    """
    from wellfounded.case.folder import open_case
    from wellfounded.cli.say import Say
    from wellfounded.intake.receipt import state

    words = {
        "source": source,
        "note": note,
        "received": received,
        "published": published,
        "handling": handling,
        "consent": consent,
        "consent_until": consent_until,
        "minor": "yes" if minor else "",
        "graphic": "yes" if graphic else "",
    }
    receipt, say = state(words), Say(as_json)
    with open_case(case_at) as case:
        if dry_run:
            return _preview(case, paths, sheet, say)
        return _receive(case, paths, receipt, sheet, by, say)


def _preview(case: Case, paths: list[str], sheet: str | None, say: Say) -> int:
    from wellfounded.case.preserve.add import preview
    from wellfounded.cli.say import plural, size
    from wellfounded.intake.walk import NotTaken

    count = total = 0
    for offer in preview(case, paths, sheet):
        if isinstance(offer, NotTaken):
            _not_taken(offer, say)
            continue
        count, total = count + 1, total + offer.size
        say.line(f"would receive {offer.name.shown}  ({size(offer.size)})")
        say.record("offered", name=offer.name.to_json(), size=offer.size, door=offer.door)
    say.line(f"Would receive {plural(count, 'file')}, {size(total)}. Nothing was received.")
    return 0


def _receive(
    case: Case, paths: list[str], receipt: Receipt, sheet: str | None, by: str | None, say: Say
) -> int:
    from wellfounded.case.preserve.add import add
    from wellfounded.intake.walk import NotTaken

    actor, done = case.home.actor(by), 0
    with say.progress("receiving") as bar:

        def tell(thing: Received | NotTaken) -> None:
            nonlocal done
            done += 1
            bar.at(done)
            if isinstance(thing, NotTaken):
                _not_taken(thing, say)
            else:
                _received(thing, say)

        sums = add(case, paths, actor=actor, receipt=receipt, sheet=sheet, tell=tell)
    _sum_up(sums, say)
    return 1 if sums.not_received or sums.unmatched else 0


def _received(thing: Received, say: Say) -> None:
    if thing.already:
        say.line(
            f"again  {thing.digest.hex[:12]}  {thing.name.shown}  (same bytes as an earlier receipt)"
        )
    if thing.changed:
        say.line(f"changed while it was read: {thing.name.shown}")
    say.record(
        "received",
        entry=thing.entry,
        item=str(thing.digest),
        name=thing.name.to_json(),
        size=thing.size,
        already=thing.already,
        changed_while_read=thing.changed,
    )


def _not_taken(thing: NotTaken, say: Say) -> None:
    say.line(f"not received  {thing.name.shown}  ({thing.what})")
    say.record("not-received", name=thing.name.to_json(), code=thing.code, what=thing.what)


def _sum_up(sums: Added, say: Say) -> None:
    from wellfounded.cli.say import plural, size

    say.line(
        f"Received {plural(sums.received, 'file')}, {size(sums.bytes)}; they are on the disk and in the log."
    )
    if sums.resumed:
        say.line(f"{plural(sums.resumed, 'file')} had been received by the run that was cut off.")
    if sums.again:
        say.line(
            f"{plural(sums.again, 'file')} had bytes the case holds already: one object, one more receipt each."
        )
    for line in sums.unmatched:
        say.line(f"sheet, {line}")
    if sums.not_received:
        say.line(
            f"{plural(len(sums.not_received), 'thing')} not received, named above and in the log."
        )
    say.line("Next: wellfounded build")
    say.record(
        "added",
        received=sums.received,
        bytes=sums.bytes,
        again=sums.again,
        resumed=sums.resumed,
        not_received=len(sums.not_received),
        unmatched=sums.unmatched,
    )
