"""Comparing what is new with all the rest: prints out of the cache, candidates out of an index, pairs into the catalogue.

Safe to stop and repeat: each item counts as compared with its pairs, in one step. Nothing is written in a log: from the same
prints, the same pairs are found again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue, FoundPrint
from wellfounded.copies.copy import Copy
from wellfounded.copies.engine import Engine, Taken
from wellfounded.copies.engines import ENGINES
from wellfounded.copies.index.folder import FolderIndex
from wellfounded.copies.print import unpack
from wellfounded.disk import read as read_file
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

_KEPT_OPEN = 64


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A print that could not be compared, and why."""

    item: Digest
    name: str
    kind: str
    why: str


@dataclass(slots=True)
class Compared:
    """The sum of one comparison: items compared, pairs of items with something in common, what could not be compared."""

    items: int = 0
    pairs: int = 0
    failed: list[NotCompared] = field(default_factory=list)


Tell = Callable[[str, int, int], None]
"""Told what is done, how many are done and how many are waiting."""


def compare_new(case: Case, catalogue: Catalogue, pass_: str, sums: Compared, tell: Tell) -> None:
    """Compare every print of a pass that was not compared yet with all others of its form, and add to the sums."""
    for engine in ENGINES:
        if pass_ in engine.recipe.passes:
            _Comparison(case, catalogue, engine, sums, tell).go(pass_)


class _Comparison:
    """One engine over the prints of one pass."""

    def __init__(
        self, case: Case, catalogue: Catalogue, engine: Engine, sums: Compared, tell: Tell
    ) -> None:
        self._case, self._catalogue, self._engine = case, catalogue, engine
        self._sums, self._tell = sums, tell
        self._taken = lru_cache(maxsize=_KEPT_OPEN)(self._open)

    def go(self, pass_: str) -> None:
        """Compare what is new, in order of receipt; side `a` of a pair is the item received first."""
        recipe = self._engine.recipe
        found = self._catalogue.prints(recipe.form, pass_)
        if all(one.known for one in found):
            return
        whole, index = [], FolderIndex(recipe.width)
        for one in found:
            try:
                index.add(one.item, self._engine.codes(self._taken(one)))
            except Refused as exc:
                self._note(one, exc)
            else:
                whole.append(one)
        new = [one for one in whole if not one.known]
        self._catalogue.forget_copies(new)
        waiting = {one.item for one in new}
        by_item = {one.item: one for one in whole}
        for done, one in enumerate(new, 1):
            waiting.discard(one.item)
            self._one(one, index, by_item, waiting)
            self._tell(f"comparing {recipe.kind}", done, len(waiting))

    def _one(
        self,
        one: FoundPrint,
        index: FolderIndex,
        by_item: dict[Digest, FoundPrint],
        waiting: set[Digest],
    ) -> None:
        """Compare one print with its candidates; those that are still to be compared come with their own turn as well."""
        pairs: dict[tuple[Digest, Digest], list[dict[str, object]]] = {}
        for digest in self._engine.candidates(self._taken(one), index):
            if digest == one.item:
                continue
            a, b = sorted((one, by_item[digest]), key=lambda p: (p.number, p.item.hex))
            if copies := self._pair(a, b):
                pairs[a.item, b.item] = [copy.to_json() for copy in copies]
                self._sums.pairs += digest in waiting or by_item[digest].known
        self._catalogue.put_copies(one, pairs)
        self._sums.items += 1

    def _pair(self, a: FoundPrint, b: FoundPrint) -> Sequence[Copy]:
        try:
            return self._engine.compare(self._taken(a), self._taken(b))
        except Refused as exc:
            self._note(b, exc)
            return ()

    def _note(self, one: FoundPrint, exc: Refused) -> None:
        self._sums.failed.append(NotCompared(one.item, one.name, one.kind, exc.why or exc.what))

    def _open(self, one: FoundPrint) -> Taken:
        """Give the print out of the cache; raises Refused `print` where it is not what was kept there."""
        return Taken(
            one.item,
            "",  # names are filled in when a copy is shown
            self._engine.recipe.kind,
            one.form,
            "first" if one.pass_ == "first" else "dense",
            tuple(unpack(data) for data in self._parts(one)),
        )

    def _parts(self, one: FoundPrint) -> Iterator[bytes]:
        for blob in one.blobs:
            try:
                data = read_file(self._case.files, self._case.layout.reading(blob))
            except FileNotFoundError as exc:
                raise _gone("it is no longer in the cache") from exc
            if Digest.of(data) != blob:
                raise _gone("its bytes in the cache have changed")
            yield data


def _gone(why: str) -> Refused:
    return Refused(
        "print", "a print is not as it was kept", why=why, next="delete cache/ and build again"
    )


def pairs(catalogue: Catalogue, item: Digest | None = None) -> list[Copy]:
    """Give the copies of a case, or of one item as side `a`, each side under the name it was received with."""
    return [
        named(catalogue, copy if item in (None, copy.a.item) else copy.turned_round())
        for copy in (Copy.from_json(record) for record in catalogue.copies(item))
    ]


def named(catalogue: Catalogue, copy: Copy) -> Copy:
    """Give the copy with the names under which its items were received."""
    a, b = (replace(s, name=catalogue.summary(s.item).name) for s in (copy.a, copy.b))
    return replace(copy, a=a, b=b)
