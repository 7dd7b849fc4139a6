"""`wellfounded deadline`: what is due when, by which rule, as of a day."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wellfounded.cli.matter_options import (
    ClosedOption,
    CodeOption,
    DateOption,
    DecisionOption,
    DetainedOption,
    ForumOption,
    HearingOption,
    OrderOption,
    OutageOption,
    PlannedOption,
)
from wellfounded.cli.options import CaseOption, JsonOption
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.cli.say import Say
    from wellfounded.law.deadline import Deadline
    from wellfounded.law.matter import Matter
    from wellfounded.law.rule import Forum

NAME = "deadline"


def run(
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DATE", help="The law as of this day; else today."),
    ] = "",
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Also write the dates as a calendar."),
    ] = None,
    forum: ForumOption = "",
    hearing: HearingOption = "",
    decision: DecisionOption = "",
    detained: DetainedOption = None,
    date_: DateOption = None,
    order: OrderOption = None,
    outage: OutageOption = None,
    planned: PlannedOption = None,
    closed: ClosedOption = None,
    code: CodeOption = "",
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="FILE", help="Rules of another forum.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also the rules whose day nobody stated.")
    ] = False,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is due when, each with the rule, its authority and how it was counted. Never legal advice.

    Works before anything is added, and without a case: then the facts come from the options, which also go before the case's.

    Example:  wellfounded deadline --forum us-eoir --decision 2026-01-28
    """
    from wellfounded.cli.facts import decision_of, named

    told = decision_of(
        plain={"forum": forum, "code": code},
        detained=detained,
        dates=[*(date_ or ()), *named(hearing=hearing, decision=decision)],
        orders=order or [],
        outages=(outage or [], planned or []),
        closed=closed or [],
    )
    matter, secret = _facts(case_at, told)
    _list(matter, secret, as_of=as_of, ics=ics, rules=rules, every=every, as_json=as_json)


def _list(
    matter: Matter,
    secret: str,
    *,
    as_of: str,
    ics: Path | None,
    rules: Path | None,
    every: bool,
    as_json: bool,
) -> None:
    from wellfounded.cli.say import Say
    from wellfounded.law.deadline import deadlines
    from wellfounded.law.forums import calendar_of, forum_in
    from wellfounded.law.forums import forum as forum_named
    from wellfounded.law.matter import parse_date

    day = parse_date(as_of) if as_of else date.today()  # noqa: DTZ011 - the computer's own day, said so
    if rules is None and not matter.forum:
        raise Mistaken(
            "no-forum",
            "nobody stated whose rules apply",
            next="wellfounded matter set --forum us-eoir, or --forum here",
        )
    held = forum_named(matter.forum) if rules is None else forum_in(rules)
    found = deadlines(held, calendar_of(held), matter, day)
    shown = [d for d in found if every or d.standing != "no-trigger"]
    _print(Say(as_json), held, matter, shown, day, stated=bool(as_of))
    if ics is not None:
        _write(ics, held, matter, shown, day, secret)


def _facts(case_at: str | None, told: dict[str, Any]) -> tuple[Matter, str]:
    """Give the matter of the case, if there is one, with what was typed before it; and what only this case knows."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.matter import decisions
    from wellfounded.law.matter import from_decisions

    with ExitStack() as stack:
        try:
            case = stack.enter_context(open_case(case_at))
        except Mistaken as exc:
            if case_at is not None or exc.code != "no-case":
                raise
            return from_decisions([told]), "no case"
        catalogue = stack.enter_context(open_catalogue(case))
        matter = from_decisions([*decisions(case, catalogue), told])
        origin = case.work.checkpoint().origin
        return replace(matter, code=matter.code or origin.removeprefix("wf/")[:6]), origin


def _print(
    say: Say, forum: Forum, matter: Matter, found: list[Deadline], day: date, *, stated: bool
) -> None:
    from wellfounded.law.deadline import NOT_ADVICE, amber, weekday_day
    from wellfounded.law.matter import contradictions
    from wellfounded.law.telling import amber_words, authority

    when = weekday_day(day) if stated else f"{weekday_day(day)}, today by this computer's clock"
    say.line(f"{forum.name}")
    say.line(f"As of {when}. {NOT_ADVICE}")
    for text in (said := list(contradictions(matter, forum))):
        say.line(f"look again: {text}")
    for deadline in found:
        _one(say, deadline)
    for duty in forum.duty:
        say.line()
        say.line(f"no date        {duty.text}")
        say.line(f"               {authority(duty.authority, duty.source, duty.checked)}")
    late = amber(forum, found, day)
    if late:
        say.line()
        say.line(amber_words(late, forum, day))
    if not found:
        say.line("No date is stated that a rule counts from: wellfounded matter set --help")
    say.record(
        "deadlines",
        forum=forum.id,
        as_of=str(day),
        count=sum(d.due is not None for d in found),
        amber=[r.key for r in late],
        contradictions=said,
        duties=[d.text for d in forum.duty],
    )


def _one(say: Say, d: Deadline) -> None:
    from wellfounded.law.telling import due_words, heading, lines

    say.line()
    say.line(f"{due_words(d):14} {heading(d)}")
    for text in lines(d):
        say.line(f"{'':14} {text}")
    say.record("deadline", **_record(d))


def _record(d: Deadline) -> dict[str, Any]:
    return {
        "rule": d.rule.id,
        "key": d.rule.key,
        "kind": d.rule.kind,
        "text": d.rule.text,
        "standing": d.standing,
        "trigger": None if d.trigger is None else str(d.trigger),
        "due": None if d.due is None else str(d.due),
        "safe": None if d.safe is None else str(d.safe),
        "checked": str(d.rule.checked),
        "candidates": [
            {
                "span": str(c.span),
                "counted": str(c.counted.counted),
                "due": str(c.due),
                "authority": c.authority,
                "source": c.source,
                "notes": list(c.notes),
            }
            for c in d.candidates
        ],
        "order": d.order.text if d.order is not None else None,
        "notes": list(d.notes),
        "exceptions": list(d.rule.exceptions),
    }


def _write(
    path: Path, forum: Forum, matter: Matter, found: list[Deadline], day: date, secret: str
) -> None:
    from wellfounded.law.deadline import recheck_by
    from wellfounded.law.ics import Due, calendar_file

    dated = [d for d in found if d.due is not None]
    dues = [
        Due(
            number,
            d.due,
            d.safe,
            max(day, recheck_by(d.rule, forum)),
            f"wf-ics/1 {secret} {matter.code} {d.rule.id}",
        )
        for number, d in enumerate(dated, 1)
        if d.due is not None
    ]
    path.write_bytes(calendar_file(matter.code or "matter", dues, day))
