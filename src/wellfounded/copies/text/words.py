"""A text as a row of words: a number for each folded word, and where it stands in the text.

A word is a run of letters and digits; in scripts written without spaces, one character. A number with its points and commas is
one word, and so is `thirty-one`. Folding is that of search
(wellfounded.catalogue.tokens.fold): case, accents, digits of any script, both forms of a Chinese character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.catalogue.tokens.fold import fold

Ids = NDArray[np.uint64]
Places = NDArray[np.int64]

_UNSPACED: Final = (
    "\u0e01-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u309f\u30a1-\u30ff"
    "\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS: Final = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER_WORD: Final = rf"\b(?i:{_TENS})-(?i:{_UNITS})\b|"
_DIGITS: Final = r"\d+(?:[.,]\d+)+"
_WORD: Final = rf"{_DIGITS}|[^\W_{_UNSPACED}]+(?:['’ʼ][^\W_{_UNSPACED}]+)*"
_SPLIT: Final = re.compile(rf"([{_UNSPACED}]|{_NUMBER_WORD}{_WORD})")
_SPLIT_PLAIN: Final = re.compile(rf"({_DIGITS}|[^\W_]+(?:'[^\W_]+)*)")
"""The same for a text of ASCII characters in which no `thirty-one` can stand: most of the time, and three times as fast."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one text in order: `ids` (n,) stable 64-bit numbers of the folded words, `starts` and `ends` (n,)
    half-open places in code points of `text`, `forms` (n,) what each is in `numbering` as it is written."""

    text: str
    ids: Ids
    starts: Places
    ends: Places
    forms: Places
    numbering: Numbering

    def __len__(self) -> int:
        """Count the words."""
        return len(self.ids)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Give the place in the text, in code points, of words `first` up to but without `end`."""
        return int(self.starts[first]), int(self.ends[end - 1])

    def word(self, at: int) -> str:
        """Give one word as it is written."""
        return self.text[self.starts[at] : self.ends[at]]


class Numbering(dict[str, int]):
    """Every written word that was met, numbered from 0 in that order, and the stable number of its folded form.

    `written` are the words in that order. The stable number is eight bytes of BLAKE2b, the same in every run.
    """

    def __init__(self) -> None:
        """Begin with no word."""
        super().__init__()
        self.written: list[str] = []
        self._ids: Ids = np.zeros(1024, np.uint64)

    def __missing__(self, written: str) -> int:
        """Fold and number a word when it is first met, and keep it."""
        number = self[written] = len(self.written)
        self.written.append(written)
        if number == len(self._ids):
            self._ids = np.concatenate((self._ids, np.zeros_like(self._ids)))
        folded = fold(written).replace(" ", "") or written
        digest = blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._ids[number] = int.from_bytes(digest, "little")
        return number

    def ids(self, forms: Places) -> Ids:
        """Give the stable numbers of written words, (n,)."""
        found: Ids = self._ids[forms]
        return found


def split(text: str, numbering: Numbering | None = None) -> Words:
    """Split a text into words; deterministic, linear in the text. Pass one `numbering` for many texts."""
    known = Numbering() if numbering is None else numbering
    plain = text.isascii() and "ty-" not in text.lower()
    pieces = (_SPLIT_PLAIN if plain else _SPLIT).split(text)
    ends = np.fromiter(map(len, pieces), np.int64, len(pieces)).cumsum()
    written = pieces[1::2]
    forms = np.fromiter(map(known.__getitem__, written), np.int64, len(written))
    return Words(text, known.ids(forms), ends[:-1:2], ends[1::2], forms, known)
