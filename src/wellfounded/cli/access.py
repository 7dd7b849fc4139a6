"""`wellfounded access`: who can open an encrypted case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    help="Who can open an encrypted case: list, add, change, remove.",
)

_Handle = Annotated[str, typer.Argument(metavar="HANDLE", help="Whose; real names stay out.")]
_NewFile = Annotated[
    str | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help="Take their passphrase from the first line of a file.",
    ),
]
_Recipient = Annotated[
    str | None,
    typer.Option(
        "--recipient",
        metavar="age1...",
        help="Let them in by a key pair of theirs instead, by its public half.",
    ),
]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List who can open the case when no verb is given."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.protect.access import people
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        for person in people(case):
            how = "a passphrase" if person.way == "passphrase" else f"the key {person.recipient}"
            say.line(f"{person.handle:20}  by {how}")
            say.record(
                "person", handle=person.handle, way=person.way, recipient=str(person.recipient)
            )


@app.command("add")
def add(
    handle: _Handle,
    new_passphrase_file: _NewFile = None,
    recipient: _Recipient = None,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let somebody in, by a passphrase of their own or by their public key. One small file is written.

    Example:  wellfounded access add lark --recipient age1... --by mina
    """
    from wellfounded.case.protect import access

    _let_in(
        access.add, "added", _Asked(handle, new_passphrase_file, recipient, case_at, by, as_json)
    )


@app.command("change")
def change(
    handle: _Handle,
    new_passphrase_file: _NewFile = None,
    recipient: _Recipient = None,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give somebody another passphrase or key. Their old one still opens older copies of this case.

    Example:  wellfounded access change mina --by mina
    """
    from wellfounded.case.protect import access

    _let_in(
        access.change,
        "changed",
        _Asked(handle, new_passphrase_file, recipient, case_at, by, as_json),
    )


@app.command("remove")
def remove(
    handle: _Handle, case_at: CaseOption = None, by: ByOption = None, as_json: JsonOption = False
) -> None:
    """Let somebody in no longer: what is new from now on is encrypted to keys they never had.

    Example:  wellfounded access remove lark --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.protect.access import remove as take_out
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        actor = case.home.actor(by)
        take_out(case, handle, actor=actor).close()
    say.line(f"{handle} opens this case no longer. What is added from now on is closed to them.")
    say.line(
        f"What was there before stays readable to {handle}: their keys fit every copy of it, and nothing takes that back."
    )
    say.line("Mirrors made before still let them in: run wellfounded mirror for each again.")
    say.record("access", what="removed", handle=handle)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `add` and `change` take."""

    handle: str
    file: str | None
    recipient: str | None
    case_at: str | None
    by: str | None
    as_json: bool


def _let_in(write: Callable[..., None], what: str, asked: _Asked) -> None:
    from wellfounded.case.folder import open_case
    from wellfounded.case.protect.access import people
    from wellfounded.cli.say import Say
    from wellfounded.cli.secrets import first_line, new_entrance

    say = Say(asked.as_json)
    with open_case(asked.case_at) as case:
        actor = case.home.actor(asked.by)
        people(case)  # refuses a plain case before anything is asked
        given = None if asked.file is None else first_line(asked.file)
        write(case, new_entrance(asked.handle, given, asked.recipient), actor=actor)
    how = "their key" if asked.recipient else "their passphrase"
    if what == "added":
        say.line(f"{asked.handle} can open this case now, by {how}: all of it, old and new.")
    else:
        say.line(f"{asked.handle} opens this case by {how} from now on.")
        say.line("Copies made before still open with what was there before.")
    say.record("access", what=what, handle=asked.handle)
