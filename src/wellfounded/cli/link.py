"""`wellfounded link`: say how two items belong together."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption
from wellfounded.terms.errors import Mistaken

NAME = "link"


def run(
    item: ItemArgument,
    translation_of: Annotated[str | None, typer.Option("--translation-of", metavar="ITEM")] = None,
    transcript_of: Annotated[str | None, typer.Option("--transcript-of", metavar="ITEM")] = None,
    part_of: Annotated[str | None, typer.Option("--part-of", metavar="ITEM")] = None,
    certificate_of: Annotated[str | None, typer.Option("--certificate-of", metavar="ITEM")] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="The link no longer holds; the log keeps both.")
    ] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that ITEM is a translation, transcript, part or translator's certificate of another item.

    Example:  wellfounded link BL-2024-0318_en.docx --translation-of BL-2024-0318.docx --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.statement import link
    from wellfounded.cli.resolve import item_of
    from wellfounded.cli.say import Say

    given = {
        "translation-of": translation_of,
        "transcript-of": transcript_of,
        "part-of": part_of,
        "certificate-of": certificate_of,
    }
    named = [(kind, other) for kind, other in given.items() if other is not None]
    if len(named) != 1:
        raise Mistaken("link-kind", "say one of " + ", ".join(f"--{kind}" for kind in given))
    kind, other = named[0]
    say = Say(as_json)
    with open_case(case_at) as case:
        source, target = item_of(case, item), item_of(case, other)
        entry = link(case, source, kind, target, actor=case.home.actor(by), undo=undo)
    say.line(
        f"{source.hex[:12]} is {'no longer ' if undo else ''}{kind} {target.hex[:12]} (work log, entry {entry.index})"
    )
    say.record(
        "linked", source=str(source), kind=kind, target=str(target), undone=undo, entry=entry.index
    )
