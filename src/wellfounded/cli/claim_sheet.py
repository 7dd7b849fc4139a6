"""`wellfounded claim sheet` and `claim read`: claims and links in a spreadsheet, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellfounded.cli.claim_open import deciding
from wellfounded.cli.options import ByOption, CaseOption, JsonOption


def sheet(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.csv", help="A new file.")],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every claim and link as a spreadsheet, to be changed and read back. It holds private words: keep it as you keep the case.

    Example:  wellfounded claim sheet -o claims.csv
    """
    from wellfounded.case.corroborate.claim_views import claim_views
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.proof.handout import refuse_plain_inside
    from wellfounded.claims.sheet import write
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        views = list(claim_views(case, catalogue))
    refuse_plain_inside(case, out, "a sheet")
    with out.open("xb") as file:
        file.write(write(views))
    links = sum(len(view.links) for view in views)
    say.line(f"Wrote {plural(len(views), 'claim')} with {plural(links, 'link')} to {out}")
    say.record("claim-sheet", file=str(out), claims=len(views), links=links)


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A sheet written before.")],
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a changed spreadsheet over: only what differs, in one commit. What it accepts is accepted without being opened.

    Example:  wellfounded claim read claims.csv --by mina
    """
    from wellfounded.case.corroborate.claim_sheet import take_over
    from wellfounded.claims.sheet import read as rows_of
    from wellfounded.cli.say import plural

    rows = rows_of(file.read_bytes())
    with deciding(case_at, by, as_json) as opened:
        take_over(opened.claims, opened.catalogue, opened.book, rows)
        changes = len(opened.claims)
    opened.say.line(f"{plural(len(rows), 'row')}, {plural(changes, 'change')} written")
    opened.say.record("claim-sheet-read", rows=len(rows), changes=changes)
