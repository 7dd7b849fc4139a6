"""`wellfounded demo`: the sample case."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import JsonOption, WeakerOption

NAME = "demo"


def run(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    weaker_jail: WeakerOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make the sample case in DIR: invented people and places, some forty files, a report. Takes a minute or two.

    Example:  wellfounded demo try; then open try/report/index.html
    """
    from wellfounded.case.demo import demo
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with say.progress("receiving") as bar:
        made = demo(
            directory, tell=lambda what, done, total: bar.at(done, total, what), weaker=weaker_jail
        )
    readings = f"{made.read} readings whole, {made.partial} in part, {made.failed} not"
    say.line(
        f"The sample case: {made.items} items, {readings}, {made.entries} entries in the custody log."
    )
    say.line(f"  report  {made.report}")
    say.line(f"  case    {made.root}")
    say.line(
        f"Look around:  WELLFOUNDED_HOME={made.root.parent / 'home'} wellfounded -C {made.root} status"
    )
    say.record(
        "demo",
        root=str(made.root),
        report=str(made.report),
        items=made.items,
        read=made.read,
        partial=made.partial,
        failed=made.failed,
        entries=made.entries,
    )
