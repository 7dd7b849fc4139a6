"""Finding a forum and reading its rules; a file that is not in the form is refused, with the place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec

from wellfounded.law.calendar import Calendar
from wellfounded.law.rule import AnyPdf, CalendarData, Calendars, Filing, Forum
from wellfounded.terms.errors import Mistaken

_FOLDER = resources.files("wellfounded.law").joinpath("rules")
_CALENDARS = "calendars"
_ANY_PDF = "any-pdf"
_T = TypeVar("_T")


def known() -> tuple[str, ...]:
    """Give the ids of the forums whose rules come with the program."""
    names = (file.name.removesuffix(".toml") for file in _FOLDER.iterdir())
    return tuple(sorted(name for name in names if name not in (_CALENDARS, _ANY_PDF)))


@cache
def forum(name: str) -> Forum:
    """Give a forum that comes with the program; raises Mistaken `unknown-forum`."""
    if name not in known():
        raise Mistaken(
            "unknown-forum",
            f"no rules for that forum here: {name[:60]!r}",
            next="one of " + ", ".join(known()) + ", or --rules FILE with rules of your own",
        )
    return _checked(
        _decode(_FOLDER.joinpath(f"{name}.toml").read_bytes(), Forum, name), _calendars()
    )


def forum_in(path: Path) -> Forum:
    """Give the forum in a file of rules; raises Mistaken `rules-form`. Its calendar is one of those that come with the program."""
    return _checked(_decode(path.read_bytes(), Forum, str(path)), _calendars())


@cache
def any_pdf() -> tuple[Filing, ...]:
    """Give what this program asks of any PDF, whatever the forum."""
    return _decode(_FOLDER.joinpath(f"{_ANY_PDF}.toml").read_bytes(), AnyPdf, _ANY_PDF).filing


def calendar_of(one: Forum) -> Calendar:
    """Give the calendar a forum keeps."""
    return Calendar(_calendars()[one.calendar])


@cache
def _calendars() -> dict[str, CalendarData]:
    data = _FOLDER.joinpath(f"{_CALENDARS}.toml").read_bytes()
    return {c.id: c for c in _decode(data, Calendars, _CALENDARS).calendar}


def _decode(data: bytes, into: type[_T], where: str) -> _T:
    try:
        return msgspec.toml.decode(data, type=into)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as exc:
        raise Mistaken(
            "rules-form",
            "that is no file of rules in the form this version reads",
            where=where,
            why=str(exc),
            next="compare it with docs/formats/rules.md",
        ) from exc


def _checked(one: Forum, calendars: dict[str, CalendarData]) -> Forum:
    """Refuse names used twice, triggers nobody states, and a calendar that is not here."""
    triggers = {t.id for t in one.trigger}
    named = {r.trigger for r in one.rule} | {d for o in one.order for d in (o.first, o.then)}
    wrong = [
        *(f"trigger {name} is not in the list of triggers" for name in sorted(named - triggers)),
        *(f"{key} names two rules" for key in _twice(r.key for r in one.rule)),
        *(f"{name} names two elements" for name in _twice(e.id for e in one.element)),
        *(f"{name} names two rules of filing" for name in _twice(f.id for f in one.filing)),
        *(f"rule {r.key} has no version" for r in one.rule if not r.version),
        *_bad_patterns(one.filing),
    ]
    if one.calendar not in calendars:
        wrong.append(f"no calendar {one.calendar}")
    if wrong:
        raise Mistaken(
            "rules-form", "the rules contradict themselves", where=one.id, why="; ".join(wrong)
        )
    return one


def _bad_patterns(rules: Iterable[Filing]) -> Iterator[str]:
    for rule in rules:
        lists = (rule.headings, rule.unless, rule.when, *(n.match for n in rule.needs))
        for pattern in chain(*lists, *(s.headings for s in rule.stage), (rule.part_name,)):
            try:
                re.compile(pattern)
            except re.error as exc:
                yield f"a pattern of {rule.id} is none: {exc}"


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)
