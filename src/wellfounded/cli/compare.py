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
    """Say what two files have in common, with the place on both sides and what was done to one to give the other.

    Of footage, pictures and sound the seconds and frames, of texts and documents the passages, the reasons with their weights,
    and where the second reads otherwise than the first. Nothing is kept. With -o, a page shows both side by side; it opens offline.

    Example:  wellfounded compare long.mp4 forwarded.mp4 -o compared.html

    Example:  wellfounded compare wire.html reprint.pdf -o compared.html
    """
    from dataclasses import replace

    from wellfounded.case.verify.compare_files import compare_files
    from wellfounded.cli.copy import differ, tell
    from wellfounded.cli.prints import not_read, nothing
    from wellfounded.cli.say import Say

    say = Say(as_json)
    found = compare_files(first, second, page=out, weaker=weaker_jail)
    sides = zip((found.a, found.b), found.failures, strict=True)
    failed = [not_read(replace(printed, failures=why), say) for printed, why in sides]
    words = {t.item: t.text for t in found.texts or ()}
    tell(found.copies, say, words.__getitem__ if words else None)
    differ(found.variants(), say)
    if found.a.item == found.b.item and found.a.kind:
        say.line("Both files are the same bytes.")
    elif not found.copies:
        nothing(found.b, found.a.name, say, text=found.texts is not None)
    if out is not None:
        say.line(f"Page: {out}")
        say.record("page", path=str(out))
    return 1 if any(failed) else 0
