"""Deadlines a text states: who has how long to do what, counted how, from which event. A deadline is no date until a person says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wellfounded.extract.dates import words
from wellfounded.terms.timespan import Deadline

_READ: Final = 16_000
_MOST: Final = 50
_N: Final = rf"(?P<n>{words.NUMBERS})"
_KIND: Final = r"(?:(?P<k>calendar|business|working|court|рабочих|календарных|عمل)\s+)?"
_U: Final = r"(?P<u>days?|weeks?|months?|years?)"
_FROM: Final = r"(?:\s+(?:of|after|from|following)\s+(?P<t>(?:the\s+|a\s+|an\s+|this\s+|that\s+|his\s+|her\s+|their\s+|being\s+|receiving\s+|service\s+of\s+)*[^\s,.;:!?]+(?:\s+[^\s,.;:!?]+){0,4}))?"
_DUTY = re.compile(
    r"\b(?:must|shall|may|can|has\s+to|have\s+to|had\s+to|required|ordered|deadline|appeal|file|submit|respond|reply|leave|pay|deliver|request|object)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were)\s+(?:arrested|killed|released|born|found)\b", re.IGNORECASE)
_HAS = re.compile(
    rf"(?P<who>[^.;:!?\n]{{0,160}}?)\b(?:has|have|had|gets?|is\s+given|are\s+given|was\s+given|were\s+given|gives?\s+\w+)\s+(?:only\s+|up\s+to\s+|another\s+)?(?P<all>{_N}\s+{_KIND}{_U})"
    rf"{_FROM.replace('(?:of|after', '(?:of|after')}\s*(?:in\s+which\s+)?(?P<act>to\s+[^.;:!?\n]{{2,80}})",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?P<lim>within|no\s+later\s+than|not\s+later\s+than|no\s+sooner\s+than|not\s+before|no\s+earlier\s+than)\s+(?P<all>{_N}\s+{_KIND}{_U}){_FROM}",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    rf"\b(?P<all>{_N}[-\s](?P<u>day|week|month|year))s?[-\s](?P<act>(?:appeal|filing|response|notice|comment|review|grace|waiting|objection)\s+)?(?P<what>deadline|window|period|limit|time\s+limit)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"(?:(?:自|从|從|在)(?P<t>[^，。；\n]{{1,30}}?)(?:之日)?(?:起|后|後|以后)(?:的)?)?(?:，)?(?P<all>{_N}\s?(?:个|個)?(?P<k>工作)?(?P<u>日|天|周|月|年))(?:之)?(?P<lim>内|內|以内|以內)(?P<act>[^，。；\n]{{0,30}})"
)
_RUSSIAN = re.compile(
    rf"\bв\s+течение\s+(?P<all>{_N}\s+{_KIND}(?P<u>дней|дня|день|суток|недель|недели|месяцев|месяца|лет|года))(?:\s+(?:с\s+момента|со\s+дня|с|после)\s+(?P<t>[^\s,.;:!?]+(?:\s+[^\s,.;:!?]+){{0,3}}))?|"
    r"\bв\s+(?P<n2>\d{1,3})-?\s?дневный\s+срок",
    re.IGNORECASE,
)
_ARABIC = re.compile(
    rf"(?<!\w)(?:خلال|في\s+غضون)\s+(?P<all>{_N}\s+(?P<u>يوما|يومًا|أيام|يوم|أسابيع|أسبوع|أشهر|شهرا|شهر))(?:\s+(?P<k>عمل))?(?:\s+(?:من|بعد)\s+(?P<t>[^\s،.؛:!؟]+(?:\s+[^\s،.؛:!؟]+){{0,3}}))?"
)
_BUSINESS: Final = frozenset({"business", "working", "court", "рабочих", "工作", "عمل"})
_EVENT = re.compile(
    r"\b(ruling|decision|judgment|judgement|verdict|order|notice|determination)\b", re.IGNORECASE
)
_AFTER_AND = re.compile(
    r"(?:\s+(?:can|may|could|might|will|must)\s+\w+(?:\s+(?:the|a|this|that|its|his|her|their)\s+\w+)?)?"
    r"(?:,?\s+(?:and|but)|\s+then|\s+now)*\s*$",
    re.IGNORECASE,
)
"""What stands between who has the time and `has`: `can appeal the ruling and`."""


def deadlines(text: str, offset: int = 0, earlier: str = "") -> Iterator[Deadline]:
    """Give the deadlines of a paragraph; `earlier` is the text before it, where an appeal's ruling may be named."""
    text = text[:_READ]
    taken: list[tuple[int, int]] = []
    for pattern in (_HAS, _WITHIN, _WINDOW, _CHINESE, _RUSSIAN, _ARABIC):
        for found in pattern.finditer(text):
            if len(taken) >= _MOST:
                return
            one = _deadline(found, text, offset, earlier, pattern)
            if one is not None and all(one.end <= s or one.start >= e for s, e in taken):
                taken.append((one.start, one.end))
                yield one


def _deadline(
    found: re.Match[str], text: str, offset: int, earlier: str, pattern: re.Pattern[str]
) -> Deadline | None:
    parts = found.groupdict()
    sentence = _sentence(text, found.start("all") if parts.get("all") else found.start())
    if pattern is _WITHIN and (_DUTY.search(sentence) is None or _PAST.search(sentence)):
        return None
    amount = words.number(parts.get("n") or parts.get("n2"))
    unit = words.unit_named(_UNITS.get(parts.get("u") or "", parts.get("u") or "day"))
    if not amount:
        return None
    place = found.span("all") if parts.get("all") else found.span()
    if pattern is not _HAS:
        place = found.span()
    act = (parts.get("act") or "").strip().removeprefix("to ").strip()
    trigger = (parts.get("t") or "").strip()
    if not trigger and _APPEALS.search(sentence):
        trigger = _event(text[: place[0]]) or _event(earlier)
    return Deadline(
        start=offset + place[0],
        end=offset + place[1],
        text=text[place[0] : place[1]],
        amount=amount,
        unit=unit,
        counting=_counting((parts.get("k") or "").lower()),
        limit="at-least"
        if re.match(r"no(?:t)?\s+(?:sooner|before|earlier)", parts.get("lim") or "")
        else "at-most",
        trigger=trigger,
        who=_who(parts.get("who") or ""),
        act=act,
    )


_APPEALS = re.compile(r"appeal|обжалов|上诉|上訴|استئناف", re.IGNORECASE)
_UNITS: Final = {"суток": "дней"}


def _counting(word: str) -> str:
    if word in _BUSINESS:
        return "business"
    return "calendar" if word in ("calendar", "календарных") else "unsaid"


def _who(words_before: str) -> str:
    """Give who has the time: the words before `has`, without `can appeal and`."""
    return _AFTER_AND.sub("", words_before, count=1).strip(" ,")


def _event(before: str) -> str:
    """Give the last word before a place that names what can be appealed."""
    found = _EVENT.findall(before[-4000:])
    return found[-1].lower() if found else ""


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in ".!?\n。") + 1
    ends = [i for mark in ".!?\n。" if (i := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]
