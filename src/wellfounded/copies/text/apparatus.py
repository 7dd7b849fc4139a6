"""The variants between several copies of one text, as in the apparatus of a critical edition: lemma, readings, witnesses.

The base text is one of the witnesses, number 0; nothing here says that its reading is the right one. A place is every stretch
of the base where at least one witness reads otherwise; where their differences overlap they are one place (West, Textual
Criticism and Editorial Technique, 1973, part II, section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from wellfounded.copies.text.align import Aligned, align
from wellfounded.copies.text.content import Keys, Sort
from wellfounded.copies.text.words import Words

_CONTEXT: Final = 6
MOST_ENTRIES: Final = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """What witnesses write at a place in place of the base's words; empty text where they leave them out."""

    text: str
    witnesses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the base, half-open code points, with its words (`lemma`) and a few around; who agrees, who reads otherwise.

    Witnesses that are in neither list do not have the passage. `sort` says whether a number or a name differs.
    """

    at: tuple[int, int]
    before: str
    lemma: str
    after: str
    sort: Sort
    agree: tuple[int, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words a0 to a1 of the base beside words b0 to b1 of a witness: the same, or not."""

    a0: int
    a1: int
    b0: int
    b1: int
    same: bool


def apparatus(base: Words, others: Sequence[Words], keys: Keys) -> list[Entry]:
    """Give the places where witnesses 1, 2, ... differ from the base, in order of the base; at most 400; deterministic."""
    rows = [_rows(base, other) for other in others]
    places = _joined(
        sorted({_place(p) for row in rows for pieces in row for p in pieces if not p.same})
    )
    made = (_entry(base, others, rows, place, keys) for place in places[:MOST_ENTRIES])
    return [one for one in made if one.readings]


def _rows(base: Words, other: Words) -> list[list[_Piece]]:
    """Give the passages two texts share, the longest first, each as pieces that follow one another in both."""
    passages = sorted(align(base, other), key=lambda one: (-one.matched, one.a))
    return [_pieces(base, other, one) for one in passages]


def _pieces(base: Words, other: Words, passage: Aligned) -> list[_Piece]:
    first, *_ = passage.runs
    found = [_Piece(first.a, first.a_end, first.b, first.b_end, True)]
    for before, run in pairwise(passage.runs):
        left, right = (before.a_end, run.a), (before.b_end, run.b)
        ids = base.ids[slice(*left)].tolist(), other.ids[slice(*right)].tolist()
        for op, a0, a1, b0, b1 in SequenceMatcher(None, *ids, False).get_opcodes():
            at = (left[0] + a0, left[0] + a1, right[0] + b0, right[0] + b1)
            found.append(_Piece(*at, op == "equal"))
        found.append(_Piece(run.a, run.a_end, run.b, run.b_end, True))
    return found


def _place(piece: _Piece) -> tuple[int, int]:
    """Give the words of the base a difference stands at; what is put in stands at the word before it."""
    return (piece.a0, piece.a1) if piece.a0 < piece.a1 else (piece.a0 - 1, piece.a0)


def _joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one of places that overlap."""
    found: list[tuple[int, int]] = []
    for first, end in places:
        if found and first < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return found


def _entry(
    base: Words,
    others: Sequence[Words],
    rows: list[list[list[_Piece]]],
    place: tuple[int, int],
    keys: Keys,
) -> Entry:
    lemma = _written(base, place)
    agree, readings, sorts = [0], dict[str, list[int]](), set[Sort]()
    for number, (other, row) in enumerate(zip(others, rows, strict=True), 1):
        span = next((s for pieces in row if (s := _there(pieces, place))), None)
        if span is None:
            continue
        if base.ids[slice(*place)].tolist() == other.ids[slice(*span)].tolist():
            agree.append(number)
            continue
        readings.setdefault(_written(other, span), []).append(number)
        sorts |= _sorts(base, place, other, span, keys)
    sort: Sort = "number" if "number" in sorts else "name" if "name" in sorts else "word"
    at = base.span(*place)
    before = _written(base, (max(0, place[0] - _CONTEXT), place[0]))
    after = _written(base, (place[1], min(len(base), place[1] + _CONTEXT)))
    listed = tuple(Reading(text, tuple(who)) for text, who in readings.items())
    return Entry(at, before, lemma, after, sort, tuple(agree), listed)


def _there(pieces: list[_Piece], place: tuple[int, int]) -> tuple[int, int] | None:
    """Give the words of the witness that stand where the place is in the base; None outside the passage."""
    if place[0] < pieces[0].a0 or place[1] > pieces[-1].a1:
        return None
    start = next(_across(p, place[0]) for p in pieces if p.a0 <= place[0] < p.a1)
    last = next(n for n, p in enumerate(pieces) if p.a0 < place[1] <= p.a1)
    end = _across(pieces[last], place[1])
    if pieces[last].a1 == place[1] and last + 1 < len(pieces):
        put_in = pieces[last + 1]
        end = put_in.b1 if put_in.a0 == put_in.a1 else end
    return start, max(start, end)


def _across(piece: _Piece, word: int) -> int:
    """Give the word of the witness at a word of the base; inside a difference there are only its two ends."""
    if piece.same:
        return piece.b0 + word - piece.a0
    return piece.b0 if word == piece.a0 else piece.b1


def _sorts(
    base: Words, place: tuple[int, int], other: Words, span: tuple[int, int], keys: Keys
) -> set[Sort]:
    """Say what differs: the sorts of the words that only one of the two has, where both have words that the other has not."""
    mine, theirs = (
        {key.number: key.sort for at in range(*where) if (key := keys[words.word(at)]) is not None}
        for words, where in ((base, place), (other, span))
    )
    only = [
        {n: s for n, s in one.items() if n not in two}
        for one, two in ((mine, theirs), (theirs, mine))
    ]
    return set().union(*(one.values() for one in only)) if all(only) else set()


def _written(words: Words, span: tuple[int, int]) -> str:
    """Give words as they are written, on one line."""
    if span[0] >= span[1]:
        return ""
    first, end = words.span(*span)
    return " ".join(words.text[first:end].split())
