"""Where the sentences of a text stand. A text without marks is one sentence; nothing is lost between them."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from wellfounded.copies.text.words import Places, Words

_END: Final = re.compile(
    r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W_a-z])|[。！？]+[”’」』）]*|\n+"
)
_SHORT: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Prof|Gen|Col|Lt|Sgt|vs|[A-Z])|\b[A-Z]\.[A-Z])\.\s*$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Give the sentences in order, half-open in code points; together they cover the text."""
    found, start = [], 0
    for end in _END.finditer(text):
        if not end.group().startswith("\n") and _SHORT.search(
            text[max(0, end.start() - 6) : end.end()]
        ):
            continue
        found.append((start, end.end()))
        start = end.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def sentence_of(words: Words, spans: list[tuple[int, int]]) -> Places:
    """Give for each word the sentence it stands in, (n,)."""
    starts = np.array([start for start, _ in spans], np.int64)
    return np.asarray(np.searchsorted(starts, words.starts, "right") - 1)
