"""`wellfounded decide`: what a person judges about an item, on which grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.verify.decide import Judged
    from wellfounded.cli.say import Say
    from wellfounded.terms.digest import Digest

NAME = "decide"


def run(
    item: ItemArgument,
    category: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="CATEGORY", help="What you judge: earlier-footage, place-matches."
        ),
    ] = None,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", help="On which grounds; private.")
    ] = "",
    dissent: Annotated[
        str,
        typer.Option(
            "--dissent", metavar="TEXT", help="Where you differ from the others; private."
        ),
    ] = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what you judge about an item; without --as, list what was decided.

    A second reviewer decides before seeing the first: decisions of others are shown to you once you have decided.

    Example:  wellfounded decide kerrin_march_2025.mp4 --as earlier-footage --because "stands in a clip of 2021" --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue, refresh
    from wellfounded.case.verify.decide import decide, judged
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        digest, actor = catalogue.resolve(item), case.home.actor(by)
        if category is not None:
            entry = decide(
                case,
                catalogue,
                digest,
                category=category,
                because=because,
                dissent=dissent,
                actor=actor,
            )
            refresh(case, catalogue)
            say.line(f"{digest.hex[:12]} is judged {category} (work log, entry {entry.index})")
        tell(digest, judged(catalogue, digest, actor), say)


def tell(item: Digest, found: Judged, say: Say) -> None:
    """Print the decisions that may be seen, and how many others stand behind them."""
    from wellfounded.cli.say import clock

    for one in found.seen:
        say.line(
            f"  {one.said}  decided by {one.actor}, {clock(one.clock)} (work log, entry {one.index})"
        )
        say.line(f"      because: {one.because or '(withdrawn)'}")
        if one.dissent:
            say.line(f"      dissent: {one.dissent}")
        say.record(
            "decision",
            item=str(item),
            category=one.said,
            by=one.actor,
            clock=one.clock,
            because=one.because,
            dissent=one.dissent or None,
            entry=one.index,
        )
    if found.hidden:
        what = "1 decision" if found.hidden == 1 else f"{found.hidden} decisions"
        say.line(f"  {what} by others: shown once you have decided yourself (wellfounded decide).")
        say.record("hidden", item=str(item), decisions=found.hidden)
