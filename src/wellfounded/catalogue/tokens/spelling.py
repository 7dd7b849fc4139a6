"""Other ways a searched word may be written: Uyghur in another script, an apostrophe left out."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from wellfounded.catalogue.tokens import uyghur
from wellfounded.catalogue.tokens.words import index_form, joined

SHORTEST_KEY: Final = 5
_TURKIC: Final = {"ş": "sh", "ç": "ch", "ğ": "gh", "ñ": "ng", "ž": "zh", "š": "sh", "č": "ch"}
_COMMON: Final = (("kh", "x"), ("v", "w"), ("zh", "j"))
_LATIN: Final = re.compile("[a-z]+", re.ASCII)


class Spelling(NamedTuple):
    """Words to look for too; `keys_only` among the keys of Uyghur words only."""

    words: tuple[str, ...]
    keys_only: bool = False


def spellings(text: str) -> list[Spelling]:
    """Give the other spellings of what a person searches for, the likeliest first."""
    found = [Spelling(_words(key)) for key in _keys(text)]
    found += [Spelling((token.text,)) for token in joined(text)]
    lower = text.lower()
    if any(letter in lower for letter in _TURKIC):
        for letter, letters in _TURKIC.items():
            lower = lower.replace(letter, letters)
        found.append(Spelling(_words(lower)))
    return found + [Spelling(words, True) for words in _common(_words(text))]


def _words(text: str) -> tuple[str, ...]:
    return tuple(index_form(text)[0].split())


def _keys(text: str) -> list[str]:
    """Give the Latin key of words in Arabic or Cyrillic letters, where they may be Uyghur; w is also written v."""
    if text.isascii():
        return []
    keys = [uyghur.key(word.group()) for word in uyghur.WORD.finditer(text)]
    key = " ".join(filter(None, keys))
    if not key or (len(key) < SHORTEST_KEY and not uyghur.is_uyghur(text, "")):
        return []
    return [key, key.replace("w", "v")] if "w" in key else [key]


def _common(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give Latin words as ULY has them, where a common spelling differs."""
    if not all(_LATIN.fullmatch(word) for word in words):
        return []
    found = words
    for written, letters in _COMMON:
        found = tuple(word.replace(written, letters) for word in found)
    return [found] if found != words else []
