"""`wellfounded compare`: what two files have in common, without a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellfounded.cli.options import JsonOption, WeakerOption

NAME = "compare"


def run(
    first: Annotated[Path, typer.Argument(metavar="FILE")],
    second: Annotated[Path, typer.Argument(metavar="FILE")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="OUT.html", help="Write a page with the aligned parts."
        ),
    ] = None,
    weaker_jail: WeakerOption = False,
    as_json: JsonOption = False,
) -> int:
    """Say what two files have in common, with the seconds on both sides and what was done to one to give the other.

    Nothing is kept. With -o, a page shows the aligned parts side by side; it opens offline.

    Example:  wellfounded compare long.mp4 forwarded.mp4 -o compared.html
    """
    from wellfounded.case.verify.compare_files import compare_files
    from wellfounded.cli.copy import tell
    from wellfounded.cli.prints import not_read, nothing
    from wellfounded.cli.say import Say

    say = Say(as_json)
    found = compare_files(first, second, page=out, weaker=weaker_jail)
    failed = [not_read(printed, say) for printed in (found.a, found.b)]
    tell(found.copies, say)
    if not found.copies:
        nothing(found.b, found.a.name, say)
    if out is not None:
        say.line(f"Page: {out}")
        say.record("page", path=str(out))
    return 1 if any(failed) else 0
