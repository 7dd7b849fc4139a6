"""`wellfounded check`: recompute digests and logs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.case.preserve.check import Checked
    from wellfounded.cli.say import Say

NAME = "check"
_HEADS = {
    "damaged": "DAMAGED",
    "contradicted": "TIME OUTSIDE ITS STAMPS",
    "withdrawn": "withdrawn",
    "stray": "not part of the case",
    "unknown": "could not be checked",
}


def run(
    full: Annotated[bool, typer.Option("--full", help="Read every byte of every object.")] = False,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE",
            help="What shows a checkpoint: its file, a picture or PDF with its QR code, a proof, a report, a copy; may be repeated.",
        ),
    ] = None,
    roots: Annotated[
        list[Path] | None,
        typer.Option(
            "--roots", metavar="FILE", help="Root certificates (PEM) to judge time stamps by."
        ),
    ] = None,
    headers: Annotated[
        Path | None,
        typer.Option(
            "--headers", metavar="FILE", help="Block headers to judge OpenTimestamps proofs by."
        ),
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option("--witness", metavar="KEY", help="The key of a witness; may be repeated."),
    ] = None,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Recompute digests and logs, and say what agrees, what does not, and what could not be checked.

    Without --full the objects are not read, only looked for with their size. Nothing is changed.

    Example:  wellfounded check --full --checkpoint photo-of-the-report.jpg
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.check import check, summary
    from wellfounded.case.proof.trust import Trust
    from wellfounded.cli.say import Say

    say = Say(as_json)
    for path in checkpoint or ():
        if not path.exists():
            raise Mistaken(
                "no-such-path",
                "there is no checkpoint at that path",
                where=str(path),
                next="name the file that was kept",
            )
    with open_case(case_at) as case, say.progress("checking") as bar:
        trust = Trust.of(case.home, roots=roots or (), witnesses=witness or (), headers=headers)
        result = check(case, full=full, checkpoints=checkpoint or (), trust=trust, progress=bar.at)
    _tell(result, say)
    fields = {k: v for k, v in summary(result).items() if k not in ("type", "v")}
    say.record("checked", **fields)
    unheard = any(f.code.startswith("checkpoint-") for f in result.findings)
    return 3 if result.damaged or result.contradicted else 6 if unheard else 0


def _tell(result: Checked, say: Say) -> None:
    from wellfounded.cli.say import plural, size

    for line in result.agrees:
        say.line(f"agrees: {line}")
    share = f"{size(result.bytes_read)} of {size(result.bytes)}"
    say.line(
        f"read {share} of {plural(result.objects, 'preserved object')}, both logs and "
        f"{plural(result.personal, 'personal value')}"
    )
    for finding in result.findings:
        place = f"  [{finding.where}]" if finding.where else ""
        say.line(f"{_HEADS[finding.verdict]}: {finding.what}{place}")
        say.record(
            "finding",
            verdict=finding.verdict,
            code=finding.code,
            what=finding.what,
            where=finding.where,
        )
    if result.damaged:
        say.line(
            "Something has changed since it was received. Do not use what is named DAMAGED; restore it from a mirror."
        )
    elif result.contradicted:
        say.line(
            "The bytes agree with their digests, and the clock of what is named above contradicts a stamp from outside: "
            "ask whoever wrote it why."
        )
    elif result.full:
        say.line(
            "Every byte that was read agrees with its digest, and the logs with their signatures."
        )
    else:
        say.line(
            "What was read agrees. The bytes of the objects were not read: wellfounded check --full reads them."
        )
