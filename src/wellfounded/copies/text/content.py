"""What a text tells, apart from how it words it: its names, numbers and content words, each once, where it first stands.

A retelling keeps the choice and the order of these while the wording changes. Words are cut to a weak stem (Harman, JASIS
1991: as good as a strong one), number words become digits, function words are left out. Numbers that only count (of
paragraphs, pages, rows of a table) are left out too: any two numbered texts share those, and in the same order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.copies.text.words import Ids, Places, Words

Sort = Literal["number", "name", "word"]

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: Final = {w: n for n, w in enumerate(_SMALL)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_SUFFIX: Final = re.compile(r"(?:ations?|ings?|edly|ers?|ed|es|ly|s|e)$")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_COUNTING: Final = 4
_ENDED: Final = frozenset('.!?:\n"“”«»。！？：')


class Key(NamedTuple):
    """What a word counts as: its stem or digits, a stable number for it, and whether it is written as a name."""

    text: str
    number: int
    sort: Sort


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """The content of one text in the order in which it first stands.

    `keys` (n,) stable numbers of the terms, `at` (n,) the word where each first stands, `times` (n,) how often it stands.
    """

    keys: Ids
    at: Places
    times: NDArray[np.int64]
    terms: tuple[Key, ...]


class Keys(dict[str, Key | None]):
    """The key of each written word; None for a word that says nothing of the matter. Pass one for many texts."""

    def __missing__(self, written: str) -> Key | None:
        """Work out a word when it is first met, and keep it."""
        found = self[written] = _key(written)
        return found


def content(words: Words, keys: Keys | None = None) -> Content:
    """Give the content of a text; deterministic, linear in its different words."""
    known = Keys() if keys is None else keys
    _, firsts, counts = np.unique(words.ids, return_index=True, return_counts=True)
    order = np.argsort(firsts)
    firsts = firsts[order]
    columns = (firsts, counts[order], words.starts[firsts], words.ends[firsts])
    merged: dict[int, tuple[int, int, Key]] = {}
    for at, times, start, end in zip(*(column.tolist() for column in columns), strict=True):
        key = known[words.text[start:end]]
        if key is None:
            continue
        if key.sort == "name" and _begins(words, at):
            key = Key(key.text, key.number, "word")
        first, before, kept = merged.get(key.number, (at, 0, key))
        merged[key.number] = (first, before + times, key if key.sort == "name" else kept)
    rows = _without_counts(list(merged.values()))
    return Content(
        np.array([key.number for _, _, key in rows], np.uint64),
        np.array([at for at, _, _ in rows], np.int64),
        np.array([times for _, times, _ in rows], np.int64),
        tuple(key for _, _, key in rows),
    )


def _without_counts(rows: list[tuple[int, int, Key]]) -> list[tuple[int, int, Key]]:
    """Leave out whole numbers that count upwards by one, four of them or more, each first standing after the one before."""
    first = {int(k.text): at for at, _, k in rows if k.sort == "number" and _counts(k.text)}
    counted: set[int] = set()
    for value in first:
        if value - 1 in first and first[value - 1] < first[value]:
            continue
        end = value + 1
        while end in first and first[end - 1] < first[end]:
            end += 1
        if end - value >= _COUNTING:
            counted.update(range(value, end))
    left_out = {str(value) for value in counted}
    return [row for row in rows if row[2].sort != "number" or row[2].text not in left_out]


def _counts(text: str) -> bool:
    return len(text) <= 4 and text.isascii() and text.isdecimal()


def _begins(words: Words, at: int) -> bool:
    """Say whether a word begins a sentence, where a capital says nothing."""
    if at == 0:
        return True
    return not _ENDED.isdisjoint(words.text[words.ends[at - 1] : words.starts[at]])


@cache
def function_words() -> frozenset[str]:
    """Give the words that say nothing of the matter, folded."""
    text = files("wellfounded.copies.text").joinpath("function-words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _key(written: str) -> Key | None:
    folded = fold(written).strip()
    if (number := _number(written, folded)) is not None:
        return _numbered(number, "number")
    if len(written) == 1 and written > "\u0e00":
        return _numbered(folded, "word")
    if len(folded) < 2 or folded in function_words():
        return None
    return _numbered(stem(folded), "name" if written[0].isupper() else "word")


def _number(written: str, folded: str) -> str | None:
    """Give the digits of a number or number word; `one` is none, it is an article as often."""
    if any(map(str.isdecimal, written)):
        grouped = re.sub(r"[.,](?=\d{3}(?!\d))", "", written)
        return fold(grouped).replace(" ", ".").lstrip("0") or "0"
    parts = folded.split()
    if folded == "one" or not parts or not all(part in _VALUES for part in parts):
        return None
    return str(sum(_VALUES[part] for part in parts))


def _numbered(text: str, sort: Sort) -> Key:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return Key(text, int.from_bytes(digest, "little"), sort)


def stem(folded: str) -> str:
    """Cut a folded word to a weak stem of at least three letters; of `mother's`, to that of `mother`."""
    word = folded.split()[0]
    if _CYRILLIC.search(word):
        return word[: max(4, len(word) - 2)]
    cut = _SUFFIX.sub("", word)
    return cut if len(cut) >= 3 else word
