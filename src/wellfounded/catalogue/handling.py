"""How an item must be handled: the strictest of what was said when it was received, unless a later entry says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wellfounded.catalogue.fields import moment_of
from wellfounded.terms.moment import Moment

HANDLINGS: Final = ("open", "private", "privileged")
CONSENTS: Final = ("none", "team", "court", "public")
FIELDS: Final = ("handling", "consent", "consent_until", "minor", "graphic")


@dataclass(frozen=True, slots=True)
class Handling:
    """What may be done with an item. `consent` is none, team, court, public, or empty where nothing was said."""

    handling: str = "open"
    consent: str = ""
    consent_until: Moment | None = None
    minor: bool = False
    graphic: bool = False


def strictest(receipts: Iterable[Mapping[str, Any]], override: Mapping[str, Any]) -> dict[str, Any]:
    """Give the handling fields that hold: of several receipts the strictest of each, then what a later entry changed.

    Privileged goes before private before open; the least consent and the earliest end of it hold; minor and graphic
    hold if any receipt says so. A value this version does not know counts as the strictest. A later entry may take
    consent and its end away (null); it cannot leave handling, minor or graphic unsaid.
    """
    holds: dict[str, Any] = {"handling": "open", "minor": False, "graphic": False}
    for body in receipts:
        holds["handling"] = max(holds["handling"], body.get("handling", "open"), key=_handling)
        for name in ("minor", "graphic"):
            holds[name] = holds[name] or bool(body.get(name, False))
        if body.get("consent"):
            said = body["consent"]
            holds["consent"] = min(holds.get("consent", said), said, key=_consent)
        if body.get("consent_until"):
            until = body["consent_until"]
            holds["consent_until"] = min(holds.get("consent_until", until), until, key=_end)
    changed = {name: override[name] for name in FIELDS if name in override}
    required = ("handling", "minor", "graphic")
    return holds | {n: v for n, v in changed.items() if v is not None or n not in required}


def handling_of(
    handling: str, consent: str | None, consent_until: str | None, minor: int, graphic: int
) -> Handling:
    """Give the handling of the columns of an item."""
    until = moment_of(consent_until or None)
    return Handling(handling, consent or "", until, bool(minor), bool(graphic))


def _handling(value: str) -> int:
    return HANDLINGS.index(value) if value in HANDLINGS else len(HANDLINGS)


def _consent(value: str) -> int:
    return CONSENTS.index(value) if value in CONSENTS else -1


def _end(record: dict[str, Any]) -> int:
    return Moment.from_json(record).interval()[1]
