"""Copies among many texts: candidates first, then each pair weighed on its own, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from wellfounded.copies.copy import Copy
from wellfounded.copies.text.candidates import Candidates
from wellfounded.copies.text.document import Document, Read, Reader
from wellfounded.copies.text.pair import compare
from wellfounded.copies.text.weigh import weigh

_KEPT: Final = 512
_OTHERS: Final = 1


class Collection:
    """Texts that are compared with one another. `fetch(n)` gives text n again, so that not all of them are held."""

    def __init__(self, fetch: Callable[[int], Document]) -> None:
        """Take how a text is had again."""
        self._fetch = fetch
        self._reader = Reader()
        self._candidates = Candidates()
        self._kept: OrderedDict[int, Read] = OrderedDict()

    def add(self, document: Document) -> None:
        """Take in the next text."""
        self._candidates.add(*self._reader.take(document))

    def copies(self) -> Iterator[Copy]:
        """Give the copies, pair by pair in the order of the texts; deterministic."""
        pairs = self._candidates.pairs()
        near = _neighbours(pairs)
        for a, b in pairs:
            left, right = self._read(a), self._read(b)
            others = (near[a] | near[b]) - {a, b}
            alone = self._alone(a, b, left) if len(others) >= _OTHERS else []
            yield from weigh(left, right, compare(left, right, alone))

    def _read(self, number: int) -> Read:
        if number not in self._kept:
            self._kept[number] = self._reader.read(self._fetch(number))
        self._kept.move_to_end(number)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[number]

    def _alone(self, a: int, b: int, left: Read) -> list[str]:
        """Give the numbers and names, as the first text writes them, that only these two have though others tell of the matter."""
        numbers = set(self._candidates.alone(a, b).tolist())
        rows = zip(left.told.terms, left.told.at.tolist(), strict=True)
        return [
            left.words.word(at) for key, at in rows if key.number in numbers and key.sort != "word"
        ]


def _neighbours(pairs: list[tuple[int, int]]) -> dict[int, set[int]]:
    """Give for each text those it shares matter with."""
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
    return near


def compare_texts(documents: Sequence[Document]) -> Iterator[Copy]:
    """Give the copies among texts that are all at hand."""
    collection = Collection(documents.__getitem__)
    for document in documents:
        collection.add(document)
    return collection.copies()


def compare_two(a: Document, b: Document) -> list[Copy]:
    """Give what two texts have in common, however short they are and whatever an index would make of them."""
    reader = Reader()
    left, right = reader.read(a), reader.read(b)
    return weigh(left, right, compare(left, right))
