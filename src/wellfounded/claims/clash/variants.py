"""Where copies of one text differ in a date, a number, an age, a name or an order: variants, not two sources that contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from wellfounded.claims.clash.compare import Clash
from wellfounded.claims.clash.frame import Frame, Sort, Spot
from wellfounded.claims.clash.sentence import causes
from wellfounded.claims.clash.writing import Writing
from wellfounded.claims.slots import NAMES, Slot, agreement, slots
from wellfounded.copies.text.align import align
from wellfounded.copies.text.document import Document, Read, Reader
from wellfounded.copies.text.variants import Variant, variants
from wellfounded.extract.dates.words import MONTHS, month_named
from wellfounded.terms.digest import Digest

MOST_COPIES: Final = 200
"""Copies of one text that are held against it; and the differences of one copy."""

_AROUND: Final = 240
_TWO_COUNTS: Final = 2
_ALIKE: Final = 0.7
_MONTH: Final = re.compile(rf"(?<!\w)(?:{MONTHS})(?!\w)", re.IGNORECASE)
_JOINTS: Final = frozenset({"before", "after"})


def variant_clashes(base: Writing, others: Sequence[Writing]) -> Iterator[Clash]:
    """Give where copies read otherwise than the base in a way that cannot both hold, each place of the base once for each reading."""
    reader = Reader()
    first = _read(reader, base)
    found: dict[tuple[int, int, str], tuple[Frame, list[Frame]]] = {}
    for other in others[:MOST_COPIES]:
        second = _read(reader, other)
        told = (v for one in align(first.words, second.words) for v in variants(first.words, second.words, one, reader.keys))  # fmt: skip
        for number, variant in enumerate(told):
            pair = _clash(base, other, variant) if number < MOST_COPIES else None
            if pair is not None:
                key = (*pair[0].spot.words, pair[1].text.lower())
                found.setdefault(key, (pair[0], []))[1].append(pair[1])
    for frame, readings in found.values():
        yield Clash((frame,), tuple(readings))


def _read(reader: Reader, one: Writing) -> Read:
    return reader.read(Document(one.item, "", one.text))


def _clash(a: Writing, b: Writing, variant: Variant) -> tuple[Frame, Frame] | None:
    words = variant.a_text.lower().strip(), variant.b_text.lower().strip()
    if set(words) == _JOINTS:
        sides = ((a, variant.a, words[0]), (b, variant.b, words[1]))
        one, two = (_frame(w, "order", Slot("name", *at, text)) for w, at, text in sides)
        return one, two
    if not all(words):
        return None
    left, right = _slot(a, variant.a), _slot(b, variant.b)
    if left is None or right is None:
        return None
    sort = _apart(left, right)
    return (_frame(a, sort, left), _frame(b, sort, right)) if sort else None


def _slot(writing: Writing, at: tuple[int, int]) -> Slot | None:
    """Give the particular that stands at differing words, at its place in the text."""
    start = max(0, at[0] - _AROUND)
    cut = writing.text.rfind("\n", start, at[0]) + 1
    start = cut or start
    window = writing.text[start : at[1] + _AROUND].split("\n\n")[0]
    for one in slots(window, writing.published):
        if one.start < at[1] - start and at[0] - start < one.end:
            place = start + one.start, start + one.end
            return Slot(one.kind, *place, one.text, one.low, one.high, one.counted, one.readings, one.words)  # fmt: skip
    return None


def _apart(a: Slot, b: Slot) -> Sort | None:
    """Say in what two particulars at one place cannot both hold, or None where they can."""
    if a.kind in NAMES and b.kind in NAMES:
        alike = SequenceMatcher(None, a.text.lower(), b.text.lower(), False).ratio()
        one = len(a.text.split()) == len(b.text.split()) and a.words.isdisjoint(b.words) is not (len(a.words) > 1)  # fmt: skip
        return "name" if a.words != b.words and one and alike >= _ALIKE else None
    if a.kind != b.kind:
        return None
    if a.kind == "date":
        apart = agreement(a, b) == "clash" or _months_apart(a, b)
        return "date" if apart else None
    if "age" in a.counted and "age" in b.counted:
        return "age" if abs((a.low or 0) - (b.low or 0)) > _TWO_COUNTS else None
    same = Slot("number", *(a.start, a.end), a.text, a.low, a.high, frozenset({"it"}))
    other = Slot("number", *(b.start, b.end), b.text, b.low, b.high, frozenset({"it"}))
    return "number" if agreement(same, other) == "clash" else None


def _months_apart(a: Slot, b: Slot) -> bool:
    """Whether two dates, of which one counts from a day nobody stated, name two months."""
    if a.readings and b.readings:
        return False
    named = [_MONTH.search(slot.text) for slot in (a, b)]
    return len({month_named(m.group()) for m in named if m}) == 2


def _frame(writing: Writing, sort: Sort, slot: Slot) -> Frame:
    text = writing.text
    starts = [
        text.rfind(mark, 0, slot.start) + len(mark)
        for mark in ("\n", ". ")
        if mark in text[: slot.start]
    ]
    ends = [e + 1 for mark in ("\n", ". ") if (e := text.find(mark, slot.end)) >= 0]
    first = max((slot.start - _AROUND, 0, *starts))
    last = max(min((*ends, slot.end + _AROUND, len(text))), slot.end)
    spot = Spot(writing.item, (first, last), (slot.start, slot.end))
    return Frame(
        sort, " ".join(sorted(slot.counted)), spot, slot.text, readings=slot.readings, low=slot.low, high=slot.high,
        why=causes(slot),
    )  # fmt: skip


def base_of(items: Sequence[Digest], parents: dict[Digest, Digest]) -> Digest:
    """Give the text that most others are made from, else the first."""
    made = [parents.get(item) for item in items]
    return max(items, key=made.count)
