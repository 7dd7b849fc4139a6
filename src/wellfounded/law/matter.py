"""A matter: the facts rules apply to, as people stated them, and what is missing or cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wellfounded.law.rule import Forum
from wellfounded.terms.errors import Mistaken


@dataclass(frozen=True, slots=True)
class Order:
    """A date a judge's order or a notice sets for a rule, and where it is written."""

    rule: str
    due: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """Days on which electronic filing was down: the first, and the day it was up again."""

    first: date
    up: date
    planned: bool = False

    def __post_init__(self) -> None:
        """Refuse an outage that ends before it begins."""
        if self.up <= self.first:
            raise Mistaken(
                "outage-dates",
                "an outage is up again on a later day than it began",
                where=f"{self.first}/{self.up}",
                next="write FIRST/UP, for example 2026-02-27/2026-03-02",
            )


@dataclass(frozen=True, slots=True)
class Matter:
    """The facts of one matter. `code` is what leaves the case in a calendar; `caption` fills the first page of a filing."""

    forum: str = ""
    code: str = ""
    parties: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    detained: bool | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    outages: tuple[Outage, ...] = ()
    closed: tuple[date, ...] = ()
    caption: Mapping[str, str] = field(default_factory=dict)

    def has(self, fact: str) -> bool:
        """Say whether a fact is stated, by the name a forum's rules give it."""
        stated = {
            "forum": bool(self.forum),
            "party": bool(self.parties),
            "country": bool(self.countries),
            "detained": self.detained is not None,
        }
        return stated.get(fact, fact in self.dates)


def missing(matter: Matter, forum: Forum) -> Iterator[str]:
    """Give the facts the forum's rules need and nobody stated, in words."""
    for fact in forum.fact:
        if not any(matter.has(name) for name in (fact.id, *fact.or_)):
            yield fact.text


def contradictions(matter: Matter, forum: Forum) -> Iterator[str]:
    """Give the dates that cannot both be right, in words; and dates and orders the forum has no rule for."""
    words = {t.id: t.text for t in forum.trigger}
    for order in forum.order:
        first, then = matter.dates.get(order.first), matter.dates.get(order.then)
        if first is not None and then is not None and then < first:
            yield (
                f"{words[order.then]} ({then}) is stated before {words[order.first]} ({first}): look at both again"
            )
    for name in sorted(set(matter.dates) - set(words)):
        yield f"no rule of this forum counts from the date called {name}"
    for name in sorted({o.rule for o in matter.orders} - {r.key for r in forum.rule}):
        yield f"an order names {name}, which is no rule of this forum"


def parse_date(text: str) -> date:
    """Read a day written YYYY-MM-DD; raises Mistaken `date-form`."""
    try:
        if len(text) == len("2026-01-28"):
            return date.fromisoformat(text)
        why = ""
    except ValueError as exc:
        why = str(exc)
    raise Mistaken(
        "date-form",
        f"not a day on the calendar: {text[:40]!r}",
        why=why,
        next="write YYYY-MM-DD, for example 2026-01-28",
    )


def parse_order(text: str) -> Order:
    """Read `RULE=DATE` or `RULE=DATE: where it is written`; raises Mistaken `order-form` or `date-form`."""
    rule, equals, rest = text.partition("=")
    day, _, said = rest.partition(":")
    if not (rule.strip() and equals):
        raise Mistaken(
            "order-form",
            f"not an order: {text[:60]!r}",
            next='write RULE=DATE, for example --order "evidence=2026-07-01: scheduling order of 2 May 2026"',
        )
    return Order(rule.strip(), parse_date(day.strip()), said.strip())


def parse_outage(text: str, *, planned: bool) -> Outage:
    """Read `FIRST/UP`; raises Mistaken `outage-dates` or `date-form`."""
    first, _, up = text.partition("/")
    return Outage(parse_date(first.strip()), parse_date(up.strip()), planned)


def from_decisions(decisions: list[Mapping[str, Any]]) -> Matter:
    """Give the matter that a row of decisions makes, oldest first: of each fact the latest holds; null takes one back."""
    plain: dict[str, Any] = {}
    keyed: dict[str, dict[str, Any]] = {"dates": {}, "orders": {}, "caption": {}}
    for decision in decisions:
        for name, value in decision.items():
            if name in keyed and isinstance(value, Mapping):
                keyed[name].update(value)
            else:
                plain[name] = value
    stated = {name: _kept(values) for name, values in keyed.items()}
    return Matter(
        forum=str(plain.get("forum") or ""),
        code=str(plain.get("code") or ""),
        parties=tuple(plain.get("parties") or ()),
        countries=tuple(plain.get("countries") or ()),
        detained=plain.get("detained"),
        dates={name: parse_date(day) for name, day in stated["dates"].items()},
        orders=tuple(
            Order(rule, parse_date(one["due"]), one.get("text", ""))
            for rule, one in sorted(stated["orders"].items())
        ),
        outages=tuple(
            Outage(parse_date(o["first"]), parse_date(o["up"]), bool(o.get("planned")))
            for o in plain.get("outages") or ()
        ),
        closed=tuple(parse_date(day) for day in plain.get("closed") or ()),
        caption=stated["caption"],
    )


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sorted(values.items()) if value is not None}
