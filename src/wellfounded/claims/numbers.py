"""Numbers of a text as intervals, with the words they count: `more than 4,000 people` is 4,001 and up, `up to 4,000` at most 4,000.

Whole numbers; of a fraction both neighbours are meant, so that no clash is seen where there is none. `about` is read as ten per
cent either way. Numbers of clocks, of papers (No. 17/2024) and of names (KR2-0117) count nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.copies.text.content import function_words, stem

Bound = Literal["over", "from", "to", "under", "near", "about", "exactly"]

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: Final = {w: n for n, w in enumerate(_UNITS)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_SCALES: Final = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12,
    "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
    "тысяч": 1000, "тысячи": 1000, "тысяча": 1000, "тыс": 1000, "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6,
}  # fmt: skip
_BOUNDS: Final[dict[str, Bound]] = {
    "more than": "over", "over": "over", "above": "over", "in excess of": "over", "upwards of": "over", "greater than": "over",
    "at least": "from", "no fewer than": "from", "not fewer than": "from", "no less than": "from", "not less than": "from",
    "a minimum of": "from",
    "up to": "to", "as many as": "to", "as much as": "to", "at most": "to", "no more than": "to", "not more than": "to",
    "a maximum of": "to", "at the most": "to",
    "fewer than": "under", "less than": "under", "under": "under", "below": "under",
    "nearly": "near", "almost": "near", "close to": "near", "just under": "near",
    "about": "about", "around": "about", "some": "about", "approximately": "about", "roughly": "about", "an estimated": "about",
    "circa": "about", "ca.": "about",
    "exactly": "exactly", "only": "exactly", "just": "exactly",
    "超过": "over", "超過": "over", "逾": "over", "多于": "over", "至少": "from", "不少于": "from", "多达": "to", "多達": "to",
    "至多": "to", "最多": "to", "不超过": "to", "少于": "under", "不到": "under", "近": "near", "约": "about", "大约": "about", "約": "about",
    "более": "over", "более чем": "over", "свыше": "over", "больше": "over", "не менее": "from", "как минимум": "from", "до": "to",
    "не более": "to", "менее": "under", "меньше": "under", "почти": "near", "около": "about", "примерно": "about", "порядка": "about",
    "أكثر من": "over", "ما لا يقل عن": "from", "أقل من": "under", "نحو": "about", "حوالي": "about",
}  # fmt: skip
_WORDS: Final = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_SPELLED: Final = rf"(?:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_UNITS[1:10])})|{_WORDS})"
_SCALE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_VALUE: Final = rf"(?:\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+|\d+(?:\.\d+)?|(?<!\w){_SPELLED}(?!\w))(?:\s?(?:{_SCALE})s?(?![a-zа-я]))*"
_BEFORE: Final = "|".join(map(re.escape, sorted(_BOUNDS, key=len, reverse=True)))
_NUMBER: Final = re.compile(
    rf"(?<![A-Za-z0-9_./:#№-])(?:(?P<between>between|from)\s+)?(?:(?P<bound>{_BEFORE})\s?)?(?P<a>{_VALUE})"
    rf"(?:\s?(?P<join>to|and|-|–|至|到)\s?(?P<b>{_VALUE}))?"
    r"(?P<behind>\s+or\s+(?:more|fewer|less)|[- ]odd|多|余|餘|左右)?(?![A-Za-z0-9_/:]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(
    r"(?:\bNo\.?|\bNos\.?|№|\bnumber|\bline|\bpage|\barticle|\bsection|\bHall|\bparagraph)\s*$"
)
_NEGATED: Final = re.compile(
    r"(?:\bnever\b|\bnot\b|n['’]t\b|\bno\b|\bwithout\b)[^.;:!?]{0,40}$", re.IGNORECASE
)
_AGED: Final = re.compile(r"\baged?\s$", re.IGNORECASE)
_APART: Final = re.compile(r"\w,\s$")
_YEARS_OLD: Final = re.compile(r"[\s-]years?[\s-]old|岁|歲")
_NEXT: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PEOPLE: Final = frozenset(
    map(
        stem,
        "person people man men woman women detainee detainees prisoner inmate resident человек".split(),
    )
)
_SPANS: Final = frozenset(map(stem, "second minute hour day week month year time".split()))
_TURNED: Final[dict[Bound, Bound]] = {"over": "to", "under": "from", "from": "under", "to": "over"}
_AGE: Final = frozenset({"age"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text means it: `low` to `high`, both included, None where that side is open.

    `start` and `end` are half-open in code points. `counted` are stems of the words it can count: `{"person"}`, `{"hall"}`,
    `{"age"}`; two numbers are of one thing where these meet.
    """

    start: int
    end: int
    text: str
    low: int | None
    high: int | None
    counted: frozenset[str]


def numbers(text: str) -> Iterator[Number]:
    """Give the numbers of a text in order; deterministic."""
    for found in _NUMBER.finditer(text):
        before, behind = text[max(0, found.start() - 60) : found.start()], text[found.end() :][:80]
        if _PAPER.search(before):
            continue
        apart = _APART.search(before) and re.match(r",(?!\d)", behind)
        aged = apart or _AGED.search(before) or _YEARS_OLD.match(behind)
        counted = _AGE if aged else _counted(behind)
        if not found["bound"] and found["a"].lower() == "one" and not counted:
            continue
        low, high = _interval(found, before)
        yield Number(found.start(), found.end(), found.group(), low, high, counted)


def _interval(found: re.Match[str], before: str) -> tuple[int | None, int | None]:
    a = _value(found["a"])
    if found["b"] is not None:
        b = _value(found["b"])
        return (floor(min(a, b)), ceil(max(a, b)))
    bound = _BOUNDS.get((found["bound"] or "exactly").lower(), "exactly")
    behind = (found["behind"] or "").strip(" -").lower()
    if behind.endswith("more"):
        bound = "from"
    elif behind.endswith(("fewer", "less")):
        bound = "to"
    elif behind in ("odd", "多", "余", "餘"):
        bound = "over"
    elif behind == "左右":
        bound = "about"
    if bound in _TURNED and _NEGATED.search(before):
        bound = _TURNED[bound]
    return _bounded(bound, a)


def _bounded(bound: Bound, value: Fraction) -> tuple[int | None, int | None]:
    match bound:
        case "over":
            return floor(value) + 1, None
        case "from":
            return ceil(value), None
        case "to":
            return 0, floor(value)
        case "under":
            return 0, ceil(value) - 1
        case "near":
            return floor(value * 9 / 10), ceil(value)
        case "about":
            return floor(value * 9 / 10), ceil(value * 11 / 10)
        case _:
            return floor(value), ceil(value)


def _value(written: str) -> Fraction:
    """Give the value of digits or number words, times the scales behind them."""
    scaled = re.sub(r"[,\u00a0\u202f]", "", written.lower())
    parts = re.findall(rf"\d+(?:\.\d+)?|{_SPELLED}|{_SCALE}", scaled)
    value = Fraction(0)
    for part in parts:
        if part in _SCALES:
            value = (value or Fraction(1)) * _SCALES[part]
        elif part[0].isdigit():
            value += Fraction(part)
        else:
            value += sum(_VALUES[word] for word in re.split("[- ]", part))
    return value


def _counted(behind: str) -> frozenset[str]:
    """Give the stems of up to three words behind a number, up to the first function word or mark; people are one kind."""
    found: set[str] = set()
    at = 0
    for match in _NEXT.finditer(behind):
        if len(found) == 3 or behind[at : match.start()].strip(" -\u00a0"):
            break
        word = fold(match.group()).strip()
        cut = "person" if word.startswith("人") else stem(word) if word else ""
        if cut in _PEOPLE:
            found.add("person")
        elif cut in _SPANS:
            return frozenset({cut})
        elif not word or word in function_words():
            if word != "other":
                break
        else:
            found.add(cut)
        at = match.end()
    return frozenset(found)
