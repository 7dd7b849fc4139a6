"""`wellfounded witness`: others who watch that the log only grows, and being one."""

from __future__ import annotations

import threading
from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    help="Witnesses: others who sign that they saw the log, and that it only grew. Name, ask, or run one.",
)
_MINUTE_S = 60.0


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the witnesses you named."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.home import Home
    from wellfounded.case.proof.trust import all_witnesses
    from wellfounded.cli.say import Say

    say, found = Say(as_json), all_witnesses(Home.find())
    if not found:
        say.line("No witness is named yet: wellfounded witness new NAME --url URL --key KEY")
    for one in found:
        say.line(f"{one.name:20} {one.url or '(key only)'}")
        say.line(f"{'':20} {one.key}")
        say.record("witness", name=one.name, url=one.url, key=str(one.key))


@app.command("new", short_help="Name a witness, or change one.")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What you call it.")],
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Its key, from its owner.")],
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where it is asked.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Name a witness, or change one. Nobody is contacted.

    Example:  wellfounded witness new ridge --url http://127.0.0.1:8318 --key witness.example/ridge+...
    """
    from wellfounded.case.home import Home
    from wellfounded.case.proof.trust import keep_witness
    from wellfounded.cli.say import Say

    say = Say(as_json)
    one = keep_witness(Home.find(), name, url, key)
    say.line(f"{one.name}: {one.url or 'key only'}; {one.key}")
    say.record("witness", name=one.name, url=one.url, key=str(one.key))


@app.command("ask", short_help="Ask witnesses to cosign, and keep it.")
def ask(
    words: Annotated[
        list[str], typer.Argument(metavar="NAME|URL...", help="Witnesses to ask, named or by URL.")
    ],
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="The key of the witness at a URL.")
    ] = None,
    log: Annotated[
        str, typer.Option("--log", metavar="LOG", help="The log to show: custody, or work.")
    ] = "custody",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Ask witnesses to cosign the newest checkpoint, and keep what they give.

    Each sees this computer's address, the log's random name, its size and hashes; no entry.

    Example:  wellfounded witness ask ridge
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.proof.witness import SEES
    from wellfounded.case.proof.witness import ask as ask_all
    from wellfounded.cli.say import Say
    from wellfounded.cli.stamp import contacting, log_named, tell_all

    say = Say(as_json)
    with open_case(case_at) as case:
        found = ask_all(
            case,
            words,
            actor=case.home.actor(by),
            key=key,
            log=log_named(log),
            contacting=lambda host: contacting(say, host, SEES),
        )
    return tell_all(say, found)


@app.command("know", short_help="Let your own witness know a log.")
def know(
    logs: Annotated[
        list[str],
        typer.Argument(metavar="KEY...", help="Lines that wellfounded key prints for a witness."),
    ],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Your witness' name; the first time.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Let your own witness know logs, also while it serves. Nobody is contacted.

    Example:  wellfounded witness know wf/00112233aabbccdd+...
    """
    from wellfounded.case.home import Home
    from wellfounded.case.proof.witness import own_witness
    from wellfounded.cli.say import Say

    say = Say(as_json)
    book = own_witness(Home.find(), name, logs)
    say.line(f"{book.name} knows {', '.join(k.name for k in book.logs())}")
    say.line(f"  its key, for whoever shall rely on it: {book.key}")
    say.record("own-witness", name=book.name, key=str(book.key), logs=[k.name for k in book.logs()])


@app.command("serve", short_help="Be a witness until stopped.")
def serve(
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Its name; needed the first time.")
    ] = "",
    log: Annotated[
        list[str] | None,
        typer.Option("--log", metavar="KEY", help="The key of a log to know; may be repeated."),
    ] = None,
    listen: Annotated[
        str, typer.Option("--listen", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535)] = 8318,
    as_json: JsonOption = False,
) -> None:
    """Be a witness until stopped: cosign what logs you know have grown to, and refuse every other history.

    It contacts nobody. It answers whoever reaches it; unless you say --listen, only this computer does.

    Example:  wellfounded witness serve --name witness.example/ridge --log wf/00112233aabbccdd+...
    """
    from wellfounded.case.home import Home
    from wellfounded.case.proof.witness import own_witness
    from wellfounded.cli.say import Say, plural
    from wellfounded.ledger.witness.net import serving

    say = Say(as_json)
    book = own_witness(Home.find(), name, log or ())
    logs = book.logs()
    with serving(book, listen, port) as url:
        say.line(f"{book.name} at {url}, knows {plural(len(logs), 'log')}; stop with Ctrl-C")
        say.line(f"  key {book.key}")
        if not logs:
            say.line("  It cosigns nothing yet: give it a log's key with --log KEY")
        say.record(
            "serving", name=book.name, url=url, key=str(book.key), logs=[k.name for k in logs]
        )
        say.flush()
        stay()


def stay() -> None:
    """Wait until the person stops the command."""
    while True:
        threading.Event().wait(_MINUTE_S)
