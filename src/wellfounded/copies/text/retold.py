"""Which sentences of one text tell anew what stands in another, in other words, and whether two languages share their numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.text.content import SORTS, Content
from wellfounded.copies.text.document import Read
from wellfounded.copies.text.retelling import FEWEST, FEWEST_WORDS, Retelling, retelling
from wellfounded.copies.text.sentences import sentence_of, sentences
from wellfounded.copies.text.words import Words

SHARE: Final = 0.40
STRENGTH: Final = 0.60
NUMBERS: Final = 6
NUMBER_SHARE: Final = 0.6
_WINDOW: Final = 8
_STEP: Final = 4
_SENTENCE_SHARE: Final = 0.3
_SENTENCE_LEAST: Final = 2
_STRETCH_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class Retold:
    """A stretch of the second text that tells a stretch of the first anew: half-open code points, and how strongly."""

    a: tuple[int, int]
    b: tuple[int, int]
    found: Retelling


def strength(found: Retelling) -> float:
    """Give share times order: the one number the threshold `STRENGTH` is on (docs/know/copies-of-text.md)."""
    return found.share * found.order


def tells_alike(found: Retelling) -> bool:
    """Say whether two texts, or stretches, share choice and order of particulars more than two reporters of one event do."""
    told = found.shared >= FEWEST and found.worded >= FEWEST_WORDS
    return told and found.share >= SHARE and strength(found) >= STRENGTH


def retold(a: Read, b: Read) -> list[Retold]:
    """Give the stretches of the second text that tell the first anew, in order; whole texts first, else by windows.

    A window is eight sentences of the second text, so that a retelling inside other matter is found.
    """
    whole = retelling(a.told, b.told)
    spans = sentences(b.words.text)
    if tells_alike(whole):
        return _stretches(a, b, whole, spans)
    if len(spans) <= _WINDOW:
        return []
    best: Retelling | None = None
    of = sentence_of(b.words, spans)
    for first in range(0, len(spans) - _STEP, _STEP):
        found = retelling(a.told, _within(b.told, of, first, first + _WINDOW))
        if tells_alike(found) and (best is None or strength(found) > strength(best)):
            best = found
    return [] if best is None else _stretches(a, b, best, spans)


def _within(told: Content, of: NDArray[np.int64], first: int, end: int) -> Content:
    """Give the content that first stands in some of the sentences."""
    rows = np.flatnonzero((of[told.at] >= first) & (of[told.at] < end))
    return told.take(rows)


def _stretches(a: Read, b: Read, found: Retelling, spans_b: list[tuple[int, int]]) -> list[Retold]:
    """Join neighbouring sentences of the second text that share particulars with the first; one other between does not part them."""
    of_b = sentence_of(b.words, spans_b)
    hit = _shared_by_sentence(b, found.b, of_b, len(spans_b))
    stretches: list[list[int]] = []
    for sentence in np.flatnonzero(hit).tolist():
        if stretches and sentence - stretches[-1][-1] <= 2:
            stretches[-1].append(sentence)
        else:
            stretches.append([sentence])
    spans_a = sentences(a.words.text)
    of_a = sentence_of(a.words, spans_a)
    made = []
    for one in stretches:
        rows = np.flatnonzero((of_b[found.b] >= one[0]) & (of_b[found.b] <= one[-1]))
        if len(rows) < _STRETCH_LEAST:
            continue
        told_a = np.unique(of_a[found.a[rows]])
        there = spans_a[told_a[0]][0], spans_a[told_a[-1]][1]
        here = spans_b[one[0]][0], spans_b[one[-1]][1]
        made.append(Retold(_bare(a.words, there), _bare(b.words, here), found))
    return made


def _shared_by_sentence(
    b: Read, places: NDArray[np.int64], of: NDArray[np.int64], count: int
) -> NDArray[np.bool_]:
    """Say of each sentence whether enough of its particulars stand in the other text."""
    shared = np.bincount(of[places], minlength=count)
    particulars = np.bincount(of[b.told.at], minlength=count)
    enough = shared >= np.maximum(1, np.ceil(_SENTENCE_SHARE * particulars))
    return np.asarray(enough & (shared >= np.minimum(_SENTENCE_LEAST, np.maximum(1, particulars))))


def _bare(words: Words, span: tuple[int, int]) -> tuple[int, int]:
    """Cut a place to its first and last word."""
    first, end = np.searchsorted(words.starts, span)
    return words.span(int(first), int(end)) if first < end else span


def numbers_alike(a: Read, b: Read) -> Retelling | None:
    """Compare numbers and names alone, for texts in two languages: of a translation these stay. None where too few agree."""
    found = retelling(_lasting(a.told), _lasting(b.told))
    if found.shared < NUMBERS or found.share < NUMBER_SHARE or found.order < 1:
        return None
    return found


def _lasting(told: Content) -> Content:
    """Give numbers and names only, each counted as standing once."""
    rows = np.flatnonzero(told.sorts != SORTS.index("word"))
    kept = told.take(rows)
    return replace(kept, times=np.ones(len(rows), np.int64))
