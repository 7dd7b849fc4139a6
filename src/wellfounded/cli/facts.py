"""What a person types about a matter, as one decision (case/present/matter.py); raises Mistaken for what is in no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wellfounded.law.matter import parse_date, parse_order, parse_outage
from wellfounded.terms.errors import Mistaken

_PLAIN = {"party": "parties", "country": "countries", "outage": "outages"}
_KEYED = ("order", "caption", "date")


def decision_of(
    *,
    plain: Mapping[str, Any],
    detained: bool | None,
    dates: Sequence[str],
    orders: Sequence[str],
    outages: tuple[Sequence[str], Sequence[str]],
    closed: Sequence[str],
    caption: Sequence[str] = (),
    clear: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the decision: only the facts that were given, days as YYYY-MM-DD; null for a fact taken back."""
    told: dict[str, Any] = {name: value for name, value in plain.items() if value}
    if detained is not None:
        told["detained"] = detained
    days = {name: str(parse_date(day)) for name, day in map(_pair, dates)}
    ordered = {
        o.rule: {"due": str(o.due), "text": o.text} for o in (parse_order(text) for text in orders)
    }
    down = [
        {"first": str(o.first), "up": str(o.up), "planned": o.planned}
        for planned, texts in enumerate(outages)
        for o in (parse_outage(text, planned=bool(planned)) for text in texts)
    ]
    more = {
        "dates": days,
        "orders": ordered,
        "outages": down,
        "closed": [str(parse_date(day)) for day in closed],
        "caption": dict(map(_pair, caption)),
    }
    told |= {name: value for name, value in more.items() if value}
    for name in clear:
        _take_back(told, name)
    return told


def named(**days: str) -> list[str]:
    """Give the days that were given by an option of their own as `NAME=DATE`."""
    return [f"{name}={day}" for name, day in days.items() if day]


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise Mistaken(
            "pair-form",
            f"not NAME=VALUE: {text[:60]!r}",
            next="for example --date arrival=2025-03-02",
        )
    return name.strip(), value.strip()


def _take_back(told: dict[str, Any], name: str) -> None:
    """Note that a fact no longer holds: `forum`, `hearing` (a day), `order:evidence`, `caption:judge`."""
    group, colon, inner = name.partition(":")
    if colon and group in _KEYED:
        told.setdefault(group + ("s" if group != "caption" else ""), {})[inner] = None
    elif name in ("forum", "code", "detained", "closed", *_PLAIN):
        told[_PLAIN.get(name, name)] = None
    else:
        told.setdefault("dates", {})[name] = None
