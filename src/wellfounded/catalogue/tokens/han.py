"""Chinese characters in one form: traditional, regional and Japanese variants fold to the simplified character.

Source: the character tables of OpenCC (Apache-2.0), as packaged in opencc-python-reimplemented. One character at a time,
without phrases: what is found may be wider than what a dictionary would join, never narrower.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

_DICTIONARY: Final = "dictionary"


@cache
def han_table() -> dict[str, str]:
    """Give, for each character that has another form, the character it folds to."""
    simplified = _pairs("TSCharacters.txt")
    known = set(simplified) | set(_pairs("STCharacters.txt"))
    standard = _pairs("HKVariantsRev.txt") | _pairs("TWVariantsRev.txt")
    for written, japanese in _pairs("JPVariants.txt").items():
        if japanese not in known:
            standard.setdefault(japanese, written)
    table = {}
    for char in simplified.keys() | standard.keys():
        folded = _settle(char, standard, simplified)
        if folded != char:
            table[char] = folded
    return table


def _settle(char: str, standard: dict[str, str], simplified: dict[str, str]) -> str:
    """Follow both tables until the character no longer changes."""
    seen = {char}
    while True:
        following = standard.get(char, char)
        following = simplified.get(following, following)
        if following in seen:
            return following
        seen.add(following)
        char = following


def _pairs(name: str) -> dict[str, str]:
    """Read one table: a character, a tab, and its forms, of which the first other than itself counts."""
    text = resources.files("opencc").joinpath(_DICTIONARY, name).read_text(encoding="utf-8")
    pairs = {}
    for line in text.splitlines():
        char, _, forms = line.partition("\t")
        others = [form for form in forms.split() if form != char and len(form) == 1]
        if len(char) == 1 and others:
            pairs[char] = others[0]
    return pairs
