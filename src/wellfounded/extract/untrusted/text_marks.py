"""What stands in a text besides its words: repeated blocks, and characters that do not show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact

_MOST_REPEATS: Final = 500
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\ufeff"
    "\U000e0001-\U000e007f]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Repeats:
    """Which runs of paragraphs stand in a text more than once, found as paragraphs are added."""

    def __init__(self, text: str) -> None:
        """Take the text the spans count in."""
        self._text = text
        self._first: dict[str, int] = {}
        self._spans: list[tuple[int, int]] = []
        self._runs: list[tuple[int, int, int]] = []

    def add(self, start: int, end: int) -> None:
        """Add the next paragraph; spans of less than four letters are never a repeat alone."""
        words = " ".join(self._text[start:end].split())
        here = len(self._spans)
        self._spans.append((start, end))
        earlier = self._first.setdefault(words, here)
        if earlier == here:
            return
        if self._runs:
            source, begin, count = self._runs[-1]
            if begin + count == here and self._words(source + count) == words:
                self._runs[-1] = (source, begin, count + 1)
                return
        if sum(map(str.isalpha, words[:80])) >= 4:
            self._runs.append((earlier, here, 1))

    def _words(self, index: int) -> str:
        start, end = self._spans[index]
        return " ".join(self._text[start:end].split())

    def facts(self, within: Digest) -> Iterator[Fact]:
        """Give one Fact `text.repeats` for each run, at the later place; its value is the earlier."""
        for source, begin, count in self._runs[:_MOST_REPEATS]:
            earlier = f"{self._spans[source][0]}-{self._spans[source + count - 1][1]}"
            later = (self._spans[begin][0], self._spans[begin + count - 1][1])
            yield Fact("text.repeats", earlier, Locus(within, chars=later))
        if len(self._runs) > _MOST_REPEATS:
            yield Fact("text.repeats.more", len(self._runs) - _MOST_REPEATS)


def unseen(text: str, within: Digest) -> Iterator[Fact]:
    """Give Facts on direction overrides, invisible characters and controls: `U+202E x 2`, first place.

    Joiners and direction marks are ordinary in Arabic script and in emoji: counted, not judged.
    """
    if text.isascii() and _CONTROLS.search(text) is None:
        return
    for name, pattern in (
        ("text.overrides", _OVERRIDES),
        ("text.invisible", _INVISIBLE),
        ("text.controls", _CONTROLS),
    ):
        first: dict[str, int] = {}
        count: Counter[str] = Counter()
        for found in pattern.finditer(text):
            first.setdefault(found.group(), found.start())
            count[found.group()] += 1
        for letter, at in first.items():
            value = f"U+{ord(letter):04X} x {count[letter]}"
            yield Fact(name, value, Locus(within, chars=(at, at + 1)))
