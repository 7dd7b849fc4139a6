"""`wellfounded packet build`: the exhibits bound into a filing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.matter_options import ForumOption
from wellfounded.cli.options import ByOption, CaseOption, JsonOption, WeakerOption
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.case.present.packet import Packet
    from wellfounded.cli.say import Say

_SIZE = re.compile(r"(\d+)\s*(B|KB|MB|GB)?", re.IGNORECASE)
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}


def run(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="A new folder.")],
    forum: ForumOption = "",
    max_size: Annotated[
        str, typer.Option("--max-size", metavar="25MB", help="The largest part; else the forum's.")
    ] = "",
    cover: Annotated[
        Path | None, typer.Option("--cover", metavar="FILE.pdf", help="Your own first pages.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What the files are called.")] = "Exhibits",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The day of issue; else now.")
    ] = "",
    whole_entries: Annotated[
        bool,
        typer.Option(
            "--whole-entries",
            help="Let packet.proof show custody that names more: the archive an exhibit came out of, a reason in words.",
        ),
    ] = False,
    sensitive: Annotated[
        list[str] | None,
        typer.Option(
            "--sensitive",
            metavar="ITEM",
            help="An exhibit whose source is sensitive: a salted commitment stands for its original. May be repeated.",
        ),
    ] = None,
    weaker_jail: WeakerOption = False,
    by: ByOption = None,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bind the exhibits into a new folder: the parts, and packet.proof beside them.

    Every exhibit needs its title and each of its decisions first: wellfounded exhibit lists them. Pages of PDFs stay as they
    are, with a stamp in the corner.

    Example:  wellfounded packet build -o ../packet --max-size 25MB
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.present.packet import Asked, build
    from wellfounded.cli.resolve import item_of
    from wellfounded.cli.say import Say

    say = Say(as_json)
    asked = Asked(
        forum=forum,
        max_bytes=_bytes(max_size) if max_size else None,
        cover=cover,
        name=name,
        issued=_issued(as_of) if as_of else None,
        weaker=weaker_jail,
        whole_entries=whole_entries,
    )
    with open_case(case_at) as case, say.progress("binding") as bar:
        bar.at(0)
        hidden = tuple(item_of(case, words) for words in sensitive or ())
        asked = replace(asked, sensitive=hidden)
        made = build(case, out, asked, actor=case.home.actor(by))
    _tell(say, made)


def _tell(say: Say, made: Packet) -> None:
    from wellfounded.cli.say import plural, size

    say.line(f"Bound {plural(len(made.exhibits), 'exhibit')} into {plural(made.pages, 'page')}")
    for part in made.parts:
        say.line(f"  {part.name}  {plural(part.pages, 'page')}, {size(part.octets)}")
        say.line(f"    {part.digest}")
        say.record(
            "packet-part",
            name=part.name,
            digest=str(part.digest),
            bytes=part.octets,
            pages=part.pages,
        )
    say.line(f"  {', '.join(made.beside)}: beside it, not filed; keep them")
    if made.custody_left_out:
        tabs = ", ".join(made.custody_left_out)
        say.line(f"  packet.proof does not show the custody of {tabs}: it names more than the file")
        say.line(
            "    --whole-entries shows it, with the archive it came out of or a reason in words"
        )
    for tab, note in made.notes:
        say.line(f"  exhibit {tab}: {note}")
    if made.lacking:
        say.line(f"  the caption lacks: {', '.join(made.lacking)}")
        say.line(
            '    wellfounded matter set --caption NAME="..."; or --cover with your own first pages'
        )
    say.line("Look at every page before you file it. Not legal advice.")
    say.record(
        "packet",
        folder=str(made.folder),
        exhibits=len(made.exhibits),
        pages=made.pages,
        notes=[{"tab": tab, "note": note} for tab, note in made.notes],
        lacking=list(made.lacking),
        beside=list(made.beside),
        custody_left_out=list(made.custody_left_out),
    )


def _bytes(text: str) -> int:
    """Read `25MB`; units count in thousands."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or not int(found.group(1)):
        raise Mistaken("size-form", f"not a size: {text[:40]!r}", next="write it like 25MB")
    return int(found.group(1)) * _UNITS[(found.group(2) or "").upper()]


def _issued(text: str) -> int:
    from wellfounded.law.matter import parse_date

    days = parse_date(text).toordinal() - 719_163
    return days * 86_400_000_000
