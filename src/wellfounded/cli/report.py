"""`wellfounded report`: write the report."""

from __future__ import annotations

from typing import Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

NAME = "report"


def run(
    out: Annotated[str, typer.Option("-o", "--out", metavar="DIR", help="A new folder.")],
    audience: Annotated[
        str, typer.Option("--for", metavar="team|court|public", help="Who will read it.")
    ] = "team",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report into a new folder of pages that open offline, without script.

    For court and public it leaves out givers, notes, gaps, places of pictures, private papers and what consent does not cover.

    Example:  wellfounded report -o court-report --for court --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.present.report import report
    from wellfounded.cli.say import Say, plural, size

    say, without = Say(as_json), list[int]()
    with open_case(case_at) as case, say.progress("writing") as bar:
        bar.at(0)
        written = report(
            case, out, audience=audience, actor=case.home.actor(by), unspoken=without.append
        )
    say.line(
        f"Wrote {plural(written.items, 'item')} for {audience}: {plural(written.files, 'file')}, {size(written.octets)}"
    )
    if case.is_encrypted:
        say.line("  these pages are not encrypted: whoever has that folder can read them")
    say.line(f"  open {written.folder.resolve() / 'index.html'}")
    count = sum(without)
    if count and audience == "court":
        say.line(
            f"  {plural(count, 'item')} shown without any recorded consent; to keep one out: "
            "wellfounded amend @RECEIPT --consent none --because ..."
        )
    elif count and audience == "public":
        say.line(
            f"  {plural(count, 'item')} left out: nobody recorded any consent; to publish one: "
            "wellfounded amend @RECEIPT --consent public --because ..."
        )
    say.record(
        "report",
        audience=audience,
        folder=str(written.folder),
        items=written.items,
        files=written.files,
        bytes=written.octets,
        manifest=str(written.manifest),
        without_consent=count,
    )
