"""The command `wellfounded`: finds the verb, and turns what went wrong into one line and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import typer
import typer.exceptions

from wellfounded.case.asking import ASK
from wellfounded.cli import (
    access,
    actor,
    add,
    amend,
    authority,
    build,
    capture,
    chat,
    check,
    claim,
    compare,
    contradiction,
    copy,
    deadline,
    decide,
    demo,
    doctor,
    element,
    entity,
    exhibit,
    export,
    index,
    init,
    join,
    key,
    link,
    look,
    matter,
    mirror,
    origin,
    packet,
    prove,
    report,
    search,
    session,
    show,
    stamp,
    statement,
    status,
    timeline,
    unlock,
    watch,
    withdraw,
    witness,
)
from wellfounded.cli.say import error_line
from wellfounded.cli.secrets import Given
from wellfounded.terms.errors import Mistaken, Unavailable, WellfoundedError

_HELP = """Turn footage, files, testimony and reporting into a case file others can check.

The case is the folder you stand in or one above it, else -C CASE, else WELLFOUNDED_CASE.

\b
Begin:
  wellfounded init vale --title "What the case is about" --by HANDLE
  cd vale
  wellfounded add ../phone --source HANDLE
  wellfounded build
  wellfounded report -o ../vale-report

\b
Exit:
  0 done            1 done, but some items were not read
  2 mistaken        3 damaged            4 refused
  5 unavailable     6 cannot check
"""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(key.app, name="key", short_help="The key that signs the logs.")
app.add_typer(access.app, name="access", short_help="Who can open an encrypted case.")
app.add_typer(actor.app, name="actor", short_help="The people behind the handles.")
app.add_typer(statement.app, name=statement.NAME, short_help="Who says what, with the exact place.")
app.add_typer(claim.app, name=claim.NAME, short_help="What is claimed, and what it rests on.")
app.add_typer(
    contradiction.app,
    name=contradiction.NAME,
    short_help="What cannot both hold, with both places.",
)
app.add_typer(entity.app, name="entity", short_help="Who the statements name, with all names.")
app.add_typer(index.app, name="index", short_help="Copies in an archive outside a case.")
app.add_typer(origin.app, name="origin", short_help="Families of copies, which count once.")
app.add_typer(stamp.app, name="stamp", short_help="Stamps from outside on the log.")
app.add_typer(authority.app, name="authority", short_help="Time stamp authorities you named.")
app.add_typer(matter.app, name="matter", short_help="The facts that rules apply to.")
app.add_typer(witness.app, name="witness", short_help="Others who sign that the log only grew.")
app.add_typer(exhibit.app, name="exhibit", short_help="What is to be filed, and what to decide.")
app.add_typer(packet.app, name="packet", short_help="The exhibit packet, and its format check.")
app.add_typer(element.app, name="element", short_help="What has to be shown, and what shows it.")
for verb, short in (
    (init, "Make a case."),
    (add, "Receive files and folders, bit for bit."),
    (watch, "Receive what comes to rest in a folder."),
    (capture, "Receive web pages as they answer now."),
    (build, "Read everything new, in the jail."),
    (status, "What is in, what was not read, what needs a person."),
    (search, "Find words, each with its exact place."),
    (show, "Everything about one item."),
    (look, "One page on a file, without a case."),
    (copy, "What is a copy of what."),
    (decide, "What a person judges about an item."),
    (compare, "What two files have in common, without a case."),
    (chat, "Two exports of one chat, and what differs."),
    (timeline, "What has a time, in order."),
    (link, "Translation, transcript, or part of another item."),
    (amend, "Correct what was stated about a receipt."),
    (check, "Recompute digests and logs."),
    (unlock, "Read an item that needs a password."),
    (withdraw, "Destroy an item on a person's order."),
    (session, "Keep an encrypted case open between commands."),
    (mirror, "Keep a copy of the case on another disk."),
    (prove, "Show one item's custody and hide the rest."),
    (export, "Hand out originals, with sums and a proof."),
    (deadline, "What is due when, by which rule."),
    (join, "Receive a second laptop's case and its log."),
    (report, "Write the pages for team, court or public."),
    (doctor, "What this computer can and cannot do."),
    (demo, "Make the sample case."),
):
    app.command(verb.NAME, short_help=short)(verb.run)
app.command(session.LOCK, short_help="Lock an encrypted case that was kept open.")(session.lock)


@app.callback(help=_HELP)
def common(
    context: typer.Context,
    case: str | None = typer.Option(
        None, "-C", "--case", metavar="CASE", help="The case's folder."
    ),
    passphrase_file: str | None = typer.Option(
        None,
        metavar="FILE",
        help="Open an encrypted case with the passphrase in a file's first line.",
    ),
    passphrase_fd: int | None = typer.Option(
        None, metavar="N", help="Open it with the passphrase read from descriptor N."
    ),
    identity: str | None = typer.Option(
        None, metavar="FILE", help="Open it with the secret keys in a file of age-keygen."
    ),
    version: bool = typer.Option(False, "--version", help="Print the version."),
) -> None:
    """Take what stands before the verb."""
    if version:
        from wellfounded import __version__

        sys.stdout.write(f"wellfounded {__version__}\n")
        raise typer.Exit
    context.obj = given = Given(passphrase_file, passphrase_fd, identity)
    ASK.set(given.openers)
    if case is not None:
        context.default_map = _defaults(context.command, case)


def _defaults(command: Any, case: str) -> dict[str, Any]:
    """Give every verb, every noun and every verb of a noun the case named before it."""
    inner = getattr(command, "commands", None)
    if inner is None:
        return {"case_at": case}
    return {"case_at": case} | {name: _defaults(one, case) for name, one in inner.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    sys.exit(_run(words, as_json))


def _run(words: list[str], as_json: bool) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(words or ["--help"], prog_name="wellfounded", standalone_mode=False)
        sys.stdout.flush()
    except WellfoundedError as exc:
        return _fail(exc, as_json)
    except typer.exceptions.TyperException as exc:
        said = getattr(exc, "format_message", None)
        what = str(said() if said else exc).rstrip(".")
        return _fail(Mistaken("usage", what, next=_next(exc)), as_json)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("stopped; run the same command again to go on\n")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as exc:
        return _fail(_of_the_system(exc), as_json)
    return status if isinstance(status, int) else 0


def _next(error: Exception) -> str:
    """Give the next step after a word that was not understood."""
    option, context = getattr(error, "option_name", ""), getattr(error, "ctx", None)
    if option and context is not None and context.parent is None:
        return f"put {option} after the verb; before it stand -C and what opens a case"
    return "add --help to see what it takes"


def _of_the_system(error: OSError) -> Unavailable:
    """Give what the operating system refused as an error that says where and why."""
    place = error.filename
    return Unavailable(
        "system",
        "the operating system refused a file or folder",
        where=os.fsdecode(place) if isinstance(place, str | bytes) else "",
        why=error.strerror or type(error).__name__,
        next="check that it exists, that you may write there and that the disk has room",
    )


def _fail(error: WellfoundedError, as_json: bool) -> int:
    sys.stderr.write(error_line(error, as_json) + "\n")
    return error.exit_code


if __name__ == "__main__":
    main()
