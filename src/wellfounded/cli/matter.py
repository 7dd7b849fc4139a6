"""`wellfounded matter`: the facts that rules apply to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from wellfounded.cli.matter_options import (
    CaptionOption,
    ClearOption,
    ClosedOption,
    CodeOption,
    CountryOption,
    DateOption,
    DecisionOption,
    DetainedOption,
    ForumOption,
    HearingOption,
    OrderOption,
    OutageOption,
    PartyOption,
    PlannedOption,
)
from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.cli.say import Say
    from wellfounded.law.matter import Matter

app = typer.Typer(
    rich_markup_mode=None,
    help="The matter: forum, dates, orders, parties by handle. Its values are private: the log holds their names and who set them.",
)


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """Show the facts of the matter, what is missing, and what cannot be."""
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.matter import matter_of
    from wellfounded.cli.say import Say

    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        _show(Say(as_json), matter_of(case, catalogue))


@app.command("set")
def set_(
    forum: ForumOption = "",
    code: CodeOption = "",
    party: PartyOption = None,
    country: CountryOption = None,
    detained: DetainedOption = None,
    hearing: HearingOption = "",
    decision: DecisionOption = "",
    date: DateOption = None,
    order: OrderOption = None,
    outage: OutageOption = None,
    planned: PlannedOption = None,
    closed: ClosedOption = None,
    caption: CaptionOption = None,
    clear: ClearOption = None,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """State facts of the matter. Each run is a decision in the work log under your handle; of each fact the latest holds.

    Example:  wellfounded matter set --forum us-eoir --hearing 2026-08-04 --not-detained --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.matter import decide, matter_of
    from wellfounded.cli.facts import decision_of, named
    from wellfounded.cli.say import Say

    say = Say(as_json)
    told = decision_of(
        plain={"forum": forum, "code": code, "parties": party, "countries": country},
        detained=detained,
        dates=[*(date or ()), *named(hearing=hearing, decision=decision)],
        orders=order or [],
        outages=(outage or [], planned or []),
        closed=closed or [],
        caption=caption or [],
        clear=clear or [],
    )
    with open_case(case_at) as case:
        entry = decide(case, told, actor=case.home.actor(by))
        with open_catalogue(case) as catalogue:
            now = matter_of(case, catalogue)
    say.line(f"Written: {', '.join(sorted(told))} (work log, entry {entry.index})")
    _show(say, now)


def _show(say: Say, matter: Matter) -> None:
    from wellfounded.law.forums import forum
    from wellfounded.law.matter import contradictions, missing

    for name, value in _lines(matter):
        say.line(f"{name:22} {value}")
    rules = forum(matter.forum) if matter.forum else None
    lacks = list(missing(matter, rules)) if rules else ["the forum"]
    wrong = list(contradictions(matter, rules)) if rules else []
    for text in lacks:
        say.line(f"not stated: {text}")
    for text in wrong:
        say.line(f"look again: {text}")
    say.record("matter", **_record(matter), missing=lacks, contradictions=wrong)


def _lines(matter: Matter) -> list[tuple[str, str]]:
    from wellfounded.law.deadline import weekday_day

    held = {None: "", True: "yes", False: "no"}[matter.detained]
    lines = [
        ("forum", matter.forum),
        ("code", matter.code),
        ("parties", ", ".join(matter.parties)),
        ("countries of removal", ", ".join(matter.countries)),
        ("detained", held),
        *((name, weekday_day(day)) for name, day in matter.dates.items()),
        *((f"order: {o.rule}", f"{weekday_day(o.due)}  {o.text}".strip()) for o in matter.orders),
        *(
            ("planned outage" if o.planned else "outage", f"{o.first}, up again {o.up}")
            for o in matter.outages
        ),
        *(("closed", weekday_day(day)) for day in matter.closed),
        *((f"caption: {name}", text) for name, text in matter.caption.items()),
    ]
    return [(name, value) for name, value in lines if value]


def _record(matter: Matter) -> dict[str, Any]:
    return {
        "forum": matter.forum,
        "code": matter.code,
        "parties": list(matter.parties),
        "countries": list(matter.countries),
        "detained": matter.detained,
        "dates": {name: str(day) for name, day in matter.dates.items()},
        "orders": {o.rule: {"due": str(o.due), "text": o.text} for o in matter.orders},
        "outages": [
            {"first": str(o.first), "up": str(o.up), "planned": o.planned} for o in matter.outages
        ],
        "closed": [str(day) for day in matter.closed],
        "caption": dict(matter.caption),
    }
