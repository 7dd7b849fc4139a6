"""`wellfounded entity`: who the statements of a case name, each once, with all names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    help="The people, bodies and outlets that statements name, each once, with its names in every script. A machine reading, unchecked.",
)


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List them: kind, names, how many statements are attributed to each, and in how many items it is named.

    Names that mean the same stand in `aliases.txt`, a group a line. They then count as one source too.

    Example:  wellfounded entity
    """
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.corroborate.entities import entities
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = entities(case, catalogue)
    for one in found:
        also = f"  also {'; '.join(one.names[1:])}" if len(one.names) > 1 else ""
        say.line(f"{one.name}  ({one.kind}){also}")
        say.line(f"    {plural(one.statements, 'statement')}, in {plural(len(one.items), 'item')}")
        say.record(
            "entity",
            name=one.name,
            kind=one.kind,
            names=list(one.names),
            statements=one.statements,
            items=[str(item) for item in one.items],
        )
    say.line(f"{plural(len(found), 'entity', 'entities')} (machine reading, unchecked)")


@app.command("export")
def export(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.ftm.json", help="A new file.")],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write them as FollowTheMoney entities, one JSON object a line. It holds names: keep it as you keep the case.

    Example:  wellfounded entity export -o entities.ftm.json
    """
    from wellfounded.case.corroborate.entities import entities
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = entities(case, catalogue)
    text = "".join(json.dumps(one.ftm(), ensure_ascii=False) + "\n" for one in found)
    with out.open("x", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    say.line(f"Wrote {plural(len(found), 'entity', 'entities')} to {out}")
    say.record("entity-export", file=str(out), count=len(found))
