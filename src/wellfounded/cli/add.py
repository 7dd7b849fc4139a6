"""`wellfounded add`: receive evidence."""

from __future__ import annotations

from dataclasses import dataclass
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
    manifest: Annotated[
        str | None,
        typer.Option(
            "--manifest",
            metavar="FILE.csv",
            help="An archive's own list: a sheet with columns id, size, md5, sha1, sha256, sha512.",
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
    from wellfounded.terms.errors import Mistaken

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
    if sheet and manifest:
        raise Mistaken("which-sheet", "give --sheet or --manifest, one of the two", why="a manifest is a sheet too")  # fmt: skip
    offer = _Offer(paths, receipt, sheet, manifest)
    with open_case(case_at) as case:
        return _preview(case, offer, say) if dry_run else _receive(case, offer, by, say)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What is offered, and what is stated of it."""

    paths: list[str]
    receipt: Receipt
    sheet: str | None
    manifest: str | None


def _preview(case: Case, given: _Offer, say: Say) -> int:
    from wellfounded.case.preserve.add import preview
    from wellfounded.cli.say import plural, size
    from wellfounded.intake.walk import NotTaken

    count = total = 0
    for offer in preview(case, given.paths, given.sheet, given.manifest):
        if isinstance(offer, NotTaken):
            _not_taken(offer, say)
            continue
        count, total = count + 1, total + offer.size
        say.line(f"would receive {offer.name.shown}  ({size(offer.size)})")
        say.record("offered", name=offer.name.to_json(), size=offer.size, door=offer.door)
    say.line(f"Would receive {plural(count, 'file')}, {size(total)}. Nothing was received.")
    return 0


def _receive(case: Case, given: _Offer, by: str | None, say: Say) -> int:
    from wellfounded.case.preserve.add import add

    actor, done = case.home.actor(by), 0
    with say.progress("receiving") as bar:

        def tell(thing: Received | NotTaken) -> None:
            nonlocal done
            done += 1
            bar.at(done)
            told(thing, say)

        sums = add(
            case,
            given.paths,
            actor=actor,
            receipt=given.receipt,
            sheet=given.sheet,
            manifest=given.manifest,
            tell=tell,
        )
    sum_up(sums, say)
    return 1 if sums.not_received or sums.unmatched or sums.differing else 0


def told(thing: Received | NotTaken, say: Say) -> None:
    """Say what became of one file."""
    from wellfounded.intake.walk import NotTaken

    if isinstance(thing, NotTaken):
        _not_taken(thing, say)
    else:
        _received(thing, say)


def _received(thing: Received, say: Say) -> None:
    if thing.already:
        say.line(
            f"again  {thing.digest.hex[:12]}  {thing.name.shown}  (same bytes as an earlier receipt)"
        )
    if thing.changed:
        say.line(f"changed while it was read: {thing.name.shown}")
    for one in thing.differs:
        say.line(
            f"differs  {thing.name.shown}: the list states {one.name} {one.stated}, these bytes have {one.found}"
        )
    say.record(
        "received",
        entry=thing.entry,
        item=str(thing.digest),
        name=thing.name.to_json(),
        size=thing.size,
        already=thing.already,
        changed_while_read=thing.changed,
        differs=[one.to_json() for one in thing.differs],
    )


def _not_taken(thing: NotTaken, say: Say) -> None:
    say.line(f"not received  {thing.name.shown}  ({thing.what})")
    say.record("not-received", name=thing.name.to_json(), code=thing.code, what=thing.what)


def sum_up(sums: Added, say: Say) -> None:
    """Say what was received in all."""
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
    if sums.differing:
        say.line(
            f"{plural(sums.differing, 'file')} not as the list states, named above; both are kept: wellfounded show ITEM"
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
        differing=sums.differing,
        unmatched=sums.unmatched,
    )
