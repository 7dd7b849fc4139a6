"""Names that mean the same, as a person lists them: whoever searches for one finds all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from wellfounded.catalogue.tokens import index_form

_BETWEEN: Final = re.compile(r"[;=\t]")


@dataclass(frozen=True, slots=True)
class Aliases:
    """Groups of names. `longest` is the most words a name has."""

    groups: tuple[tuple[str, ...], ...] = ()
    by_words: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> Self:
        """Take groups of names; a name in two groups means the names of both."""
        kept = tuple(tuple(name.strip() for name in group if name.strip()) for group in groups)
        by_words: dict[tuple[str, ...], tuple[str, ...]] = {}
        for group in kept:
            for name in group:
                words = tuple(index_form(name)[0].split())
                if words:
                    by_words[words] = tuple(dict.fromkeys((*by_words.get(words, ()), *group)))
        return cls(kept, by_words, max(map(len, by_words), default=0))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `aliases.txt`: a group a line, names between `;`, `=` or tabs; `#` begins a remark."""
        lines = (line.partition("#")[0] for line in text.splitlines())
        return cls.of(_BETWEEN.split(line) for line in lines if line.strip())

    def named(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Give the names that mean the same as these words, or none."""
        return self.by_words.get(words, ())
