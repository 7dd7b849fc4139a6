"""`wellfounded timeline`: what has a time, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.corroborate.timeline import Kind, Line
    from wellfounded.cli.say import Say

NAME = "timeline"


def run(
    item: Annotated[
        str,
        typer.Argument(
            metavar="[ITEM]", help="Only of this item: digits of a digest, @N, or a name."
        ),
    ] = "",
    of: Annotated[
        str,
        typer.Option(
            "--of", metavar="KIND", help="Only of one kind: item, statement, deadline, decision."
        ),
    ] = "",
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what has a time: items' own times, when statements were said and what they tell of, decisions; then what has none yet.

    A time is the stretch it can be. Without a zone it can begin in any zone on Earth, and says so. Machine reading, unchecked,
    but for times a person stated.

    Example:  wellfounded timeline --of statement
    """
    from wellfounded.case.corroborate.timeline import KINDS, fields, timeline
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say, plural
    from wellfounded.terms.errors import Mistaken

    named: dict[str, Kind] = {kind: kind for kind in KINDS}
    if of and of not in named:
        raise Mistaken("kind-of-time", f"no such kind: {of}", next="one of " + ", ".join(KINDS))
    say, count, undated = Say(as_json), 0, 0
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        digest = catalogue.resolve(item) if item else None
        for line in timeline(catalogue, digest, (named[of],) if of else KINDS):
            count += line.dated
            if not line.dated:
                undated += 1
                if undated == 1:
                    say.line("No date yet")
            _tell(line, say)
            say.record("time", **fields(line))
    say.line(f"{plural(count, 'time')}, {undated} without a date yet (machine reading, unchecked)")


def _tell(line: Line, say: Say) -> None:
    zone = f" {line.zone}" if line.zone and line.kind != "statement" else ""
    mark = f" [{line.stance}]" if line.stance else ""
    say.line(f"{line.shown}{zone}  {line.kind}{mark}: {line.what}, {line.who}")
    if line.words:
        say.line(f"    {line.words}")
    where = ", ".join(part for part in (line.name, line.place) if part)
    say.line(f"    {where}" + (f"  ({line.rule})" if line.rule else ""))
