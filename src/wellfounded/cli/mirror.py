"""`wellfounded mirror`: keep a copy of the case on another disk."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption

NAME = "mirror"


def run(
    target: Annotated[str, typer.Argument(metavar="DEST", help="A folder, best on another disk.")],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Copy the case to DEST, or bring a copy there up to date; every object is checked while it is copied.

    The copy is a whole case, without the cache and without the key.

    Example:  wellfounded mirror /media/second-disk/vale
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.mirror import mirror
    from wellfounded.cli.say import Say, plural, size

    say, copied = Say(as_json), 0
    with open_case(case_at) as case, say.progress("copying") as bar:

        def tell(count: int) -> None:
            nonlocal copied
            copied += 1
            bar.at(copied)

        done = mirror(case, target, tell)
    say.line(
        f"Copied {plural(done.copied, 'object')}, {size(done.bytes)}; {done.present} were there already."
    )
    if done.removed:
        say.line(f"Removed {plural(done.removed, 'withdrawn object')} from the copy.")
    for digest in done.damaged:
        say.line(f"DAMAGED here and not copied: {digest}")
    say.record(
        "mirrored",
        copied=done.copied,
        bytes=done.bytes,
        present=done.present,
        removed=done.removed,
        damaged=done.damaged,
    )
    return 3 if done.damaged else 0
