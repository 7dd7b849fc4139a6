"""`wellfounded contradiction`: what clashes, with both places, and what a person decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.corroborate.contradictions import Found
    from wellfounded.case.folder import Case
    from wellfounded.catalogue import Catalogue
    from wellfounded.claims.clash.contradiction import Contradiction, Told, Verdict
    from wellfounded.cli.say import Say

NAME = "contradiction"
_Number = Annotated[int, typer.Argument(metavar="N", help="As it is listed.", min=1)]
_Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason; private.")]

app = typer.Typer(
    rich_markup_mode=None,
    help="Dates, ages, numbers, names and orders of events that cannot both hold, with both places. Bare, it lists them.",
)


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List what clashes, and what would make each none. For the team: private papers are compared too, privileged ones never.

    Two places clash only where every reading of the one is apart from every reading of the other. A machine's suggestion, unchecked.

    Example:  wellfounded contradiction
    """
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.claims.clash.contradiction import VERDICTS
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = _found(case, catalogue, say)
        for one in found.contradictions:
            _tell(one, say)
        for d in found.gone:
            what = f"{VERDICTS[d.verdict]} by {d.by} (work log, entry {d.entry}): {d.because}"
            say.line(f"Decided about one that is no longer found: {what}")
        for digest in found.cut:
            name = catalogue.summary(digest).name
            say.line(f"Of {name} only the beginning was compared: it is very long.")
            say.record("cut", item=str(digest), name=name)
    variants = sum(c.copies for c in found.contradictions)
    many = len(found.contradictions) - variants
    if not found.contradictions:
        say.line("Nothing that clashes was found. That is no evidence that nothing does.")
        return
    copies = plural(variants, "variant") + " between copies of one text"
    say.line(
        f"{plural(many, 'contradiction')}, {copies} (machine reading, unchecked; for the team)"
    )


def _found(case: Case, catalogue: Catalogue, say: Say) -> Found:
    from wellfounded.case.corroborate.contradictions import contradictions

    with say.progress("comparing what texts tell") as bar:
        return contradictions(
            case, catalogue, tell=lambda done, left: bar.at(done, total=done + left)
        )


def _tell(one: Contradiction, say: Say) -> None:
    from wellfounded.claims.clash.contradiction import VERDICTS

    mark = " (a variant between copies of one text)" if one.copies else ""
    say.line(f"{one.number}. {one.what}{mark}")
    for side in (one.a, one.b):
        _side(side, say)
    say.line("   none if " + "; or ".join(one.none_if))
    if one.decided is not None:
        d = one.decided
        say.line(f"   {VERDICTS[d.verdict]} by {d.by} (work log, entry {d.entry}): {d.because}")
    say.record(
        "contradiction",
        number=one.number,
        sort=one.sort,
        what=one.what,
        copies=one.copies,
        a=[_record(t) for t in one.a],
        b=[_record(t) for t in one.b],
        none_if=list(one.none_if),
        decided=one.decided.verdict if one.decided else None,
        decided_by=one.decided.by if one.decided else None,
        because=one.decided.because if one.decided else None,
        entry=one.decided.entry if one.decided else None,
    )


def _side(side: tuple[Told, ...], say: Say) -> None:
    first, *others = side
    words, (start, end) = first.sentence, first.at
    marked = f"{words[:start]}[{words[start:end]}]{words[end:]}"
    who = f"{first.who} {first.stance}: " if first.who else ""
    say.line(f"   {who}{' '.join(marked.split())}")
    say.line(f"     {first.name}, {first.place.locus.describe()}")
    for other in others:
        how = "copied in" if other.copied else "also"
        say.line(f"     {how} {other.name}, {other.place.locus.describe()}")


def _record(told: Told) -> dict[str, Any]:
    return {
        "item": str(told.item),
        "name": told.name,
        "locus": told.place.locus.to_json(),
        "words": told.place.words,
        "sentence": told.sentence,
        "at": list(told.at),
        "who": told.who,
        "stance": told.stance,
        "copied": told.copied,
    }


@app.command("set-aside", short_help="Decide that one is none.")
def set_aside(
    number: _Number,
    because: _Because = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide that a contradiction is none, under your handle; it stays listed as set aside, and the log keeps why.

    Example:  wellfounded contradiction set-aside 2 --because "two different releases" --by mina
    """
    _decide(number, "set-aside", because, case_at, by, as_json)


@app.command("confirm", short_help="Decide that one is there.")
def confirm(
    number: _Number,
    because: _Because = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide that a contradiction is there: only then do reports for court and public show it, and never one in private papers.

    Example:  wellfounded contradiction confirm 3 --because "read both papers" --by mina
    """
    _decide(number, "confirm", because, case_at, by, as_json)


def _decide(
    number: int,
    verdict: Verdict,
    because: str,
    case_at: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    from wellfounded.case.corroborate.contradiction_log import decide, numbered
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue, refresh
    from wellfounded.claims.clash.contradiction import VERDICTS
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        actor = case.home.actor(by)
        one = numbered(_found(case, catalogue, say).contradictions, number)
        entry = decide(case, one, verdict, because=because, actor=actor)
        refresh(case, catalogue)
    sides = " and ".join(f"{s[0].place.words!r} in {s[0].name}" for s in (one.a, one.b))
    say.line(f"{one.what}, {sides}: {VERDICTS[verdict]} (work log, entry {entry.index})")
    say.record("decided", number=number, verdict=verdict, entry=entry.index)
