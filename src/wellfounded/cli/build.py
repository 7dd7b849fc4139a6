"""`wellfounded build`: read everything that is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption, WeakerOption

if TYPE_CHECKING:
    from wellfounded.case.understand.build import Built, Progress, Read
    from wellfounded.cli.say import Say

NAME = "build"


def run(
    ocr_language: Annotated[
        list[str] | None,
        typer.Option(
            "--ocr-language",
            metavar="TAG",
            help="Have Tesseract read what the OCR engine could not: ug, ar, ru. May be repeated.",
        ),
    ] = None,
    speech_language: Annotated[
        list[str] | None,
        typer.Option(
            "--speech-language",
            metavar="TAG",
            help="Draft a transcript of sound in this language: en. May be repeated.",
        ),
    ] = None,
    ask: Annotated[
        str,
        typer.Option(
            "--ask",
            metavar="HOST",
            help="Send texts to the model on another computer that was chosen to read statements.",
        ),
    ] = "",
    weaker_jail: WeakerOption = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Read everything new: text, pages, pictures, sound, members of archives and mail. Then find what is a copy of what.

    Each file is decoded in a jailed process of its own. Safe to stop and repeat.

    Example:  wellfounded build --ocr-language ug
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.understand.build import Read, build
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, say.progress("reading") as bar:

        def tell(thing: Read | Progress) -> None:
            if isinstance(thing, Read):
                _read(thing, say)
            else:
                what = thing.stage if " " in thing.stage else f"reading ({thing.stage})"
                bar.at(thing.done, thing.done + thing.waiting, what)

        sums = build(
            case,
            actor=case.home.actor(by),
            weaker=weaker_jail,
            languages=tuple(ocr_language or ()),
            spoken=tuple(speech_language or ()),
            ask=ask,
            tell=tell,
        )
    return _sum_up(sums, say)


def _read(thing: Read, say: Say) -> None:
    if thing.outcome != "read":
        codes = ", ".join(thing.codes)
        say.line(f"{thing.outcome:8}{thing.item.hex[:12]}  {thing.name}  ({thing.stage}: {codes})")
    say.record(
        "reading",
        item=str(thing.item),
        stage=thing.stage,
        outcome=thing.outcome,
        kind=thing.kind,
        codes=list(thing.codes),
        members=thing.members,
    )


def _sum_up(sums: Built, say: Say) -> int:
    from wellfounded.cli.say import plural

    total = sums.read + sums.partial + sums.failed
    if total == 0:
        say.line("Nothing new to read.")
    else:
        say.line(
            f"{plural(total, 'reading')}: {sums.read} whole, {sums.partial} in part, {sums.failed} not; "
            f"{plural(sums.members, 'member')} received from archives, mail and documents."
        )
    _compared(sums, say)
    if sums.missing:
        say.line("The jail was weaker than it should be: missing " + ", ".join(sums.missing))
    say.record(
        "built",
        read=sums.read,
        partial=sums.partial,
        failed=sums.failed,
        members=sums.members,
        codes=sums.codes,
        compared=sums.compared.items,
        pairs=sums.compared.pairs,
        not_compared=len(sums.compared.failed),
        jail=list(sums.held),
        jail_missing=list(sums.missing),
    )
    return 1 if sums.partial or sums.failed or sums.compared.failed else 0


def _compared(sums: Built, say: Say) -> None:
    from wellfounded.cli.say import plural

    for one in sums.compared.failed:
        say.line(f"not compared ({one.kind}) {one.item.hex[:12]}  {one.name}: {one.why}")
    if sums.compared.items:
        new = plural(sums.compared.pairs, "pair of items", "pairs of items")
        say.line(
            f"{plural(sums.compared.items, 'print')} compared: {new} with something in common (wellfounded copy)."
        )
