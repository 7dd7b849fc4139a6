"""Chinese characters in one form: traditional, regional and Japanese variants fold to the simplified character.

Source: the character tables of OpenCC (Apache-2.0), as packaged in opencc-python-reimplemented. One character at a time,
without phrases: what is found may be wider than what a dictionary would join, never narrower.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from wellfounded.terms.errors import Unavailable

_TABLES: Final = (
    "HKVariantsRev.txt",
    "JPVariants.txt",
    "STCharacters.txt",
    "TSCharacters.txt",
    "TWVariantsRev.txt",
)


def han_fingerprint() -> str:
    """Name the tables in use by their content: an index made with others is thrown away."""
    sums = (zlib.crc32(_folder().joinpath(name).read_bytes()) for name in _TABLES)
    return "-".join(f"{one:08x}" for one in sums)


@cache
def _folder() -> Path:
    """Find the tables without loading the program they come with."""
    spec = find_spec("opencc")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "missing-library", "the tables of Chinese characters are missing", next="install again"
        )
    return Path(spec.submodule_search_locations[0], "dictionary")


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
    pairs = {}
    for line in _folder().joinpath(name).read_text(encoding="utf-8").splitlines():
        char, _, forms = line.partition("\t")
        others = [form for form in forms.split() if form != char and len(form) == 1]
        if len(char) == 1 and others:
            pairs[char] = others[0]
    return pairs
