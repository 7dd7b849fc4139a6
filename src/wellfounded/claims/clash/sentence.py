"""What every frame of a sentence is made with: whose words are meant, whether they are said to be so, where they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from wellfounded.claims.clash.frame import Person, Spot
from wellfounded.claims.clash.writing import Sentence, Writing, named
from wellfounded.claims.slots import Slot, slots

particulars = lru_cache(8)(slots)
"""The particulars of a sentence, read once for all that is asked about it."""


def meant(
    words: str, writing: Writing, sentence: Sentence, at: int, known: dict[str, Person]
) -> Person | None:
    """Give who words mean at a place of a sentence: a pronoun's person, or a name's; None where that is not plain."""
    lower = words.lower()
    if lower in ("i", "me"):
        return writing.speaker(sentence, sentence.start + at)
    if lower in ("he", "she", "him", "her"):
        return sentence.third
    return None if lower in ("them", "us") else named(words, known)


def asserted(writing: Writing, at: int) -> bool:
    """Whether what stands at a place is said to be so, as far as a statement covers it."""
    one = writing.statement_at(at)
    if one is None:
        return True
    return one.stance in ("asserts", "reports") and not one.modality and not one.negation


def causes(slot: Slot) -> frozenset[str]:
    """Give what in a particular itself could make a clash with it none: a date without a year, another calendar."""
    found = set()
    if slot.kind == "date":
        if not re.search(r"\d{4}|[〇零○一二]{2}", slot.text):
            found.add("published")
        if {r.calendar for r in slot.readings} - {"gregorian"}:
            found.add("calendar")
    return frozenset(found)


def why(sentence: Sentence) -> frozenset[str]:
    """Give what in how a sentence came to be text could make a clash with it none."""
    return frozenset({"machine"} if sentence.paragraph.machine else ())


def spot(writing: Writing, sentence: Sentence, start: int, end: int) -> Spot:
    """Give the place of words of a sentence."""
    at = sentence.start
    return Spot(writing.item, (at, sentence.end), (at + start, at + end))
