"""The contradictions of a case: every text read for frames, what clashes folded by origin, what people decided beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from wellfounded.case.corroborate.citing import Paper
from wellfounded.case.corroborate.contradiction_log import Log, log_of
from wellfounded.case.corroborate.origin_map import OriginMap
from wellfounded.case.folder import Case
from wellfounded.case.understand.resting import published_on
from wellfounded.catalogue import Catalogue
from wellfounded.claims.clash.acquainted import Acquaintance
from wellfounded.claims.clash.compare import Clash, clashes
from wellfounded.claims.clash.contradiction import Contradiction, Decided, Told, what, why_none
from wellfounded.claims.clash.frame import Frame
from wellfounded.claims.clash.reading import frames
from wellfounded.claims.clash.variants import base_of, variant_clashes
from wellfounded.claims.clash.writing import MOST_CHARS, Paragraph, Writing
from wellfounded.copies.text.content import function_words
from wellfounded.terms.digest import Digest

_MACHINE = frozenset({"ocr", "speech"})
_NOUN = re.compile(r"[\s-]*([^\W\d_]+)")
_TEXTS_KEPT = 32


@dataclass(frozen=True, slots=True)
class Found:
    """The contradictions of a case; decisions about some that are no longer found; texts of which only the beginning was compared."""

    contradictions: tuple[Contradiction, ...]
    gone: tuple[Decided, ...]
    cut: tuple[Digest, ...]


def contradictions(
    case: Case,
    catalogue: Catalogue,
    *,
    visible: Callable[[Digest], bool] = lambda item: True,
    tell: Callable[[int, int], None] = lambda done, left: None,
) -> Found:
    """Give the contradictions among the items that are visible, those of independent texts first, then variants of copies.

    Privileged and withdrawn items are never compared. `tell` hears how many texts were read and are left. Deterministic.
    """
    return _Search(case, catalogue, visible, tell).found()


class _Search:
    """One search through the texts of a case; texts are read again where they are needed, and few are held at once."""

    def __init__(
        self,
        case: Case,
        catalogue: Catalogue,
        visible: Callable[[Digest], bool],
        tell: Callable[[int, int], None],
    ) -> None:
        self._catalogue, self._tell = catalogue, tell
        self._log: Log = log_of(case, catalogue)
        self._items = [
            s.digest
            for s in catalogue.items()
            if s.handling.handling != "privileged" and s.state != "withdrawn" and visible(s.digest)
        ]
        self._rank = {item: n for n, item in enumerate(self._items)}
        self._origins = OriginMap(catalogue, visible)
        self._translated = {i for k in catalogue.links() if k.undone is None and k.kind == "translation-of" for i in (k.source, k.target)}  # fmt: skip
        self.paper = lru_cache(_TEXTS_KEPT)(lambda item: Paper(catalogue, item))
        self.writing = lru_cache(_TEXTS_KEPT)(self._writing)

    def found(self) -> Found:
        """Give what is found."""
        read, cut = self._frames()
        clashing = clashes(read, Acquaintance(self.writing))
        clashing += self._variants(clashing)
        made = [self._made(c) for c in clashing]
        made.sort(
            key=lambda c: (c.copies, self._rank[c.a[0].item], self._rank[c.b[0].item], c.what)
        )
        numbered = [replace(c, number=n) for n, c in enumerate(made, 1)]
        used = {d.entry for c in numbered for d in self._log.about(c.a, c.b)}
        gone = tuple(d for d in self._log.newest() if d.entry not in used)
        return Found(tuple(numbered), gone, tuple(cut))

    def _frames(self) -> tuple[list[Frame], list[Digest]]:
        found: list[Frame] = []
        cut: list[Digest] = []
        for done, item in enumerate(self._items, 1):
            one = self.writing(item)
            found += frames(one)
            cut += [item] if one.cut else []
            self._tell(done, len(self._items) - done)
        return found, cut

    def _writing(self, item: Digest) -> Writing:
        paper = self.paper(item)
        paragraphs = [
            Paragraph(start, end, p.speaker.split("<")[0].strip(), p.source in _MACHINE)
            for start, end, p in paper.places
            if start < MOST_CHARS
        ]
        day = published_on(self._catalogue, item)
        return Writing(item, paper.text, paragraphs, paper.statements, day, paper.name)

    def _variants(self, known: list[Clash]) -> Iterator[Clash]:
        """Give what differs between copies of one text and is not among the clashes that are known."""
        marked = {(f.spot.item, f.spot.words) for c in known for f in (*c.a, *c.b)}
        for items in self._families():
            base = base_of(items, self._origins.group(items[0]).parents)
            others = [self.writing(i) for i in items if i != base]
            for clash in variant_clashes(self.writing(base), others):
                sides = [{(f.spot.item, f.spot.words) for f in side} for side in (clash.a, clash.b)]
                if not all(side & marked for side in sides):
                    yield clash

    def _families(self) -> Iterator[list[Digest]]:
        seen: set[Digest] = set()
        for item in self._items:
            if item in seen:
                continue
            group = self._origins.group(item)
            seen.update(group.items)
            texts = {i for e in group.edges if any(c.kind == "text" for c in e.copies) for i in (e.a, e.b)}  # fmt: skip
            items = [i for i in group.items if i in texts and i in self._rank]
            if len(items) > 1:
                yield items

    def _made(self, clash: Clash) -> Contradiction:
        sides = [self._side(frames_) for frames_ in (clash.a, clash.b)]
        a, b = (clash.a, clash.b) if self._first(sides[0]) <= self._first(sides[1]) else (clash.b, clash.a)  # fmt: skip
        sides.sort(key=self._first)
        origins = {self._origins.of(t.item) for side in sides for t in side}
        items = {t.item for side in sides for t in side}
        copies, translated = len(origins) == 1 and len(items) > 1, bool(items & self._translated)
        title = (
            _how_many([t for side in sides for t in side])
            if a[0].sort == "number"
            else what(a[0], b[0])
        )
        return Contradiction(
            0, "age" if "age" in (a[0].sort, b[0].sort) else a[0].sort, title, sides[0], sides[1], copies,
            why_none(a[0], b[0], copies=copies, translated=translated), next(iter(self._log.about(sides[0], sides[1])), None),
        )  # fmt: skip

    def _first(self, side: tuple[Told, ...]) -> tuple[int, int, str]:
        return self._rank[side[0].item], side[0].at[0], side[0].sentence

    def _side(self, frames_: Iterable[Frame]) -> tuple[Told, ...]:
        """Give the places of a side: in order of receipt, the first of each origin before the others."""
        told = sorted(frames_, key=lambda f: (self._rank[f.spot.item], f.spot.words))
        seen: set[Digest] = set()
        firsts: list[Told] = []
        rest: list[Told] = []
        for frame in told:
            origin = self._origins.of(frame.spot.item)
            told_here = self._told(frame, copied=origin in seen)
            (rest if origin in seen else firsts).append(told_here)
            seen.add(origin)
        return (*firsts, *rest)

    def _told(self, frame: Frame, *, copied: bool) -> Told:
        paper = self.paper(frame.spot.item)
        (first, last), (start, end) = frame.spot.sentence, frame.spot.words
        one = self.writing(frame.spot.item).statement_at(start)
        held = paper.passage(start)
        who = (one.speaker or (one.source[0].text if one.source else "")) if one else ""
        return Told(
            frame.spot.item, paper.name, paper.place(start, end), paper.text[first:last], (start - first, end - first),
            " ".join(who.split(",")[0].split()), one.stance if one else "", held[2].language if held else "",
            copied,
        )  # fmt: skip


def _how_many(told: list[Told]) -> str:
    """Say what is counted, by the longest of the words behind the numbers."""
    found = (_NOUN.match(one.sentence, one.at[1]) for one in told)
    nouns = [m[1] for m in found if m and m[1].lower() not in function_words() - {"people"}]
    return f"how many {max(nouns, key=len)}" if nouns else "the number"
