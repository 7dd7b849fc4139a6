"""Two texts beside each other: each passage that stands in both, cut into what is the same and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from wellfounded.copies.text.align import Aligned
from wellfounded.copies.text.content import Keys
from wellfounded.copies.text.document import Read
from wellfounded.copies.text.pair import Findings, compare
from wellfounded.copies.text.retold import Retold
from wellfounded.copies.text.variants import variants
from wellfounded.copies.text.weigh import retold_apart, shows_retold
from wellfounded.copies.text.words import Words

Mark = Literal["same", "differs", "shared", ""]
"""`same`: these words stand in both. `differs`: here the other reads otherwise, or has nothing. `shared`: of a retelling, a name,
number or word that both have."""

MOST_CHARS: Final = 6_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one text in one piece, and what the other has there."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Beside:
    """One passage on both sides: its places, half-open code points, and its words. `anew`: told in other words.

    What is longer than 6,000 characters is cut, and `cut` says so.
    """

    a: tuple[int, int]
    b: tuple[int, int]
    left: tuple[Stretch, ...]
    right: tuple[Stretch, ...]
    anew: bool = False
    cut: bool = False


def beside(a: Read, b: Read, keys: Keys, found: Findings | None = None) -> list[Beside]:
    """Give the passages that stand in both texts, and those told anew, in the order of the first text; deterministic."""
    known = compare(a, b) if found is None else found
    told = list(known.retold) if shows_retold(known) else []
    made = [_anew(a, b, one) for one in told]
    for one in known.passages:
        places = a.words.span(*one.a), b.words.span(*one.b)
        if retold_apart(told, places):
            made.append(_same(a.words, b.words, one, keys))
    return sorted(made, key=lambda one: (one.a, one.b))


def _same(a: Words, b: Words, one: Aligned, keys: Keys) -> Beside:
    differing = variants(a, b, one, keys)
    place_a, place_b = a.span(*one.a), b.span(*one.b)
    left, cut_a = _marked(a.text, place_a, [v.a for v in differing], "same", "differs")
    right, cut_b = _marked(b.text, place_b, [v.b for v in differing], "same", "differs")
    return Beside(place_a, place_b, left, right, cut=cut_a or cut_b)


def _anew(a: Read, b: Read, one: Retold) -> Beside:
    left, cut_a = _marked(
        a.words.text, one.a, _particulars(a.words, one.found.a.tolist()), "", "shared"
    )
    right, cut_b = _marked(
        b.words.text, one.b, _particulars(b.words, one.found.b.tolist()), "", "shared"
    )
    return Beside(one.a, one.b, left, right, True, cut_a or cut_b)


def _particulars(words: Words, at: list[int]) -> list[tuple[int, int]]:
    return sorted(words.span(n, n + 1) for n in at)


def _marked(
    text: str, place: tuple[int, int], spans: list[tuple[int, int]], plain: Mark, mark: Mark
) -> tuple[tuple[Stretch, ...], bool]:
    """Cut a place of a text at the marked spans in it."""
    end = min(place[1], place[0] + MOST_CHARS)
    found: list[Stretch] = []
    at = place[0]
    for first, last in spans:
        if first < at or last > end or first == last:
            continue
        found += (Stretch(text[at:first], plain), Stretch(text[first:last], mark))
        at = last
    found.append(Stretch(text[at:end], plain))
    return tuple(one for one in found if one.text), end < place[1]
