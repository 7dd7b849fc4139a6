"""`wellfounded stamp`: what somebody outside says of the log, and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wellfounded.case.proof.stamp import Kept, NotGiven
    from wellfounded.cli.say import Say
    from wellfounded.ledger.stamps.verdict import Verdict

app = typer.Typer(
    rich_markup_mode=None,
    help="Stamps from outside on the log: ask for one, carry one, list them.",
)
_LogOption = Annotated[
    str, typer.Option("--log", metavar="LOG", help="The log to stamp: custody, or work.")
]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List the stamps the case keeps, and whether each holds by what you have. Nobody is contacted."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.proof.outside import kept_stamps
    from wellfounded.cli.say import Say
    from wellfounded.vault import LOG_KINDS

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = [(log, one) for log in LOG_KINDS for one in kept_stamps(case, catalogue, log)]
    if not found:
        say.line("No stamp yet: wellfounded stamp ask NAME|URL, or stamp request DIR to carry it.")
    for log, one in found:
        _tell(say, one.stamp.by, one.stamp.kind, log, one.stamp.index, one.stamp.size, one.verdict)


@app.command("ask", short_help="Ask authorities for a stamp, and keep it.")
def ask(
    words: Annotated[
        list[str],
        typer.Argument(metavar="NAME|URL...", help="Authorities to ask, each named or by address."),
    ],
    log: _LogOption = "custody",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Ask time stamp authorities (RFC 3161) for a stamp on the newest checkpoint, and keep what they give.

    Each sees this computer's address and one SHA-256 digest, nothing of the case.

    Example:  wellfounded stamp ask ridge https://time.example/tsr
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.proof.stamp import ask as ask_all
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        actor = case.home.actor(by)
        found = ask_all(
            case,
            words,
            actor=actor,
            log=log_named(log),
            contacting=lambda host: contacting(say, host, "the SHA-256 digest of a checkpoint"),
        )
    return tell_all(say, found)


@app.command("request", short_help="Write a request to carry elsewhere.")
def request(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write both files.")],
    log: _LogOption = "custody",
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a request for a stamp and the checkpoint it is about, to carry to another computer.

    Example:  wellfounded stamp request /media/stick
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.proof.stamp import write_request
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        checkpoint, query = write_request(case, folder, log_named(log))
    reply = query.with_suffix(".tsr").name
    say.line(f"Wrote {query} and {checkpoint}.")
    say.line("Elsewhere, with the address of an authority in place of URL:")
    say.line(
        f"  curl -H 'Content-Type: application/timestamp-query' --data-binary @{query.name} -o {reply} URL"
    )
    say.line("Then, here:")
    say.line(
        f"  wellfounded stamp keep {reply} --checkpoint {checkpoint.name} --request {query.name}"
    )
    say.record("stamp-request", checkpoint=str(checkpoint), request=str(query))


@app.command("keep", short_help="Keep a stamp that was brought.")
def keep(
    token: Annotated[
        Path, typer.Argument(metavar="FILE", help="A .tsr, an .ots, or lines of a cosignature.")
    ],
    checkpoint: Annotated[
        Path,
        typer.Option("--checkpoint", metavar="FILE", help="The checkpoint file it is about."),
    ],
    request_file: Annotated[
        Path | None,
        typer.Option("--request", metavar="FILE", help="The request, whose nonce must come back."),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What you call the authority.")
    ] = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Keep a stamp that was brought: read, compared with its checkpoint, and stored as it came.

    Example:  wellfounded stamp keep reply.tsr --checkpoint wf-00112233aabbccdd-12.checkpoint
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.proof.stamp import keep as take
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        actor = case.home.actor(by)
        kept = take(case, token, checkpoint, actor=actor, by=name, request_file=request_file)
    return tell_all(say, [kept])


def contacting(say: Say, host: str, what: str) -> None:
    """Say, before it happens, who will see what."""
    say.line(f"{host} will see this computer's network address and {what}.")
    say.record("contacting", host=host, sees=["network address", what])


def tell_all(say: Say, found: Sequence[Kept | NotGiven]) -> int:
    """Say what was kept and who gave nothing; 1 when some gave nothing. Raises the error of the one who was asked alone."""
    from wellfounded.case.proof.stamp import NotGiven

    lost = [one for one in found if isinstance(one, NotGiven)]
    if len(lost) == len(found) == 1:
        raise lost[0].error
    for one in found:
        if isinstance(one, NotGiven):
            say.line(f"{one.by} gave no stamp: {one.error}")
            say.record("no-stamp", by=one.by, **one.error.to_json())
        else:
            _tell(say, one.by, one.kind, one.log, one.entry, one.size, one.verdict, one.already)
            _warn_of_clock(say, one)
    return 1 if lost else 0


def _tell(
    say: Say,
    by: str,
    kind: str,
    log: str,
    entry: int,
    size: int,
    verdict: Verdict,
    already: bool = False,
) -> None:
    from wellfounded.case.proof.outside import KINDS
    from wellfounded.cli.say import clock, plural

    when = "" if verdict.time is None else clock(verdict.time)
    say.line(
        f"{by}: {KINDS.get(kind, kind)} on the first {plural(size, 'entry', 'entries')} of the {log} log"
        f" (entry {entry}{', kept before' if already else ''})"
    )
    if verdict.standing == "holds":
        say.line(f"  holds: they existed on {when}, by the signature of {verdict.who}")
    else:
        head = "CONTRADICTED" if verdict.standing == "contradicted" else "cannot check"
        step = f"; {verdict.next}" if verdict.next else ""
        say.line(f"  {head}: {verdict.what}{step}")
    for note in verdict.notes:
        say.line(f"  note: {note}")
    say.record(
        "stamp",
        by=by,
        kind=kind,
        log=log,
        entry=entry,
        size=size,
        standing=verdict.standing,
        time=verdict.time,
        within=verdict.within,
        who=verdict.who,
        code=verdict.code,
        what=verdict.what,
        notes=list(verdict.notes),
        already=already,
    )


def _warn_of_clock(say: Say, one: Kept) -> None:
    """Say so when this computer's clock and a fresh stamp are far apart: `check` will name what is written meanwhile."""
    from wellfounded.case.proof.outside import DRIFT_US
    from wellfounded.ledger import clock_us

    said = one.verdict
    if one.kind != "rfc3161" or said.standing != "holds" or said.time is None or one.already:
        return
    apart = clock_us() - said.time
    if apart < -DRIFT_US:
        minutes = -apart // 60_000_000
        say.line(f"  WARNING: this computer's clock is {minutes} minutes behind: set it first")
        say.record("clock-behind", minutes=minutes)


def log_named(name: str) -> str:
    """Give the log of this name; raises Mistaken `no-log`."""
    from wellfounded.terms.errors import Mistaken
    from wellfounded.vault import LOG_KINDS

    if name not in LOG_KINDS:
        raise Mistaken("no-log", f"no such log: {name}", next="one of " + ", ".join(LOG_KINDS))
    return name
