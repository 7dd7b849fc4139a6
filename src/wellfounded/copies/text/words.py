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
_WORD: Final = re.compile(
    rf"[{_UNSPACED}]|\b(?i:{_TENS})-(?i:{_UNITS})\b|\d+(?:[.,]\d+)+|[^\W_{_UNSPACED}]+(?:['’ʼ][^\W_{_UNSPACED}]+)*"
)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one text in order: `ids` (n,) stable 64-bit numbers of the folded words, `starts` and `ends` (n,)
    half-open places in code points of `text`."""

    text: str
    ids: Ids
    starts: Places
    ends: Places

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
    """The number of each written word: eight bytes of BLAKE2b of its folded form, the same in every run."""

    def __missing__(self, written: str) -> int:
        """Fold and number a word when it is first met, and keep it."""
        folded = fold(written).replace(" ", "") or written
        number = self[written] = int.from_bytes(
            blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
        )
        return number


def split(text: str, numbering: Numbering | None = None) -> Words:
    """Split a text into words; deterministic, linear in the text. Pass one `numbering` for many texts."""
    known = Numbering() if numbering is None else numbering
    matches = list(_WORD.finditer(text))
    spans = np.array([m.span() for m in matches], np.int64).reshape(-1, 2)
    ids = np.array([known[m.group()] for m in matches], np.uint64)
    return Words(text, ids, spans[:, 0], spans[:, 1])
