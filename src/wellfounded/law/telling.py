"""A deadline in words, the same on a terminal and on a page."""

from __future__ import annotations

from datetime import date
from typing import Final

from wellfounded.law.deadline import Candidate, Deadline, weekday_day
from wellfounded.law.rule import Forum, Rule, known_how

_STANDINGS: Final = {
    "counted": "",
    "either": "one of several dates; the earliest stands here",
    "ordered": "set by order",
    "ask": "ask",
    "no-trigger": "no day to count from",
    "not-known": "not known",
}
_KINDS: Final = {"earliest": "not before: ", "target": "target: "}


def due_words(d: Deadline) -> str:
    """Give the day with its weekday, or `no date`."""
    return weekday_day(d.due) if d.due is not None else "no date"


def heading(d: Deadline) -> str:
    """Give what is due, and the short name of its rule."""
    return f"{_KINDS.get(d.rule.kind, '')}{d.rule.text}  [{d.rule.key}]"


def lines(d: Deadline) -> list[str]:
    """Give everything a date rests on: order, safe day, counts with authority, changes, exceptions."""
    standing = _STANDINGS[d.standing]
    if d.order is not None and d.order.text:
        standing += f": {d.order.text}"
    told = [standing]
    if d.safe is not None and d.rule.kind == "deadline":
        told.append(f"safe day {weekday_day(d.safe)}, one business day earlier")
    for one in d.candidates:
        told += [_counted(d, one), authority(one.authority, one.source, d.rule.checked), *one.notes]
    told += [*d.notes, *(f"not for: {text}" for text in d.rule.exceptions)]
    if not d.candidates:
        told += [authority(v.authority, v.source, d.rule.checked) for v in d.rule.version[-1:]]
    return [text for text in told if text]


def authority(name: str, source: str, checked: date) -> str:
    """Give an authority, how its words are known, and when they were last compared with it."""
    return f"{name} ({known_how(source)}; last checked {checked})"


def amber_words(late: list[Rule], forum: Forum, as_of: date) -> str:
    """Give the one line that marks rules not checked for too long; empty where there are none."""
    if not late:
        return ""
    names = ", ".join(rule.key for rule in late)
    return (
        f"AMBER: {len(late)} of these rules were last checked more than {forum.amber_after_days} days before {as_of}: "
        f"{names}. Compare them with their sources first."
    )


def _counted(d: Deadline, one: Candidate) -> str:
    return (
        f"{weekday_day(one.due)}: {one.span} {d.rule.direction} {d.trigger}"
        f" ({d.rule.trigger}) is {weekday_day(one.counted.counted)}"
    )
