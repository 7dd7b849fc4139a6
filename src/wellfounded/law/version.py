"""Which version of a rule holds, and what became of its changes, as of a day.

The version is that of the trigger day. A trigger still to come is counted by what holds on the as-of day: nobody knows what
the rule will say later. Where only a span is known for the day a version began or ended, both versions are given inside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wellfounded.law.rule import Overlay, Rule, State, Version


def versions_on(rule: Rule, trigger: date, as_of: date) -> list[Version]:
    """Give the versions that may govern a trigger, known as of a day; empty if none on file does."""
    day = min(trigger, as_of)
    return [v for v in rule.version if _may_hold(v, day)]


def _may_hold(version: Version, day: date) -> bool:
    start = version.from_ or (version.from_window[0] if version.from_window else day)
    end = version.to or (version.to_window[1] if version.to_window else day)
    return start <= day <= end


def state_on(overlay: Overlay, as_of: date) -> State | None:
    """Give what a change was as of a day; None before anybody could know of it."""
    known = [s for s in overlay.state if s.on <= as_of]
    return max(known, key=lambda s: s.on) if known else None


def overlays_on(rule: Rule, as_of: date) -> Iterator[tuple[Overlay, State]]:
    """Give the changes of a rule anybody could know of, each with what it was."""
    for overlay in rule.overlay:
        state = state_on(overlay, as_of)
        if state is not None:
            yield overlay, state


def concerns(overlay: Overlay, trigger: date) -> bool:
    """Say whether a change speaks of a trigger at all: of its day, and of how far to count."""
    begun = overlay.applies_from is None or trigger >= overlay.applies_from
    return begun and bool(overlay.days or overlay.years)


def governs(overlay: Overlay, state: State, trigger: date) -> bool:
    """Say whether a change governs a trigger, or will once its day comes."""
    return concerns(overlay, trigger) and state.status in ("published", "in-force")


def replaces(overlay: Overlay, state: State, as_of: date) -> bool:
    """Say whether a change that governs leaves nothing of the rule before it: it has begun and leaves no trigger alone."""
    begun = state.status == "in-force" or (
        overlay.applies_from is not None and as_of >= overlay.applies_from
    )
    return begun and not overlay.unless
