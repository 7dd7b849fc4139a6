"""`wellfounded amend`: correct what was stated at a receipt."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.add import Consent, Handling, Note, Published, Received_, Source, Until
from wellfounded.cli.options import ByOption, CaseOption, JsonOption
from wellfounded.terms.errors import Mistaken

NAME = "amend"


def run(
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="@N, as in wellfounded show.")],
    because: Annotated[
        str, typer.Option("--because", help="Why; it stands in the log, so name no person.")
    ] = "",
    source: Source = "",
    note: Note = "",
    received: Received_ = "",
    published: Published = "",
    handling: Handling = "",
    consent: Consent = "",
    consent_until: Until = "",
    minor: Annotated[
        bool | None, typer.Option("--minor/--not-minor", help="Concerns a minor.")
    ] = None,
    graphic: Annotated[
        bool | None, typer.Option("--graphic/--not-graphic", help="Shows what is hard to see.")
    ] = None,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct what was stated about a receipt, or how its item is handled. The old values stay in the log.

    Example:  wellfounded amend @4 --published 2024-03-01 --because "the page says so" --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.preserve.statement import amend
    from wellfounded.cli.say import Say
    from wellfounded.intake.receipt import state

    number = receipt.removeprefix("@")
    if not number.isdecimal():
        raise Mistaken(
            "receipt-form",
            f"not a receipt: {receipt[:40]!r}",
            next="write @N, as in wellfounded show ITEM",
        )
    words = {
        "source": source,
        "note": note,
        "received": received,
        "published": published,
        "handling": handling,
        "consent": consent,
        "consent_until": consent_until,
        "minor": _word(minor),
        "graphic": _word(graphic),
    }
    given, say = tuple(n for n, w in words.items() if w), Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        actor = case.home.actor(by)
        entries = amend(
            case, catalogue, int(number), state(words), given, actor=actor, because=because
        )
    for entry in entries:
        say.line(f"@{number}: {entry.type}, custody log entry {entry.index}")
        say.record("amended", receipt=int(number), entry=entry.index, entry_type=entry.type)


def _word(flag: bool | None) -> str:
    return "" if flag is None else "yes" if flag else "no"
