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
from wellfounded.copies.text.words import Ids, Numbering, Places, Words

Sort = Literal["number", "name", "word"]

SORTS: Final[tuple[Sort, ...]] = ("number", "name", "word")
_NUMBER, _NAME, _WORD = range(3)

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

    `keys` (n,) stable numbers of the terms, `at` (n,) the word where each first stands, `times` (n,) how often it stands, `sorts`
    (n,) places in `SORTS`. `forms` (n,) and `known` lead to the terms as words.
    """

    keys: Ids
    at: Places
    times: NDArray[np.int64]
    sorts: NDArray[np.int8]
    forms: Places
    known: Keys

    @property
    def terms(self) -> tuple[Key, ...]:
        """The terms as words."""
        rows = zip(self.forms.tolist(), self.sorts.tolist(), strict=True)
        return tuple(self.known.listed[form]._replace(sort=SORTS[sort]) for form, sort in rows)

    def take(self, rows: Places) -> Content:
        """Give some of the rows, in the order named."""
        columns = (self.keys[rows], self.at[rows], self.times[rows], self.sorts[rows])
        return Content(*columns, self.forms[rows], self.known)


class Keys(dict[str, Key | None]):
    """The key of each written word; None for a word that says nothing of the matter. Pass one for many texts.

    `listed` are the keys of all words of one numbering in its order, a key of no sort where a word says nothing.
    """

    def __init__(self) -> None:
        """Begin with no word."""
        super().__init__()
        self.listed: list[Key] = []
        self._of: Numbering | None = None
        self._numbers: Ids = np.zeros(0, np.uint64)
        self._sorts: NDArray[np.int8] = np.zeros(0, np.int8)

    def __missing__(self, written: str) -> Key | None:
        """Work out a word when it is first met, and keep it."""
        found = self[written] = _key(written)
        return found

    def table(self, numbering: Numbering) -> tuple[Ids, NDArray[np.int8]]:
        """Give of every word of a numbering the number of its key and its place in `SORTS`, -1 for one that says nothing."""
        if self._of is not numbering:
            self._of, self.listed = numbering, []
        fresh = [self[written] for written in numbering.written[len(self.listed) :]]
        if fresh:
            before = len(self.listed)
            self.listed += [key or _SILENT for key in fresh]
            self._grow(len(self.listed))
            self._numbers[before : len(self.listed)] = [key.number if key else 0 for key in fresh]
            self._sorts[before : len(self.listed)] = [
                SORTS.index(key.sort) if key else -1 for key in fresh
            ]
        return self._numbers, self._sorts

    def _grow(self, needed: int) -> None:
        if needed > len(self._numbers):
            room = max(needed, 2 * len(self._numbers), 1024)
            self._numbers = np.resize(self._numbers, room)
            self._sorts = np.resize(self._sorts, room)


_SILENT: Final = Key("", 0, "word")


def content(words: Words, keys: Keys | None = None) -> Content:
    """Give the content of a text; deterministic, linear in its different words."""
    known = Keys() if keys is None else keys
    numbers, sorts = known.table(words.numbering)
    _, firsts, counts = np.unique(words.ids, return_index=True, return_counts=True)
    order = np.argsort(firsts)
    firsts, counts = firsts[order], counts[order]
    forms = words.forms[firsts]
    telling = np.flatnonzero(sorts[forms] >= 0)
    firsts, counts, forms = firsts[telling], counts[telling], forms[telling]
    sort = sorts[forms]
    for row in np.flatnonzero(sort == _NAME).tolist():
        if _begins(words, int(firsts[row])):
            sort[row] = _WORD
    found = Content(numbers[forms], firsts, counts, sort, forms, known)
    return _without_counts(_merged(found))


def _merged(found: Content) -> Content:
    """Make one row of rows with one key: where it first stands, a name if any of them is written as one."""
    keys, rows, inverse = np.unique(found.keys, return_index=True, return_inverse=True)
    if len(keys) == len(found.keys):
        return found
    times = np.bincount(inverse, found.times, len(keys)).astype(np.int64)
    stands = rows.copy()
    names = np.flatnonzero(found.sorts == _NAME)
    stands[inverse[names]] = names
    one = Content(
        keys, found.at[rows], times, found.sorts[stands], found.forms[stands], found.known
    )
    return one.take(np.argsort(one.at))


def _without_counts(found: Content) -> Content:
    """Leave out whole numbers that count upwards by one, four of them or more, each first standing after the one before."""
    rows = np.flatnonzero(found.sorts == _NUMBER).tolist()
    if len(rows) < _COUNTING:
        return found
    values = {row: found.known.listed[found.forms[row]].text for row in rows}
    first = {int(text): (int(found.at[row]), row) for row, text in values.items() if _counts(text)}
    counted: list[int] = []
    for value in first:
        if value - 1 in first and first[value - 1] < first[value]:
            continue
        end = value + 1
        while end in first and first[end - 1] < first[end]:
            end += 1
        if end - value >= _COUNTING:
            counted += [first[n][1] for n in range(value, end)]
    if not counted:
        return found
    kept: Places = np.setdiff1d(np.arange(len(found.keys)), counted)
    return found.take(kept)


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
