"""Headlines in capitals, made readable for the parser: words that the text writes small elsewhere are written small."""

from __future__ import annotations

import re
from typing import Final

from wellfounded.claims.untrusted import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST: Final = 220
_FEWEST: Final = 4
_ENDINGS: Final = ("s", "es", "ed", "d", "ing")
_SMALL: Final = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "and",
        "or",
        "by",
        "at",
        "as",
        "with",
        "from",
        "is",
        "are",
    }
)


def small_words(text: str) -> frozenset[str]:
    """Give the words that stand in small letters somewhere in a text."""
    return frozenset(word for word in _WORD.findall(text) if word.islower())


def readable(paragraph: str, small: frozenset[str]) -> str:
    """Give a paragraph as the parser should see it: of the same length, a headline's ordinary words in small letters."""
    words = _WORD.findall(paragraph[: _LONGEST + 1])
    if len(paragraph) > _LONGEST or len(words) < _FEWEST:
        return paragraph
    long = [word for word in words if word.lower() not in _SMALL]
    if sum(word[:1].isupper() for word in long) < 0.8 * len(long):
        return paragraph
    return _WORD.sub(lambda found: _written(found.group(), small), paragraph)


def _written(word: str, small: frozenset[str]) -> str:
    lower = word.lower()
    ordinary = lower in small or _says(lower)
    return lower if ordinary and len(lower) == len(word) and word[:1].isupper() else word


def _says(word: str) -> bool:
    """Whether a word is a form of a verb of saying."""
    stems = {
        word,
        *(word.removesuffix(ending) for ending in _ENDINGS),
        word.removesuffix("ing") + "e",
    }
    return any((stem, "VERB") in lexicon.ENGLISH for stem in stems)
