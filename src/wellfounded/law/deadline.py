"""Deadlines of a matter as of a day: a function of rule, trigger, version in force and what became of its changes.

A judge's date wins. Where the court sets the date nothing is counted. Every date says by which words, counted how.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from wellfounded.law.calendar import Calendar, weekday
from wellfounded.law.count import Counted, Span, count
from wellfounded.law.matter import Matter, Order, Outage
from wellfounded.law.rule import Forum, Overlay, Rule, State, Version
from wellfounded.law.version import concerns, governs, overlays_on, replaces, versions_on

NOT_ADVICE = (
    "Not legal advice: dates counted from the rules on file, for the person who decides to check."
)
Standing = Literal["counted", "either", "ordered", "ask", "no-trigger", "not-known"]
_STATUS = {
    "proposed": "proposed on {on}, not in force",
    "published": "published on {on}",
    "in-force": "in force, {on}",
    "stayed": "stayed on {on}",
    "vacated": "vacated on {on}",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date a rule may give: by which text, how far it counts, and what is to be known about it."""

    span: Span
    counted: Counted
    authority: str
    source: str
    notes: tuple[str, ...] = ()

    @property
    def due(self) -> date:
        """The day it is due."""
        return self.counted.due


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule applied to a matter. `due` is the day to keep: ordered, counted, or the earlier of two; None if none is known.

    `standing`: counted; either (two versions may hold); ordered by a judge; ask (the court sets it, or a fact is missing);
    no-trigger (its day is not stated); not-known (no version on file was in force).
    """

    rule: Rule
    standing: Standing
    trigger: date | None
    due: date | None
    safe: date | None
    candidates: tuple[Candidate, ...] = ()
    order: Order | None = None
    notes: tuple[str, ...] = ()


def deadlines(forum: Forum, calendar: Calendar, matter: Matter, as_of: date) -> list[Deadline]:
    """Give every rule of the forum applied to the matter as of a day, those with a date first, in order of date."""
    shut = calendar.closing(matter.closed)
    found = [_apply(rule, shut, matter, as_of) for rule in forum.rule if _concerns(rule, matter)]
    return sorted(found, key=lambda d: (d.due is None, d.due or date.max))


def amber(forum: Forum, found: list[Deadline], as_of: date) -> list[Rule]:
    """Give the rules in a list that were not compared with their source for longer than the forum's data allows."""
    limit = forum.amber_after_days
    return [d.rule for d in found if (as_of - d.rule.checked).days > limit]


def recheck_by(rule: Rule, forum: Forum) -> date:
    """Give the day by which a rule is to be compared with its source again; it may have passed."""
    return rule.checked + timedelta(days=forum.amber_after_days)


def _concerns(rule: Rule, matter: Matter) -> bool:
    """Say whether a rule is for this party at all, as far as is known."""
    return rule.detained == "any" or matter.detained in (None, rule.detained == "yes")


def _apply(rule: Rule, calendar: Calendar, matter: Matter, as_of: date) -> Deadline:
    trigger = matter.dates.get(rule.trigger)
    order = next((o for o in matter.orders if o.rule == rule.key), None)
    default = _default(rule, calendar, matter, trigger, as_of)
    if order is None:
        return default
    closed = calendar.closed_by(order.due)
    notes = [f"the order's day is no business day ({closed}): ask the court"] if closed else []
    if default.due is not None and default.due != order.due:
        notes.append(f"without the order: {default.due}")
    return replace(
        default,
        standing="ordered",
        due=order.due,
        safe=calendar.business_before(order.due),
        order=order,
        notes=(*notes, *default.notes),
    )


def _default(
    rule: Rule, calendar: Calendar, matter: Matter, trigger: date | None, as_of: date
) -> Deadline:
    """Give what the rule says where no order does."""

    def without(standing: Standing, note: str) -> Deadline:
        return Deadline(rule, standing, trigger, None, None, notes=(note,))

    unsure = rule.detained != "any" and matter.detained is None
    if rule.set_by and not unsure:
        return without("ask", f"set by the {rule.set_by}, never counted: {rule.version[0].note}")
    if trigger is None:
        return without("no-trigger", f"counts from a day nobody stated: {rule.trigger}")
    if unsure:
        return without("ask", "say whether the party is detained: nothing is counted before")
    held = versions_on(rule, trigger, as_of)
    if not held:
        return without("not-known", f"not known: no version on file held on {min(trigger, as_of)}")
    found, notes = _candidates(rule, calendar, held, trigger, as_of)
    if not found:
        return without("not-known", "not known: the version on file states no span")
    extended = tuple(_extended(rule, c, matter.outages, calendar) for c in found)
    keep = min(extended, key=lambda c: c.due)
    standing: Standing = "counted" if len({c.due for c in extended}) == 1 else "either"
    said = (rule.trigger_note,) if rule.trigger_note else ()
    return Deadline(
        rule, standing, trigger, keep.due, keep.counted.safe, extended, None, (*notes, *said)
    )


def _candidates(
    rule: Rule, calendar: Calendar, held: list[Version], trigger: date, as_of: date
) -> tuple[list[Candidate], list[str]]:
    """Give the dates that may hold, and what is to be said of changes that do not."""
    found = [
        _candidate(rule, calendar, v, trigger, (v.note,) if v.note else ())
        for v in held
        if v.days or v.years
    ]
    notes = []
    for overlay, state in overlays_on(rule, as_of):
        if not concerns(overlay, trigger):
            continue
        changed = _candidate(rule, calendar, overlay, trigger, (_said(overlay, state),))
        if not governs(overlay, state, trigger):
            notes.append(f"{_said(overlay, state)}; by it the day would be {changed.due}")
        elif replaces(overlay, state, as_of):
            found = [changed]
        else:
            found.append(changed)
    return found, notes


def _candidate(
    rule: Rule, calendar: Calendar, by: Version | Overlay, trigger: date, notes: tuple[str, ...]
) -> Candidate:
    span = Span(by.days or 0, by.years or 0)
    counted = count(trigger, span, rule.direction, calendar, rule.roll)
    authority = by.authority if isinstance(by, Version) else by.text
    return Candidate(span, counted, authority, by.source, (*notes, *_of_the_day(calendar, counted)))


def _of_the_day(calendar: Calendar, counted: Counted) -> Iterator[str]:
    """Give what is to be known about the counted day."""
    if counted.rolled:
        yield f"counted day {counted.counted} is closed ({counted.closed}): it becomes the next business day"
    elif counted.closed:
        yield f"{counted.counted} is closed ({counted.closed}); whether the day moves is not known: not moved"
    for day in {counted.counted: None, counted.due: None}:
        if (closure := calendar.doubtful(day)) is not None:
            yield f"{day}: {closure.text} ({closure.authority}); whether that moves the day is not known: not moved"


def _said(overlay: Overlay, state: State) -> str:
    span = Span(overlay.days or 0, overlay.years or 0)
    what = _STATUS[state.status].format(on=state.on)
    begins = f", for days from {overlay.applies_from} on" if overlay.applies_from else ""
    unless = f", unless {overlay.unless}" if overlay.unless else ""
    unknown = f" ({overlay.unknown})" if overlay.unknown else ""
    return f"{overlay.text}: {span}{begins}{unless}; {what} ({state.authority}){unknown}"


def _extended(
    rule: Rule, one: Candidate, outages: tuple[Outage, ...], calendar: Calendar
) -> Candidate:
    """Give a date moved by an unplanned outage on its last day, where the rule says so; other outages are told."""
    for outage in sorted(outages, key=lambda o: o.first):
        if not outage.first <= one.due < outage.up:
            continue
        if outage.planned:
            note = f"planned outage on {one.due}: it extends nothing"
        elif not rule.outage:
            note = f"outage on {one.due}: whether it extends this date is not known: not moved"
        else:
            due = calendar.next_business(outage.up)
            note = f"unplanned outage on {one.due}: extended to {due}, the first business day it was up"
            one = replace(one, counted=replace(one.counted, due=due))
        one = replace(one, notes=(*one.notes, note))
    return one


def weekday_day(day: date) -> str:
    """Give a day with its weekday: `2026-02-27 Fri`."""
    return f"{day} {weekday(day)[:3]}"
