"""A text as it is compared: whose it is, what it is called, when it says it was published, and what was read off it once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.text.content import Content, Keys, content
from wellfounded.copies.text.quotations import quoted
from wellfounded.copies.text.repeats import repeats
from wellfounded.copies.text.words import Numbering, Words, split
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Document:
    """One item's text. `publishers` are names a reader would credit it by (outlet, agency, site), as the item states them;
    `language` a BCP 47 tag or empty."""

    item: Digest
    name: str
    text: str
    language: str = ""
    publishers: tuple[str, ...] = ()
    published: Moment | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A document with its words and its content. `quoted` and `again` (n,) say of each word whether it stands between
    quotation marks, and whether it stands in a block that the text printed before."""

    document: Document
    words: Words
    told: Content
    quoted: Mask
    again: Mask

    @property
    def length(self) -> int:
        """Count the words, those of repeated blocks once."""
        return len(self.words) - int(self.again.sum())


class Reader:
    """Reads documents with one memory of words: the same word is folded, numbered and stemmed once for all of them."""

    def __init__(self) -> None:
        """Begin with an empty memory."""
        self._numbering = Numbering()
        self.keys = Keys()

    def take(self, document: Document) -> tuple[Words, Content]:
        """Split one document and take its content; deterministic."""
        words = split(document.text, self._numbering)
        return words, content(words, self.keys)

    def read(self, document: Document) -> Read:
        """Read one document for comparing; deterministic."""
        words, told = self.take(document)
        return Read(document, words, told, quoted(words), _again(words))


def _again(words: Words) -> Mask:
    mask = np.zeros(len(words), bool)
    for block in repeats(words.text):
        first, end = np.searchsorted(words.starts, block.again)
        mask[first:end] = True
    return mask
