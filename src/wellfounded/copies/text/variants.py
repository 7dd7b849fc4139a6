"""What differs inside an aligned passage, as in the apparatus of a critical edition: this word there, that word here."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from wellfounded.copies.text.align import Aligned
from wellfounded.copies.text.content import Keys, Sort
from wellfounded.copies.text.words import Words

_WEIGHTY: Final[tuple[Sort, ...]] = ("number", "name")


@dataclass(frozen=True, slots=True)
class Variant:
    """Two readings of one place: half-open code points in each text; one of them may be empty (left out, put in)."""

    a: tuple[int, int]
    b: tuple[int, int]
    a_text: str
    b_text: str
    sort: Sort


def variants(a: Words, b: Words, passage: Aligned, keys: Keys) -> list[Variant]:
    """Give the places inside a passage where the texts differ, in order. `sort` says whether a number or a name differs."""
    found = []
    for before, after in pairwise(passage.runs):
        left, right = (before.a_end, after.a), (before.b_end, after.b)
        ids_a, ids_b = a.ids[slice(*left)].tolist(), b.ids[slice(*right)].tolist()
        for op, a0, a1, b0, b1 in SequenceMatcher(None, ids_a, ids_b, False).get_opcodes():
            if op != "equal":
                span_a, span_b = (left[0] + a0, left[0] + a1), (right[0] + b0, right[0] + b1)
                found.append(_variant(a, b, span_a, span_b, keys))
    return found


def _variant(
    a: Words, b: Words, left: tuple[int, int], right: tuple[int, int], keys: Keys
) -> Variant:
    place_a, place_b = _place(a, left), _place(b, right)
    known = [keys[w.word(at)] for w, span in ((a, left), (b, right)) for at in range(*span)]
    sorts = {key.sort for key in known if key is not None}
    both = left[0] < left[1] and right[0] < right[1]
    sort: Sort = next((s for s in _WEIGHTY if both and s in sorts), "word")
    return Variant(place_a, place_b, a.text[slice(*place_a)], b.text[slice(*place_b)], sort)


def _place(words: Words, span: tuple[int, int]) -> tuple[int, int]:
    """Give the place of words in the text; of none, the empty place after the word before."""
    if span[0] < span[1]:
        return words.span(*span)
    at = int(words.ends[span[0] - 1]) if span[0] else 0
    return at, at
