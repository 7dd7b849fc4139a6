"""`wellfounded key`: the key that signs a case's logs."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    help="The key that signs a case's logs: show, backup, restore, rotate.",
)


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """Show the keys when no verb is given."""
    if context.invoked_subcommand is None:
        show(case_at, as_json)


@app.command("show")
def show(case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """Show fingerprints and public keys. Give the fingerprint to whoever shall check your case later."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.key import show as states
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        for state in states(case):
            here = "on this computer" if state.here else "NOT on this computer"
            say.line(f"{state.log:8} {state.origin}  {state.fingerprint}  {here}")
            say.line(f"         public key {state.public_key}")
            say.line(f"         for a witness {state.verifier_key}")
            say.record(
                "key",
                log=state.log,
                origin=state.origin,
                public_key=state.public_key,
                verifier_key=state.verifier_key,
                fingerprint=state.fingerprint,
                here=state.here,
            )


@app.command("backup")
def backup(
    target: Annotated[
        str, typer.Argument(metavar="FILE", help="A new file, best on a stick you keep elsewhere.")
    ],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the private key into a new file. Whoever has that file can sign in your name."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.key import backup as write
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        fingerprint = write(case, target)
    say.line(
        f"Wrote the key {fingerprint} to {target}, readable by you alone. Keep it away from this computer."
    )
    say.record("key-backup", fingerprint=fingerprint, file=target)


@app.command("restore")
def restore(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A file written by key backup.")],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a backed-up key to this computer; that of an encrypted case is encrypted to it, so name the case too."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.home import Home
    from wellfounded.case.preserve.key import is_encrypted
    from wellfounded.case.preserve.key import restore as take
    from wellfounded.cli.say import Say

    say = Say(as_json)
    if is_encrypted(source):
        with open_case(case_at) as case:
            fingerprint = take(case.home, source)
    else:
        fingerprint = take(Home.find(), source)
    say.line(f"The key {fingerprint} is on this computer now.")
    say.record("key-restored", fingerprint=fingerprint)


@app.command("rotate")
def rotate(case_at: CaseOption = None, by: ByOption = None, as_json: JsonOption = False) -> None:
    """Sign with a new key from now on. The change is an entry that both keys sign."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.key import rotate as turn
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        fingerprint = turn(case, actor=case.home.actor(by))
    say.line(
        f"The logs are signed by {fingerprint} from now on. Back it up: wellfounded key backup FILE"
    )
    say.record("key-rotated", fingerprint=fingerprint)
